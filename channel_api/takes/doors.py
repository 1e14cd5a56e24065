"""What opens a take: a token in an address, for cameras, and a short code, for hands. Pure but for chance."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import unicodedata
from datetime import timedelta
from urllib.parse import urlsplit

from channel_api.cases.limits import Limit

TAKE_LIFETIME = timedelta(days=1)  # today's list for tomorrow's way to the office
CODE_LIFETIME = timedelta(minutes=10)  # as long as one stands before the television
TOKEN_BYTES = 16  # 128 bits: nobody guesses it, so a plain hash of it may be stored
CODE_LENGTH = 8
# No two look or sound alike, and without vowels no word comes about: 25^8, some 37 bits.
CODE_CHARACTERS = "23456789CDFGHJKMNPQRTVWXY"
LONGEST_WRITTEN_CODE = 40  # characters, with gaps
# With a thousand codes open, an address that goes on guessing finds one list, of nobody's name, in 14,000 years.
WRONG_CODE_LIMITS = (Limit(most=5, within=timedelta(minutes=10)), Limit(most=30, within=timedelta(days=1)))

_TOKEN = re.compile(r"[A-Z2-7]{26}")
_CODE = re.compile(f"[{CODE_CHARACTERS}]{{{CODE_LENGTH}}}")
_GAPS = re.compile(r"[\s\-‐‑‒–—―−－_.]+")
# What a QR code holds in 5.5 bits a character instead of 8.
_COMPACT = re.compile(r"[0-9A-Z.\-:]+")


def make_token() -> str:
    """Capitals and digits only: in a QR code they take two thirds of the room."""
    return base64.b32encode(secrets.token_bytes(TOKEN_BYTES)).decode("ascii").rstrip("=")


def read_token(text: str) -> str | None:
    """The token of an address, however its letters are written; None where it cannot be one."""
    token = text[:LONGEST_WRITTEN_CODE].upper()
    return token if _TOKEN.fullmatch(token) else None


def hash_token(token: str) -> str:
    """What is stored of it."""
    return hashlib.sha256(token.encode("ascii")).hexdigest()


def make_code() -> str:
    """A code to type."""
    return "".join(secrets.choice(CODE_CHARACTERS) for _ in range(CODE_LENGTH))


def read_code(text: str) -> str | None:
    """The code in its one form, as people and their keyboards write it; None where it cannot be one."""
    code = _GAPS.sub("", unicodedata.normalize("NFKC", text[:LONGEST_WRITTEN_CODE])).upper()
    return code if _CODE.fullmatch(code) else None


def address_of(public_url: str, token: str) -> str:
    """Where the page is. In capitals where that changes nothing (RFC 3986, 6.2.2.1: scheme and host), because a QR code
    of capitals is small enough for a large text on the television."""
    parts = urlsplit(public_url)
    plain = f"{public_url}/T/{token}"
    is_bare = not parts.path and not parts.query and _COMPACT.fullmatch(parts.netloc.upper()) is not None
    return plain.upper() if is_bare and "@" not in parts.netloc else plain


def code_address_of(public_url: str) -> str:
    """Where a code is typed, as one reads it from a screen: without `https://`, which every browser adds by itself."""
    return f"{public_url.removeprefix('https://')}/k"
