"""What somebody looked at again and found right, and which sources have changed. Rows are added; none is removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Integer, Row, String, Table, Text, func, insert, select, update

from channel_api.clock import from_stored, to_stored
from channel_api.store.metadata import METADATA

LONGEST_NAME = 120  # characters of a law's name

REVIEWS = Table(
    "reviews",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("key", String(160), nullable=False, index=True),
    Column("reviewed_at", String(32), nullable=False),
    Column("next_on", String(10), nullable=False),
    Column("who", String(60), nullable=False),
    Column("note", Text, nullable=False),
    Column("live_revision", Integer, nullable=False),
)

CHANGED_SOURCES = Table(
    "changed_sources",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String(LONGEST_NAME), nullable=False),
    Column("changed_on", String(10), nullable=False),
    Column("note", Text, nullable=False),
    Column("marked_by", String(60), nullable=False),
    Column("marked_at", String(32), nullable=False),
    Column("taken_back_at", String(32), nullable=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Somebody found the text of a published revision still right; `next_on`: when to look again."""

    key: str
    reviewed_at: datetime
    next_on: date
    who: str
    note: str
    live_revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSource:
    """A law or rule, by its bare name, that says something else from a day on."""

    number: int = 0
    name: str
    changed_on: date
    note: str
    marked_by: str
    marked_at: datetime


def add_review(connection: Connection, review: Review) -> None:
    row = {
        "key": review.key,
        "reviewed_at": to_stored(review.reviewed_at),
        "next_on": review.next_on.isoformat(),
        "who": review.who,
        "note": review.note,
        "live_revision": review.live_revision,
    }
    connection.execute(insert(REVIEWS).values(row))


def load_latest(connection: Connection) -> dict[str, datetime]:
    """When each text was looked at last."""
    wanted = select(REVIEWS.c.key, func.max(REVIEWS.c.reviewed_at)).group_by(REVIEWS.c.key)
    return {key: from_stored(moment) for key, moment in connection.execute(wanted)}


def load_reviews(connection: Connection, key: str, *, most: int) -> list[Review]:
    """Of one text, the latest first."""
    wanted = select(REVIEWS).where(REVIEWS.c.key == key).order_by(REVIEWS.c.id.desc()).limit(most)
    return [
        Review(
            key=row.key,
            reviewed_at=from_stored(row.reviewed_at),
            next_on=date.fromisoformat(row.next_on),
            who=row.who,
            note=row.note,
            live_revision=row.live_revision,
        )
        for row in connection.execute(wanted)
    ]


def add_changed_source(connection: Connection, changed: ChangedSource) -> None:
    row = {
        "name": changed.name,
        "changed_on": changed.changed_on.isoformat(),
        "note": changed.note,
        "marked_by": changed.marked_by,
        "marked_at": to_stored(changed.marked_at),
        "taken_back_at": None,
    }
    connection.execute(insert(CHANGED_SOURCES).values(row))


def load_changed_sources(connection: Connection) -> list[ChangedSource]:
    """Those that nobody took back, the latest change first."""
    wanted = select(CHANGED_SOURCES).where(CHANGED_SOURCES.c.taken_back_at.is_(None))
    ordered = wanted.order_by(CHANGED_SOURCES.c.changed_on.desc(), CHANGED_SOURCES.c.id.desc())
    return [_changed(row) for row in connection.execute(ordered)]


def take_back(connection: Connection, number: int, now: datetime) -> ChangedSource | None:
    """It was a mistake; None where there is no such mark, or somebody took it back already."""
    is_it = (CHANGED_SOURCES.c.id == number) & CHANGED_SOURCES.c.taken_back_at.is_(None)
    row = connection.execute(select(CHANGED_SOURCES).where(is_it)).first()
    done = connection.execute(update(CHANGED_SOURCES).where(is_it).values(taken_back_at=to_stored(now)))
    return _changed(row) if row is not None and done.rowcount else None


def _changed(row: Row[Any]) -> ChangedSource:
    return ChangedSource(
        number=row.id,
        name=row.name,
        changed_on=date.fromisoformat(row.changed_on),
        note=row.note,
        marked_by=row.marked_by,
        marked_at=from_stored(row.marked_at),
    )
