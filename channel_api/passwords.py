"""Passwords as Argon2id hashes; nobody else knows the library. Slow on purpose: call it outside transactions."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# RFC 9106's second choice, 64 MiB and three passes: about a quarter of a second on the smallest server.
TIME_COST = 3
MEMORY_KIB = 65_536
LANES = 4


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=TIME_COST, memory_cost=MEMORY_KIB, parallelism=LANES)


@cache
def _nobodys_hash() -> str:
    return _hasher().hash("the password of no account")


def hash_password(password: str) -> str:
    """What is stored of it."""
    return _hasher().hash(password)


def is_right_password(password: str, stored: str | None) -> bool:
    """None where there is no such account: that takes as long, so that nobody learns which names exist."""
    try:
        _hasher().verify(stored or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None
