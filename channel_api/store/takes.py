"""Takes: which guide a telephone may open for a day, and which papers of it are ready. No row says whose they are.

Address and code stand here only as hashes; `ticked` are names of the guide's own materials.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from channel_api.clock import from_stored, to_stored
from channel_api.store.metadata import METADATA

TAKES = Table(
    "takes",
    METADATA,
    Column("token_hash", String(64), primary_key=True),
    Column("code_hash", String(64), nullable=True, unique=True),
    Column("code_expires_at", String(32), nullable=True),
    Column("service_id", String(120), nullable=False),
    Column("region", String(6), nullable=False),
    Column("ticked", Text, nullable=False),
    Column("expires_at", String(32), nullable=False, index=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """What is taken along, and until when."""

    service_id: str
    region: str
    ticked: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CodeDoor:
    """The second way in: a keyed hash of the code, and how long it opens."""

    code_hash: str
    expires_at: datetime


def add_take(connection: Connection, take: Take, token_hash: str, door: CodeDoor | None = None) -> bool:
    """False where another take has this code right now; the transaction can go on."""
    row = {
        "token_hash": token_hash,
        "code_hash": door.code_hash if door else None,
        "code_expires_at": to_stored(door.expires_at) if door else None,
        "service_id": take.service_id,
        "region": take.region,
        "ticked": json.dumps(take.ticked, ensure_ascii=False),
        "expires_at": to_stored(take.expires_at),
    }
    try:
        with connection.begin_nested():
            connection.execute(insert(TAKES).values(row))
    except IntegrityError:
        return False
    return True


def find_take(connection: Connection, token_hash: str, now: datetime) -> Take | None:
    """The take of an address, while it lasts."""
    is_it = (TAKES.c.token_hash == token_hash) & (TAKES.c.expires_at > to_stored(now))
    return _find(connection, is_it)


def find_take_by_code(connection: Connection, code_hash: str, now: datetime) -> Take | None:
    """The take of a code, while the code lasts."""
    return _find(connection, (TAKES.c.code_hash == code_hash) & (TAKES.c.code_expires_at > to_stored(now)))


def count_takes(connection: Connection) -> int:
    """All there are."""
    return int(connection.execute(select(func.count()).select_from(TAKES)).scalar_one())


def forget_expired(connection: Connection, now: datetime) -> None:
    """Takes whose day is over, and codes whose minutes are; rows that somebody else is at are left for the next time,
    for waiting for them could end in a circle."""
    is_mine = TAKES.c.token_hash.in_(_unheld(TAKES.c.expires_at <= to_stored(now)))
    connection.execute(delete(TAKES).where(is_mine))
    is_over = TAKES.c.token_hash.in_(_unheld(TAKES.c.code_expires_at <= to_stored(now)))
    connection.execute(update(TAKES).where(is_over).values(code_hash=None, code_expires_at=None))


def _unheld(condition: ColumnElement[bool]) -> Select[tuple[str]]:
    return select(TAKES.c.token_hash).where(condition).with_for_update(skip_locked=True)


def _find(connection: Connection, condition: ColumnElement[bool]) -> Take | None:
    row = connection.execute(select(TAKES).where(condition)).first()
    if row is None:
        return None
    return Take(
        service_id=row.service_id,
        region=row.region,
        ticked=tuple(json.loads(row.ticked)),
        expires_at=from_stored(row.expires_at),
    )
