"""Who did what and when with drafts and accounts. Rows are added and read; no function here changes or removes one.

Each row carries the hash of itself and of the row before, so that a row that was changed, removed or put in between
shows. Whoever may write into the database could reckon the whole chain anew: only an earlier hash kept elsewhere, as
every export contains, proves that nothing before it was touched.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Integer, Row, Select, String, Table, Text, insert, select, update

from channel_api.clock import from_stored, to_stored
from channel_api.store.metadata import METADATA

FIRST_HASH = "0" * 64  # what stands before the first row
HEAD = "editing"
ROWS_AT_ONCE = 1000

EDITING_TRAIL = Table(
    "editing_trail",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", String(32), nullable=False, index=True),
    Column("who", String(60), nullable=False, index=True),
    Column("act", String(20), nullable=False),
    Column("subject", String(160), nullable=False, index=True),
    Column("details", Text, nullable=False),
    Column("hash", String(64), nullable=False, server_default=""),
)

# One row: how long the chain is and how it ends. Whoever adds holds it, so that two never follow the same row.
EDITING_TRAIL_HEAD = Table(
    "editing_trail_head",
    METADATA,
    Column("name", String(20), primary_key=True),
    Column("row_count", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing somebody did to a guide or an account. `details`: plain words such as a revision or a reason."""

    number: int
    at: datetime
    who: str
    act: str
    subject: str
    details: Mapping[str, str]
    hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailFilter:
    """What is looked for; empty: all. `since` and `until` are moments, the second one not included."""

    who: str = ""
    act: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """What came of reading the chain. `broken_at`: the number of the first row that does not follow; None: all do.

    `known_at`: the number of the row with the hash that was asked for; None: no row has it."""

    rows: int
    hash: str
    broken_at: int | None = None
    is_cut: bool = False
    known_at: int | None = None


def add_trace(
    connection: Connection, *, who: str, act: str, subject: str, now: datetime, details: Mapping[str, str] | None = None
) -> None:
    """In the transaction of the act itself: neither stands without the other. Others who add wait until it ends."""
    told = json.dumps(dict(details or {}), ensure_ascii=False)
    row = {"at": to_stored(now), "who": who, "act": act, "subject": subject, "details": told}
    is_head = EDITING_TRAIL_HEAD.c.name == HEAD
    head = connection.execute(select(EDITING_TRAIL_HEAD).where(is_head).with_for_update()).one()
    hashed = _hash(head.hash, **row)
    connection.execute(insert(EDITING_TRAIL).values({**row, "hash": hashed}))
    connection.execute(update(EDITING_TRAIL_HEAD).where(is_head).values(row_count=head.row_count + 1, hash=hashed))


def load_trail(
    connection: Connection,
    *,
    most: int,
    before: int | None = None,
    subject: str = "",
    wanted: TrailFilter | None = None,
) -> list[Trace]:
    """The latest first; `before`: only traces with a smaller number, for the next page."""
    asked = wanted or TrailFilter(subject=subject)
    chosen = _where(select(EDITING_TRAIL), asked).order_by(EDITING_TRAIL.c.id.desc()).limit(most)
    if before is not None:
        chosen = chosen.where(EDITING_TRAIL.c.id < before)
    return [_trace(row) for row in connection.execute(chosen)]


def find_trace(connection: Connection, number: int) -> Trace | None:
    row = connection.execute(select(EDITING_TRAIL).where(EDITING_TRAIL.c.id == number)).first()
    return None if row is None else _trace(row)


def load_following(connection: Connection, *, after: int, wanted: TrailFilter) -> list[Trace]:
    """The next traces in the order they came, at most ROWS_AT_ONCE: for reading all of them piece by piece."""
    chosen = _where(select(EDITING_TRAIL), wanted).where(EDITING_TRAIL.c.id > after)
    return [_trace(row) for row in connection.execute(chosen.order_by(EDITING_TRAIL.c.id).limit(ROWS_AT_ONCE))]


def load_people_and_acts(connection: Connection) -> tuple[list[str], list[str]]:
    """Everybody and every act that the trail names."""
    people = connection.execute(select(EDITING_TRAIL.c.who).distinct().order_by(EDITING_TRAIL.c.who)).scalars()
    acts = connection.execute(select(EDITING_TRAIL.c.act).distinct().order_by(EDITING_TRAIL.c.act)).scalars()
    return list(people), list(acts)


def check_chain(connection: Connection, *, known_hash: str = "") -> ChainCheck:
    """Reads the whole trail. `is_cut`: the chain follows, but ends elsewhere than its head says."""
    hashed, rows, known_at = FIRST_HASH, 0, None
    for row in _all_rows(connection):
        if _hash(hashed, row.at, row.who, row.act, row.subject, row.details) != row.hash:
            return ChainCheck(rows, hashed, broken_at=row.id)
        hashed, rows = row.hash, rows + 1
        if hashed == known_hash:
            known_at = row.id
    head = connection.execute(select(EDITING_TRAIL_HEAD).where(EDITING_TRAIL_HEAD.c.name == HEAD)).first()
    is_cut = head is None or (head.row_count, head.hash) != (rows, hashed)
    return ChainCheck(rows, hashed, is_cut=is_cut, known_at=known_at)


def _all_rows(connection: Connection) -> Iterator[Row[Any]]:
    """Piece by piece: a trail of years is not held in memory."""
    after = 0
    while True:
        chosen = select(EDITING_TRAIL).where(EDITING_TRAIL.c.id > after).order_by(EDITING_TRAIL.c.id)
        rows = connection.execute(chosen.limit(ROWS_AT_ONCE)).all()
        yield from rows
        if len(rows) < ROWS_AT_ONCE:
            return
        after = rows[-1].id


def _hash(before: str, at: str, who: str, act: str, subject: str, details: str) -> str:
    """The number of a row is left out: its place in the chain says the same."""
    told = json.dumps([before, at, who, act, subject, details], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def _where(chosen: Select[Any], wanted: TrailFilter) -> Select[Any]:
    columns = EDITING_TRAIL.c
    for column, value in ((columns.who, wanted.who), (columns.act, wanted.act), (columns.subject, wanted.subject)):
        if value:
            chosen = chosen.where(column == value)
    if wanted.since is not None:
        chosen = chosen.where(columns.at >= to_stored(wanted.since))
    if wanted.until is not None:
        chosen = chosen.where(columns.at < to_stored(wanted.until))
    return chosen


def _trace(row: Row[Any]) -> Trace:
    return Trace(row.id, from_stored(row.at), row.who, row.act, row.subject, json.loads(row.details), row.hash)
