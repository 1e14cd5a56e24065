"""Makes the report of promised against actual time from the case ledger, and remembers it for an hour."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from threading import Lock

from channel_api.answers import EfficiencyReport
from channel_api.cases.days import count_days, count_days_to_outcome
from channel_api.cases.efficiency import Named, TimedCase, make_report
from channel_api.cases.states import PAUSED, RUNNING
from channel_api.clock import SHANGHAI, day_of
from channel_api.document_memory import DocumentMemory
from channel_api.runtime import Services
from channel_api.store.case_times import CaseTimes, has_real_cases, load_times
from channel_api.store.database import Connection
from content.calendar import Calendar

PERIOD = timedelta(days=364)  # a year with its holidays and its busy months, both ends included
KEPT = timedelta(hours=1)  # reading a province's ledger takes seconds, and anybody may ask


class EfficiencyDesk:
    """Safe to use from many threads: while one makes the report anew the others wait for it."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._memory = DocumentMemory()
        self._lock = Lock()
        self._made: EfficiencyReport | None = None
        self._made_at: datetime | None = None

    def report(self) -> EfficiencyReport:
        """Of the year until yesterday: a day that is not over would tell of each case as it is decided."""
        now = self._services.clock()
        with self._lock:
            is_fresh = self._made_at is not None and now - self._made_at < KEPT and day_of(now) == day_of(self._made_at)
            if self._made is None or not is_fresh:
                self._made, self._made_at = self._make(day_of(now)), now
            return self._made

    def _make(self, today: date) -> EfficiencyReport:
        until = today - timedelta(days=1)
        since, calendar = until - PERIOD, self._services.calendar()
        with self._services.database.read() as connection:
            named = self._memory.load(connection, "guide", "efficiency", _parse_name)
            is_sample = not has_real_cases(connection)
            timed = list(_time_all(connection, calendar, since, until, is_sample=is_sample))
        return make_report(timed, named, since=since, until=until, is_sample=is_sample and bool(timed))


def _time_all(
    connection: Connection, calendar: Calendar, since: date, until: date, *, is_sample: bool
) -> Iterator[TimedCase]:
    begin = datetime.combine(since, time(), SHANGHAI)
    for case in load_times(connection, since=begin, open_states=RUNNING | PAUSED, is_sample=is_sample):
        timed = _time(case, calendar, since, until)
        if timed is not None:
            yield timed


def _time(case: CaseTimes, calendar: Calendar, since: date, until: date) -> TimedCase | None:
    """None for what was decided outside the period, given up, or not accepted yet."""
    outcome = count_days_to_outcome(case.events, calendar)
    if outcome is not None:
        decided_on, used = outcome
        is_within = since <= decided_on <= until
        return TimedCase(case.service, case.title, case.promised, used, is_decided=True) if is_within else None
    days = count_days(case.events, case.promised, today=until, calendar=calendar)
    if days.accepted_on is None or days.accepted_on > until or days.working_days_left is None:
        return None
    return TimedCase(case.service, case.title, case.promised, case.promised - days.working_days_left, is_decided=False)


def _parse_name(body: str) -> Named:
    plain = json.loads(body)
    return Named(plain["title"], plain.get("department", ""))
