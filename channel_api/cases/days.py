"""The days of a case: when it was accepted, how many working days of the promise are left, on which day it falls due.

Pure. One rule counts everything: a working day counts if the clock was running when that day began. So the count starts
the day after acceptance, the day a pause begins still counts, and the day it ends does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Protocol

from channel_api.answers import CaseState
from channel_api.case_records import CaseEvent
from channel_api.cases.states import GIVEN_UP, OUTCOMES, PAUSED, RUNNING
from channel_api.clock import day_of

# Longer than any promise with its pauses; ends the search for the due day of a case whose clock never runs again.
MOST_DAYS_AHEAD = 3 * 366
_ONE_DAY = timedelta(days=1)


class WorkingDays(Protocol):
    """What is asked of a calendar."""

    def is_working_day(self, day: date) -> bool: ...
    def is_certain(self, day: date) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDays:
    """None: not accepted yet, nothing promised, or not known.

    `promised_by` is None while the clock is stopped, because nobody knows on which day it goes on, and once the case
    is given up.
    `working_days_left` is 0 on the day the promise falls due, negative afterwards, None once the case is decided.
    `are_certain` false: a year that was counted through has no published holidays yet."""

    accepted_on: date | None
    promised_by: date | None
    working_days_left: int | None
    are_certain: bool = True


def count_days(
    events: Sequence[CaseEvent],
    promised_working_days: int | None,
    *,
    today: date,
    calendar: WorkingDays,
) -> CaseDays:
    """The days of a case whose `events` are in order."""
    accepted_on = next((day_of(event.at) for event in events if event.state in RUNNING), None)
    if accepted_on is None or promised_working_days is None:
        return CaseDays(accepted_on=accepted_on, promised_by=None, working_days_left=None)
    history = [(day_of(event.at), event.state) for event in events]
    state = events[-1].state
    is_counting = state in RUNNING or state in PAUSED
    has_due_day = state not in PAUSED and state not in GIVEN_UP
    used = _used_days(history, accepted_on, today, calendar)
    due = _due_day(history, accepted_on, promised_working_days, calendar) if has_due_day else None
    counted_to = [accepted_on, *([due] if due else []), *([today] if is_counting else [])]
    return CaseDays(
        accepted_on=accepted_on,
        promised_by=due,
        working_days_left=promised_working_days - used if is_counting else None,
        are_certain=_is_certain_through(accepted_on, max(counted_to), calendar),
    )


@dataclass(frozen=True, slots=True)
class CountedDays:
    """How long the clock of a case ran: until the decision, or until now where there is none yet."""

    decided_on: date | None
    used: int


class WorkingDaySums:
    """Working days between any two days of some years, without looking at each day again for every case."""

    def __init__(self, first: date, last: date, calendar: WorkingDays) -> None:
        self._first = first.toordinal()
        days = range(self._first, last.toordinal() + 1)
        self._sums = tuple(accumulate(calendar.is_working_day(date.fromordinal(day)) for day in days))

    def between(self, start: date, end: date) -> int:
        """After `start`, up to and with `end`; 0 where it is earlier. Days beyond the years do not count."""
        return max(0, self._until(end) - self._until(start))

    def _until(self, day: date) -> int:
        place = min(day.toordinal() - self._first, len(self._sums) - 1)
        return self._sums[place] if place >= 0 else 0


def count_used_days(events: Sequence[CaseEvent], until: date, sums: WorkingDaySums) -> CountedDays | None:
    """As `count_days` counts, for many cases; None where a case was not accepted, or was given up."""
    history = [(day_of(event.at), event.state) for event in events]
    is_accepted = any(state in RUNNING for _, state in history)
    decided_on = next((day for day, state in history if state in OUTCOMES), None)
    is_over = decided_on is None and history[-1][1] in GIVEN_UP
    if not is_accepted or is_over:
        return None
    end = decided_on or until
    ends = [min(day, end) for day, _ in history[1:]] + [end]
    # A state holds from the day after its event; one that another follows on the same day holds on no day at all.
    used = sum(sums.between(day, stop) for (day, state), stop in zip(history, ends, strict=True) if state in RUNNING)
    return CountedDays(decided_on, used)


def _is_certain_through(first: date, last: date, calendar: WorkingDays) -> bool:
    return all(calendar.is_certain(date(year, 1, 1)) for year in range(first.year, last.year + 1))


def _used_days(history: Sequence[tuple[date, CaseState]], accepted_on: date, today: date, calendar: WorkingDays) -> int:
    days = (accepted_on + timedelta(days=ahead) for ahead in range(1, (today - accepted_on).days + 1))
    return sum(1 for day in days if _state_at_dawn(history, day) in RUNNING and calendar.is_working_day(day))


def _due_day(
    history: Sequence[tuple[date, CaseState]], accepted_on: date, promised: int, calendar: WorkingDays
) -> date | None:
    """The day the last promised working day falls on. After the last event the clock is taken to go on: for a decided
    case that tells until when the decision was due."""
    day = accepted_on
    last_event = history[-1][0]
    for _ in range(MOST_DAYS_AHEAD):
        if promised == 0:
            return day
        day += _ONE_DAY
        is_running = day > last_event or _state_at_dawn(history, day) in RUNNING
        promised -= is_running and calendar.is_working_day(day)
    return None


def _state_at_dawn(history: Sequence[tuple[date, CaseState]], day: date) -> CaseState | None:
    return next((state for happened_on, state in reversed(history) if happened_on < day), None)
