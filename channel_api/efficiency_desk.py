"""Makes the report of promised against actual time from the case ledger, and remembers it for an hour."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from threading import Lock

from channel_api.answers import EfficiencyReport
from channel_api.cases.days import WorkingDaySums, count_used_days
from channel_api.cases.efficiency import Named, TimedCase, make_report
from channel_api.cases.states import PAUSED, RUNNING
from channel_api.clock import SHANGHAI, day_of
from channel_api.document_memory import DocumentMemory
from channel_api.runtime import Services
from channel_api.store.case_times import has_real_cases, load_times
from channel_api.store.database import Connection
from content.calendar import Calendar

PERIOD = timedelta(days=364)  # a year with its holidays and its busy months, both ends included
LONGEST_CASE = timedelta(days=3 * 366)  # what began before counts from there on
KEPT = timedelta(hours=1)  # reading a province's ledger takes seconds, and anybody may ask


@dataclass(frozen=True, slots=True)
class Made:
    """A report, and when it was made."""

    report: EfficiencyReport
    at: datetime


class EfficiencyDesk:
    """Safe to use from many threads: while one makes the report anew the others get the older one."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._memory = DocumentMemory()
        self._lock = Lock()
        self._made: Made | None = None

    def report(self) -> EfficiencyReport:
        """Of the year until yesterday: a day that is not over would tell of each case as it is decided."""
        now, made = self._services.clock(), self._made
        if made is not None and now - made.at < KEPT and day_of(now) == day_of(made.at):
            return made.report
        if not self._lock.acquire(blocking=made is None):
            assert made is not None  # noqa: S101  whoever has none waits
            return made.report
        try:
            if self._made is made:
                self._made = Made(self._make(day_of(now)), now)
            assert self._made is not None  # noqa: S101  somebody else made it meanwhile, or we have
            return self._made.report
        finally:
            self._lock.release()

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
    sums = WorkingDaySums(since - LONGEST_CASE, until, calendar)
    begin = datetime.combine(since, time(), SHANGHAI)
    for case in load_times(connection, since=begin, open_states=RUNNING | PAUSED, is_sample=is_sample):
        counted = count_used_days(case.events, until, sums)
        is_counted = counted is not None and (counted.decided_on is None or since <= counted.decided_on <= until)
        if counted is not None and is_counted:
            is_decided = counted.decided_on is not None
            yield TimedCase(case.service, case.title, case.promised, counted.used, is_decided)


def _parse_name(body: str) -> Named:
    plain = json.loads(body)
    return Named(plain["title"], plain.get("department", ""))
