"""What opens a draft that is not published: tickets for the program that draws it, and addresses for colleagues.

Both are chance alone, so a plain hash of them may be stored; both end by themselves. Pure but for chance.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import timedelta

TICKET_LIFETIME = timedelta(minutes=10)
LINK_LIFETIME = timedelta(days=7)  # a colleague in another office reads it within the week
LINK_DAYS = (1, 3, 7, 14, 30)  # what an editor may choose
TOKEN_BYTES = 32
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def make_token() -> str:
    """256 bits, fit for an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def read_token(text: str) -> str | None:
    """None where it cannot be one."""
    return text if _TOKEN.fullmatch(text) else None


def hash_token(token: str) -> str:
    """What is stored of it."""
    return hashlib.sha256(token.encode("ascii")).hexdigest()


def read_days(text: str) -> timedelta:
    """How long a link shall last; what is none of the choices is the usual time."""
    return next((timedelta(days=days) for days in LINK_DAYS if text == str(days)), LINK_LIFETIME)
