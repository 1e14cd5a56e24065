"""The numbers of an authenticator app (RFC 6238: six digits, thirty seconds, SHA-1), and the picture such an app reads.

Nobody else knows the libraries. Nothing is stored here.
"""

from __future__ import annotations

import hmac
import unicodedata
from datetime import datetime

import pyotp
import segno

STEP_SECONDS = 30
STEPS_APART = 1  # telephones and servers differ by seconds, and typing takes some
DIGITS = 6
GROUP = 4  # characters of a key that are read at once


def make_key() -> str:
    """160 random bits as letters and digits."""
    return pyotp.random_base32()


def grouped(key: str) -> str:
    """For whoever types it into the app: ABCD EFGH …"""
    return " ".join(key[at : at + GROUP] for at in range(0, len(key), GROUP))


def picture_of(key: str, *, name: str, site: str) -> str:
    """An SVG element with the key as apps read it, without a size, a style or a script of its own."""
    uri = pyotp.TOTP(key).provisioning_uri(name=name, issuer_name=site)
    return segno.make(uri, error="m").svg_inline(border=4, light="#ffffff", omitsize=True)


def find_step(key: str, typed: str, now: datetime) -> int | None:
    """The step whose number this is, of the present one and its neighbours; takes the same time whichever it is."""
    number, present = plain_number(typed), int(now.timestamp()) // STEP_SECONDS
    generator = pyotp.TOTP(key)
    found = None
    for step in range(present - STEPS_APART, present + STEPS_APART + 1):
        if hmac.compare_digest(generator.generate_otp(step).encode(), number.encode()):
            found = step
    return found


def plain_number(typed: str) -> str:
    """Without the spaces people type, and with plain digits: １２３　４５６ is 123456."""
    return "".join(unicodedata.normalize("NFKC", typed[:40]).replace("-", "").split())
