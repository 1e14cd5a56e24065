"""What is to happen to a text at a moment. Each change names the version it knows, so that nothing happens twice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    Row,
    String,
    Table,
    case,
    func,
    insert,
    select,
    update,
)
from sqlalchemy import text as sql_text
from sqlalchemy.exc import IntegrityError

from channel_api.clock import from_stored, to_stored
from channel_api.store.database import StoreError
from channel_api.store.drafts import StaleError
from channel_api.store.metadata import METADATA

EndAct = Literal["go_back", "withdraw"]
Act = Literal["publish"] | EndAct
State = Literal["waiting", "done", "failed", "cancelled", "seen"]
"""`failed`: its moment came and it was not carried out; `seen`: somebody has read why."""

WAITING = sql_text("state = 'waiting'")

SCHEDULES = Table(
    "schedules",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("key", String(160), nullable=False),
    Column("slot", String(10), nullable=False),
    Column("act", String(20), nullable=False),
    Column("due_at", String(32), nullable=False),
    Column("state", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    Column("token", String(40), nullable=False),  # the page of the approved draft
    Column("live_revision", Integer, nullable=False),  # what an end ends; 0: what the schedule it follows puts in force
    Column("back_to", Integer, nullable=False),  # the published revision that comes back; 0: not known yet, or none
    Column("follows", Integer, nullable=True),
    Column("made_by", String(60), nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("ended_at", String(32), nullable=True),
    Column("problem", String(40), nullable=False),
    Column("bundle", Integer, nullable=True, index=True),  # what is carried out together with others of this number
    Index("ix_schedules_state_due_at", "state", "due_at"),
    # One beginning and one end of a text can wait at a time; what is over stays beside them.
    Index("uq_schedules_key_slot", "key", "slot", unique=True, sqlite_where=WAITING, postgresql_where=WAITING),
)


class TakenError(StoreError):
    """Something of this kind already waits for this text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """One row. `token`: of the approved draft that is published; an end knows `live_revision` and `back_to` instead,
    or is 0 there and `follows` the schedule whose publication it is to end. `bundle`: it happens together with all
    others of this number and slot, or none of them happens."""

    number: int = 0
    key: str
    act: Act
    due_at: datetime
    made_by: str
    made_at: datetime
    state: State = "waiting"
    version: int = 1
    token: str = ""
    live_revision: int = 0
    back_to: int = 0
    follows: int | None = None
    ended_at: datetime | None = None
    problem: str = ""
    bundle: int | None = None

    @property
    def slot(self) -> str:
        return "begin" if self.act == "publish" else "end"


def add_schedule(connection: Connection, schedule: Schedule) -> int:
    """Its number. Raises TakenError."""
    row = {
        "key": schedule.key,
        "slot": schedule.slot,
        "act": schedule.act,
        "due_at": to_stored(schedule.due_at),
        "state": schedule.state,
        "version": schedule.version,
        "token": schedule.token,
        "live_revision": schedule.live_revision,
        "back_to": schedule.back_to,
        "follows": schedule.follows,
        "made_by": schedule.made_by,
        "made_at": to_stored(schedule.made_at),
        "ended_at": None,
        "problem": "",
        "bundle": schedule.bundle,
    }
    try:
        with connection.begin_nested():
            done = connection.execute(insert(SCHEDULES).values(row))
    except IntegrityError:
        raise TakenError(f"{schedule.act} of {schedule.key} already waits for its moment") from None
    key = done.inserted_primary_key
    assert key is not None  # noqa: S101  an insert of one row has one
    return int(key[0])


def find_schedule(connection: Connection, number: int) -> Schedule | None:
    row = connection.execute(select(SCHEDULES).where(SCHEDULES.c.id == number)).first()
    return None if row is None else _schedule(row)


def load_due(connection: Connection, now: datetime) -> list[Schedule]:
    """What waits and whose moment has come, the earliest first; no end before what it ends has begun."""
    is_due = (SCHEDULES.c.state == "waiting") & (SCHEDULES.c.due_at <= to_stored(now))
    wanted = select(SCHEDULES).where(is_due & SCHEDULES.c.follows.is_(None))
    return [_schedule(row) for row in connection.execute(wanted.order_by(SCHEDULES.c.due_at, SCHEDULES.c.id))]


