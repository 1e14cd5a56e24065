"""Reads the ledger for how long cases took: no number, no office and no note leaves this module."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import cast

from sqlalchemy import Connection, or_, select

from channel_api.answers import CaseState
from channel_api.case_records import CaseEvent
from channel_api.clock import from_stored, to_stored
from channel_api.store.case_tables import CASE_EVENTS, CASES

ROWS_AT_ONCE = 1_000  # of events in memory at a time; a province has some millions


@dataclass(frozen=True, slots=True)
class CaseTimes:
    """What happened when to one case of a service, in order."""

    service: str
    title: str
    promised: int
    events: tuple[CaseEvent, ...]


def has_real_cases(connection: Connection) -> bool:
    """Whether any department's own case is here; samples then count nowhere."""
    is_real = (CASES.c.is_sample.is_(False)) & (CASES.c.kind != "feedback")
    return connection.execute(select(CASES.c.number).where(is_real).limit(1)).first() is not None


def load_times(
    connection: Connection, *, since: datetime, open_states: frozenset[CaseState], is_sample: bool
) -> Iterator[CaseTimes]:
    """Cases with a promise in working days that are open or changed since then; what viewers told us is no case."""
    is_wanted = (CASES.c.kind != "feedback") & CASES.c.promised_working_days.is_not(None)
    is_of_now = or_(CASES.c.changed_at >= to_stored(since), CASES.c.state.in_(sorted(open_states)))
    wanted = (
        select(
            CASES.c.number,
            CASES.c.service_id,
            CASES.c.service_title,
            CASES.c.promised_working_days,
            CASE_EVENTS.c.at,
            CASE_EVENTS.c.state,
        )
        .join(CASE_EVENTS, CASE_EVENTS.c.case_number == CASES.c.number)
        .where(is_wanted & is_of_now & CASES.c.is_sample.is_(is_sample))
        .order_by(CASES.c.number, CASE_EVENTS.c.sequence)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    for _, rows in groupby(connection.execute(wanted), key=attrgetter("number")):
        first, *others = rows
        events = tuple(CaseEvent(at=from_stored(row.at), state=cast(CaseState, row.state)) for row in (first, *others))
        yield CaseTimes(first.service_id, first.service_title, first.promised_working_days, events)
