"""Editors and their sessions. Passwords stand here as Argon2id hashes, tokens as plain hashes of 256 random bits.

Nobody is ever deleted: the trail names people, and a name that is used twice would accuse the wrong one.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Column, Connection, ForeignKey, Integer, Row, String, Table, delete, insert, select, update

from channel_api.clock import from_stored, to_stored
from channel_api.store.metadata import METADATA

LONGEST_NAME = 60  # characters
LONGEST_SESSION = timedelta(hours=12)  # a working day; whoever comes back tomorrow signs in again
LONGEST_PAUSE = timedelta(hours=1)  # a desk that was left
NOTE_USE_AFTER = timedelta(minutes=1)  # a page or two a second need not write each time
TOKEN_BYTES = 32
SHORT = 16  # characters of a hash that tell one's own sessions apart

Door = Literal["password", "provider"]
"""How somebody came in: with the password of their account here, or by their organisation's own sign-in."""

EDITORS = Table(
    "editors",
    METADATA,
    Column("name", String(LONGEST_NAME), primary_key=True),
    Column("password_hash", String(200), nullable=False),
    Column("roles", String(80), nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("ended_at", String(32), nullable=True),
    Column("has_first_password", Integer, nullable=False, server_default="0"),  # 1: somebody else knows it
)

EDITOR_SESSIONS = Table(
    "editor_sessions",
    METADATA,
    Column("token_hash", String(64), primary_key=True),
    Column("editor", String(LONGEST_NAME), ForeignKey(EDITORS.c.name), nullable=False, index=True),
    Column("begun_at", String(32), nullable=False),
    Column("used_at", String(32), nullable=False),
    Column("door", String(20), nullable=False, server_default="password"),
)


@dataclass(frozen=True, slots=True)
class Editor:
    """One account. `roles` hold everywhere; `ended_at`: since when nobody signs in with it; `has_first_password`:
    whoever made the account knows it still."""

    name: str
    password_hash: str
    roles: tuple[str, ...]
    created_at: str
    ended_at: str | None
    has_first_password: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """A session as its owner sees it in a list. `short`: the beginning of what is stored of its token, which opens
    nothing; `is_this`: the one that asks."""

    short: str
    begun_at: datetime
    used_at: datetime
    door: str
    is_this: bool


@dataclass(frozen=True, slots=True)
class Session:
    """Who is here, how they came in, and whether their being here is to be noted (`note_use`)."""

    editor: Editor
    door: str
    is_to_be_noted: bool


def add_editor(
    connection: Connection,
    name: str,
    password_hash: str,
    roles: Iterable[str],
    now: datetime,
    *,
    has_first_password: bool = False,
) -> None:
    """Raises KeyError where the name is or was somebody's."""
    if find_editor(connection, name) is not None:
        raise KeyError(name)
    row = {"name": name, "password_hash": password_hash, "roles": " ".join(roles), "created_at": to_stored(now)}
    connection.execute(insert(EDITORS).values({**row, "has_first_password": int(has_first_password)}))


def find_editor(connection: Connection, name: str, *, is_held: bool = False) -> Editor | None:
    """The account, an ended one too. `is_held`: nobody else changes it until the transaction ends."""
    wanted = select(EDITORS).where(EDITORS.c.name == name)
    row = connection.execute(wanted.with_for_update() if is_held else wanted).first()
    return None if row is None else _editor(row)


def load_editors(connection: Connection) -> list[Editor]:
    """All accounts by name."""
    return [_editor(row) for row in connection.execute(select(EDITORS).order_by(EDITORS.c.name))]


def set_roles(connection: Connection, name: str, roles: Iterable[str]) -> None:
    """The roles that hold everywhere."""
    connection.execute(update(EDITORS).where(EDITORS.c.name == name).values(roles=" ".join(roles)))


def set_password(connection: Connection, name: str, password_hash: str, *, is_first: bool = False) -> None:
    """For the next time; sessions are ended separately. `is_first`: somebody else made it and knows it."""
    row = {"password_hash": password_hash, "has_first_password": int(is_first)}
    connection.execute(update(EDITORS).where(EDITORS.c.name == name).values(row))


def end_editor(connection: Connection, name: str, now: datetime) -> bool:
    """Ends the account and all its sessions; False where no account in use has this name."""
    is_it = (EDITORS.c.name == name) & EDITORS.c.ended_at.is_(None)
    done = connection.execute(update(EDITORS).where(is_it).values(ended_at=to_stored(now)))
    end_sessions(connection, name)
    return done.rowcount > 0


def begin_session(connection: Connection, name: str, now: datetime, *, door: Door = "password") -> str:
    """The token of a new session, readable this once. Sessions that are over are forgotten."""
    moment = to_stored(now)
    connection.execute(delete(EDITOR_SESSIONS).where(EDITOR_SESSIONS.c.begun_at <= to_stored(now - LONGEST_SESSION)))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = {"token_hash": hash_token(token), "editor": name, "begun_at": moment, "used_at": moment, "door": door}
    connection.execute(insert(EDITOR_SESSIONS).values(row))
    return token


def find_session(connection: Connection, token: str, now: datetime) -> Session | None:
    """Whose session this is while it lasts."""
    wanted = (
        select(EDITORS, EDITOR_SESSIONS.c.used_at, EDITOR_SESSIONS.c.door)
        .join(EDITOR_SESSIONS, EDITOR_SESSIONS.c.editor == EDITORS.c.name)
        .where(
            EDITOR_SESSIONS.c.token_hash == hash_token(token),
            EDITOR_SESSIONS.c.begun_at > to_stored(now - LONGEST_SESSION),
            EDITOR_SESSIONS.c.used_at > to_stored(now - LONGEST_PAUSE),
            EDITORS.c.ended_at.is_(None),
        )
    )
    row = connection.execute(wanted).first()
    return None if row is None else Session(_editor(row), row.door, row.used_at <= to_stored(now - NOTE_USE_AFTER))


def note_use(connection: Connection, token: str, now: datetime) -> None:
    """The session goes on from here."""
    is_it = EDITOR_SESSIONS.c.token_hash == hash_token(token)
    connection.execute(update(EDITOR_SESSIONS).where(is_it).values(used_at=to_stored(now)))


def end_session(connection: Connection, token: str) -> None:
    """One session; whether there was one does not matter."""
    connection.execute(delete(EDITOR_SESSIONS).where(EDITOR_SESSIONS.c.token_hash == hash_token(token)))


def load_sessions(connection: Connection, name: str, now: datetime, *, this: str) -> list[OpenSession]:
    """Those of an account that last still, the one of the token `this` first, then the latest used."""
    lasts = (EDITOR_SESSIONS.c.begun_at > to_stored(now - LONGEST_SESSION)) & (
        EDITOR_SESSIONS.c.used_at > to_stored(now - LONGEST_PAUSE)
    )
    rows = connection.execute(select(EDITOR_SESSIONS).where(EDITOR_SESSIONS.c.editor == name, lasts))
    found = [
        OpenSession(
            short=row.token_hash[:SHORT],
            begun_at=from_stored(row.begun_at),
            used_at=from_stored(row.used_at),
            door=row.door,
            is_this=row.token_hash == hash_token(this),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (not one.is_this, -one.used_at.timestamp(), one.short))


def end_one_session(connection: Connection, name: str, short: str) -> bool:
    """The session of this account that lists call `short`; False where there is none."""
    is_it = (EDITOR_SESSIONS.c.editor == name) & EDITOR_SESSIONS.c.token_hash.startswith(short, autoescape=True)
    return connection.execute(delete(EDITOR_SESSIONS).where(is_it)).rowcount > 0


def end_sessions(connection: Connection, name: str, *, but: str = "") -> int:
    """All sessions of an account, but the one of the token `but`; how many there were."""
    is_theirs = (EDITOR_SESSIONS.c.editor == name) & (EDITOR_SESSIONS.c.token_hash != hash_token(but))
    return connection.execute(delete(EDITOR_SESSIONS).where(is_theirs)).rowcount


def hash_token(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _editor(row: Row[Any]) -> Editor:
    roles, is_first = tuple(row.roles.split()), bool(row.has_first_password)
    return Editor(row.name, row.password_hash, roles, row.created_at, row.ended_at, is_first)