def load_open(connection: Connection, key: str | None = None) -> list[Schedule]:
    """What waits or was not carried out and nobody has seen it, by moment; of one text, or of all."""
    wanted = select(SCHEDULES).where(SCHEDULES.c.state.in_(("waiting", "failed")))
    if key is not None:
        wanted = wanted.where(SCHEDULES.c.key == key)
    return [_schedule(row) for row in connection.execute(wanted.order_by(SCHEDULES.c.due_at, SCHEDULES.c.id))]


def load_over(connection: Connection, *, most: int) -> list[Schedule]:
    """What was carried out, cancelled or seen, the latest first."""
    wanted = select(SCHEDULES).where(SCHEDULES.c.state.in_(("done", "cancelled", "seen")))
    ordered = wanted.order_by(SCHEDULES.c.ended_at.desc(), SCHEDULES.c.id.desc()).limit(most)
    return [_schedule(row) for row in connection.execute(ordered)]


def load_parts(connection: Connection, known: Schedule) -> list[Schedule]:
    """All that happens together with this one and stands as it does, by number; only itself where it stands alone."""
    if known.bundle is None:
        return [known]
    is_part = (SCHEDULES.c.bundle == known.bundle) & (SCHEDULES.c.slot == known.slot)
    wanted = select(SCHEDULES).where(is_part & (SCHEDULES.c.state == known.state)).order_by(SCHEDULES.c.id)
    return [_schedule(row) for row in connection.execute(wanted)]


def find_follower(connection: Connection, number: int) -> Schedule | None:
    """The end that waits for this publication."""
    is_it = (SCHEDULES.c.follows == number) & (SCHEDULES.c.state == "waiting")
    row = connection.execute(select(SCHEDULES).where(is_it)).first()
    return None if row is None else _schedule(row)


def count_failed(connection: Connection) -> int:
    """What was not carried out and nobody has seen it; what belongs together counts once."""
    alone = case((SCHEDULES.c.bundle.is_(None), SCHEDULES.c.id), else_=0)
    failed = select(SCHEDULES.c.bundle, SCHEDULES.c.slot, alone).where(SCHEDULES.c.state == "failed").distinct()
    return int(connection.execute(select(func.count()).select_from(failed.subquery())).scalar_one())


def end_schedule(connection: Connection, known: Schedule, state: State, *, now: datetime, problem: str = "") -> None:
    """Exactly one of all who try at once succeeds. Raises StaleError for the others, who then change nothing."""
    told = {"state": state, "ended_at": to_stored(now), "problem": problem or known.problem}
    _change(connection, known, told, from_states=(known.state,))


def move_schedule(connection: Connection, known: Schedule, due_at: datetime) -> None:
    """Another moment. Raises StaleError."""
    _change(connection, known, {"due_at": to_stored(due_at)}, from_states=WAITING_ONLY)


def bind_schedule(connection: Connection, known: Schedule, *, live_revision: int, back_to: int) -> None:
    """What it follows was put in force as this revision. Raises StaleError."""
    told = {"follows": None, "live_revision": live_revision, "back_to": back_to}
    _change(connection, known, told, from_states=WAITING_ONLY)


WAITING_ONLY: tuple[State, ...] = ("waiting",)


def _change(connection: Connection, known: Schedule, told: dict[str, Any], *, from_states: Collection[State]) -> None:
    is_it = (SCHEDULES.c.id == known.number) & (SCHEDULES.c.version == known.version)
    is_open = SCHEDULES.c.state.in_(from_states)
    changed = update(SCHEDULES).where(is_it & is_open).values(**told, version=known.version + 1)
    if connection.execute(changed).rowcount == 0:
        raise StaleError(f"the schedule {known.number} has changed meanwhile")


def _schedule(row: Row[Any]) -> Schedule:
    return Schedule(
        number=row.id,
        key=row.key,
        act=cast(Act, row.act),
        due_at=from_stored(row.due_at),
        made_by=row.made_by,
        made_at=from_stored(row.made_at),
        state=cast(State, row.state),
        version=row.version,
        token=row.token,
        live_revision=row.live_revision,
        back_to=row.back_to,
        follows=row.follows,
        ended_at=None if row.ended_at is None else from_stored(row.ended_at),
        problem=row.problem,
        bundle=row.bundle,
    )
