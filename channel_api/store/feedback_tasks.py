"""What viewers say is wrong, gathered by guide, place and ready sentence, and who works on it.

A message is open as long as its case is; bad stars, which have no case, as long as they came after the last answer.
No text that a viewer wrote and no number of a case stands here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, Integer, String, Table, Text, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from channel_api.clock import from_stored, to_stored
from channel_api.store.case_tables import CASES, FEEDBACK, RATINGS
from channel_api.store.drafts import StaleError
from channel_api.store.metadata import METADATA

OPEN_STATES = ("received", "accepted", "reviewing", "correction_needed", "suspended")
WORKED_ON = ("guide_wrong", "complaint", "suggestion")  # praise asks for no work
MOST_BAD_STARS = 2  # of five: 不满意 and 非常不满意

FEEDBACK_TASKS = Table(
    "feedback_tasks",
    METADATA,
    Column("service_id", String(120), primary_key=True),
    Column("region", String(6), primary_key=True),
    Column("choice", String(60), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("taken_by", String(60), nullable=False),
    Column("changed_at", String(32), nullable=False),
    Column("done_by", String(60), nullable=False),
    Column("done_until", String(32), nullable=False),
    Column("note", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class TaskKey:
    """What is said of what, and where. `choice`: the id of a ready sentence, or the kind where none was chosen."""

    service_id: str
    region: str
    choice: str


@dataclass(frozen=True, slots=True)
class Heard:
    """How often it was said, since when and when last; `open`: how many of them wait for an answer."""

    kind: str
    count: int
    open: int
    first_open: datetime | None
    latest: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """Who works on it, or what came of it. `version` counts every act."""

    key: TaskKey
    version: int = 0
    taken_by: str = ""
    changed_at: datetime | None = None
    done_by: str = ""
    done_until: str = ""
    note: str = ""


def load_heard(connection: Connection, service_id: str | None = None) -> dict[TaskKey, Heard]:
    """All that viewers chose, of one guide or of all."""
    choice = func.coalesce(func.nullif(FEEDBACK.c.choice, ""), FEEDBACK.c.kind).label("said")
    is_open = CASES.c.state.in_(OPEN_STATES)
    wanted = (
        select(
            FEEDBACK.c.service_id,
            FEEDBACK.c.region,
            choice,
            func.min(FEEDBACK.c.kind),
            func.count(),
            func.count().filter(is_open),
            func.min(FEEDBACK.c.received_at).filter(is_open),
            func.max(FEEDBACK.c.received_at),
        )
        .join(CASES, CASES.c.number == FEEDBACK.c.number)
        .where(FEEDBACK.c.kind.in_(WORKED_ON))
        .group_by(FEEDBACK.c.service_id, FEEDBACK.c.region, choice)
    )
    if service_id is not None:
        wanted = wanted.where(FEEDBACK.c.service_id == service_id)
    return {
        TaskKey(row[0], row[1], row[2]): Heard(
            row[3], int(row[4]), int(row[5]), from_stored(row[6]) if row[6] else None, from_stored(row[7])
        )
        for row in connection.execute(wanted)
    }


def load_bad_stars(connection: Connection, service_id: str | None = None) -> dict[str, list[datetime]]:
    """When each guide was rated badly, oldest first."""
    wanted = select(RATINGS.c.service_id, RATINGS.c.rated_at).where(RATINGS.c.stars <= MOST_BAD_STARS)
    if service_id is not None:
        wanted = wanted.where(RATINGS.c.service_id == service_id)
    bad: dict[str, list[datetime]] = {}
    for service, rated_at in connection.execute(wanted.order_by(RATINGS.c.rated_at)):
        bad.setdefault(service, []).append(from_stored(rated_at))
    return bad


def load_task_rows(connection: Connection, service_id: str | None = None) -> dict[TaskKey, TaskRow]:
    """What was worked on so far."""
    wanted = select(FEEDBACK_TASKS)
    if service_id is not None:
        wanted = wanted.where(FEEDBACK_TASKS.c.service_id == service_id)
    rows = {}
    for row in connection.execute(wanted):
        key = TaskKey(row.service_id, row.region, row.choice)
        rows[key] = TaskRow(
            key=key,
            version=row.version,
            taken_by=row.taken_by,
            changed_at=from_stored(row.changed_at),
            done_by=row.done_by,
            done_until=row.done_until,
            note=row.note,
        )
    return rows


def load_open_numbers(connection: Connection, key: TaskKey, until: datetime) -> list[str]:
    """The cases of this task that wait for an answer and were received up to `until`."""
    choice = func.coalesce(func.nullif(FEEDBACK.c.choice, ""), FEEDBACK.c.kind)
    wanted = (
        select(FEEDBACK.c.number)
        .join(CASES, CASES.c.number == FEEDBACK.c.number)
        .where(FEEDBACK.c.service_id == key.service_id, FEEDBACK.c.region == key.region, choice == key.choice)
        .where(CASES.c.state.in_(OPEN_STATES), FEEDBACK.c.kind.in_(WORKED_ON))
        .where(FEEDBACK.c.received_at <= to_stored(until))
        .order_by(FEEDBACK.c.number)
    )
    return list(connection.execute(wanted).scalars())


def write_task(connection: Connection, row: TaskRow, now: datetime) -> None:
    """One version further than `row`, which is what the writer knew. Raises StaleError."""
    key = row.key
    values = {
        "version": row.version + 1,
        "taken_by": row.taken_by,
        "changed_at": to_stored(now),
        "done_by": row.done_by,
        "done_until": row.done_until,
        "note": row.note,
    }
    if row.version:
        table = FEEDBACK_TASKS
        is_known = (table.c.service_id == key.service_id) & (table.c.region == key.region)
        is_known &= (table.c.choice == key.choice) & (table.c.version == row.version)
        if connection.execute(update(table).where(is_known).values(values)).rowcount == 0:
            raise StaleError("somebody else has worked on it meanwhile")
        return
    names = {"service_id": key.service_id, "region": key.region, "choice": key.choice}
    try:
        with connection.begin_nested():
            connection.execute(insert(FEEDBACK_TASKS).values({**names, **values}))
    except IntegrityError:
        raise StaleError("somebody else has begun it meanwhile") from None
