"""Rendered sentences: one row a sound, under the hash of voice and text. The text itself stands nowhere here.

Written by one renderer at a time, whichever replica holds the turn.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    LargeBinary,
    String,
    Table,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from channel_api.clock import to_stored
from channel_api.store.metadata import METADATA

KEYS_AT_ONCE = 200  # stays below the 999 bound values that old SQLite libraries allow in one statement

SPEECH = Table(
    "speech",
    METADATA,
    Column("key", String(64), primary_key=True),
    Column("sound", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),
    Column("made_at", String(32), nullable=False),
)

# One row, made by the migration: which renderer works until when.
SPEECH_TURN = Table(
    "speech_turn",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("holder", String(64), nullable=False),
    Column("until", String(32), nullable=False),
)


def find_sound(connection: Connection, key: str) -> bytes | None:
    """The file of a sentence; None where it is not rendered."""
    found = connection.execute(select(SPEECH.c.sound).where(SPEECH.c.key == key)).scalar_one_or_none()
    return None if found is None else bytes(found)


def find_rendered(connection: Connection, keys: Collection[str]) -> frozenset[str]:
    """Those of the keys whose sound is there."""
    ordered, found = sorted(keys), set[str]()
    for begin in range(0, len(ordered), KEYS_AT_ONCE):
        wanted = select(SPEECH.c.key).where(SPEECH.c.key.in_(ordered[begin : begin + KEYS_AT_ONCE]))
        found.update(connection.execute(wanted).scalars())
    return frozenset(found)


def load_sizes(connection: Connection) -> dict[str, int]:
    """The bytes of every sound there is, by key."""
    return {key: int(size) for key, size in connection.execute(select(SPEECH.c.key, SPEECH.c.size))}


def add_sound(connection: Connection, key: str, sound: bytes, *, now: datetime) -> bool:
    """False where somebody else was faster; the transaction can go on."""
    row = {"key": key, "sound": sound, "size": len(sound), "made_at": to_stored(now)}
    try:
        with connection.begin_nested():
            connection.execute(insert(SPEECH).values(row))
    except IntegrityError:
        return False
    return True


def remove_sounds(connection: Connection, keys: Collection[str]) -> None:
    """What nobody says any more."""
    ordered = sorted(keys)
    for begin in range(0, len(ordered), KEYS_AT_ONCE):
        connection.execute(delete(SPEECH).where(SPEECH.c.key.in_(ordered[begin : begin + KEYS_AT_ONCE])))


def take_turn(connection: Connection, holder: str, *, now: datetime, until: datetime) -> bool:
    """Whether `holder` may render until then: the turn is its own, or its last holder's time is over."""
    is_free = or_(SPEECH_TURN.c.holder == holder, SPEECH_TURN.c.until < to_stored(now))
    taken = update(SPEECH_TURN).where(is_free).values(holder=holder, until=to_stored(until))
    return connection.execute(taken).rowcount > 0


def end_turn(connection: Connection, holder: str) -> None:
    """The next one need not wait."""
    connection.execute(update(SPEECH_TURN).where(SPEECH_TURN.c.holder == holder).values(holder="", until=""))


def count_bytes(connection: Connection) -> int:
    """What all sounds take."""
    return int(connection.execute(select(func.coalesce(func.sum(SPEECH.c.size), 0))).scalar_one())
