"""Operator tokens. Shown once when made; only their hash stays here."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, String, Table, insert, select, update

from channel_api.clock import to_stored
from channel_api.store.metadata import METADATA

LONGEST_NAME = 60  # characters
PREFIX = "zwt_"  # lets a leaked token be recognised by scanners and by people
TOKEN_BYTES = (
    32  # enough chance that a plain hash is safe: nothing to guess, so no key is needed and none can expire it
)

OPERATOR_TOKENS = Table(
    "operator_tokens",
    METADATA,
    Column("name", String(LONGEST_NAME), primary_key=True),
    Column("hash", String(64), nullable=False, unique=True),
    Column("created_at", String(32), nullable=False),
    Column("revoked_at", String(32), nullable=True),
)


@dataclass(frozen=True, slots=True)
class OperatorToken:
    """One token as it may be listed."""

    name: str
    created_at: str
    revoked_at: str | None


def add(connection: Connection, name: str, now: datetime) -> str:
    """The new token, readable this once. Raises KeyError where the name is taken, even by a revoked one."""
    taken = select(OPERATOR_TOKENS.c.name).where(OPERATOR_TOKENS.c.name == name)
    if connection.execute(taken).first() is not None:
        raise KeyError(name)
    token = PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    row = {"name": name, "hash": _hash(token), "created_at": to_stored(now)}
    connection.execute(insert(OPERATOR_TOKENS).values(row))
    return token


def load_all(connection: Connection) -> list[OperatorToken]:
    """All tokens by name, revoked ones included."""
    columns = OPERATOR_TOKENS.c.name, OPERATOR_TOKENS.c.created_at, OPERATOR_TOKENS.c.revoked_at
    return [OperatorToken(*row) for row in connection.execute(select(*columns).order_by(OPERATOR_TOKENS.c.name))]


def revoke(connection: Connection, name: str, now: datetime) -> bool:
    """False where no such token is valid."""
    is_valid_one = (OPERATOR_TOKENS.c.name == name) & OPERATOR_TOKENS.c.revoked_at.is_(None)
    done = connection.execute(update(OPERATOR_TOKENS).where(is_valid_one).values(revoked_at=to_stored(now)))
    return done.rowcount > 0


def is_valid(connection: Connection, token: str) -> bool:
    """True for a token that was given out and not revoked."""
    is_this = (OPERATOR_TOKENS.c.hash == _hash(token)) & OPERATOR_TOKENS.c.revoked_at.is_(None)
    return connection.execute(select(OPERATOR_TOKENS.c.name).where(is_this)).first() is not None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
