"""Seals what has to be read again but never lies open in the database: AES-256-GCM under the server's own key.

Without the server's key a copy of the database tells nothing. Nobody else knows the library.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from channel_api.config import Keys

NONCE_BYTES = 12
VERSION = "1."  # another way of sealing would begin otherwise


@dataclass(frozen=True, slots=True)
class Unsealed:
    """What was sealed; not `is_current`: with the server's previous key, so seal it again."""

    text: str
    is_current: bool


def seal(keys: Keys, purpose: str, text: str) -> str:
    """`purpose` keeps sealed texts of different kinds, or of different people, from being put in each other's place."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(_derive(keys.secrets[0])).encrypt(nonce, text.encode(), purpose.encode())
    return VERSION + urlsafe_b64encode(nonce + sealed).decode("ascii")


def unseal(keys: Keys, purpose: str, sealed: str) -> Unsealed | None:
    """None where no valid key opens it, or where it was sealed for another purpose."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        raw = urlsafe_b64decode(sealed.removeprefix(VERSION).encode("ascii"))
    except ValueError:
        return None
    for number, secret in enumerate(keys.secrets):
        try:
            opened = AESGCM(_derive(secret)).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], purpose.encode())
        except (InvalidTag, ValueError):
            continue
        return Unsealed(opened.decode(), number == 0)
    return None


def _derive(secret: bytes) -> bytes:
    """32 bytes of their own: what is signed with the server's key and what is sealed share no key."""
    return hmac.new(secret, b"channel sealing 1", hashlib.sha256).digest()
