"""The days a board is about, the days it is compared with, and the columns of its chart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, cast, get_args

Span = Literal["week", "four_weeks", "twelve_weeks", "days"]
Problem = Literal["", "no_days", "turned_days", "too_long"]

WEEKS: dict[Span, int] = {"week": 1, "four_weeks": 4, "twelve_weeks": 12}
USUAL: Span = "four_weeks"
LONGEST_DAYS = 400  # what is counted is kept for so long
MOST_DAY_COLUMNS = 14  # longer spans are shown by week


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """From `since` to `until`, both included."""

    since: date
    until: date

    @property
    def count(self) -> int:
        return (self.until - self.since).days + 1

    def earlier(self, days: int) -> Days:
        """As many days, so much earlier; nothing lies before the first day there is."""
        first = date.min.toordinal()
        since, until = (max(first, day.toordinal() - days) for day in (self.since, self.until))
        return Days(since=date.fromordinal(since), until=date.fromordinal(until))

    @property
    def in_whole_weeks(self) -> Days:
        """From the Monday of its first week to the Sunday of its last one."""
        since = _monday(self.since)
        return Days(since=since, until=_monday(self.until) + timedelta(days=6))


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What is looked at. `before`: the same days of the week, right before, so that Mondays meet Mondays."""

    span: Span
    days: Days
    before: Days
    problem: Problem = ""


def choose_period(span: str, since: str, until: str, today: date) -> Period:
    """What was asked for; where the two days are no span, the usual one, and why."""
    if span == "days":
        days, problem = _read_days(since, until, today)
        if days is not None:
            return Period(span="days", days=days, before=days.earlier(_to_compare(days)))
        return _weeks(USUAL, today, problem)
    return _weeks(cast(Span, span) if span in get_args(Span) else USUAL, today, "")


def columns_of(days: Days) -> list[Days]:
    """One a day, or for longer spans one a week; the first and the last week may be cut."""
    if days.count <= MOST_DAY_COLUMNS:
        each = (days.since + timedelta(days=number) for number in range(days.count))
        return [Days(since=day, until=day) for day in each]
    columns, since = [], days.since
    while since <= days.until:
        until = min(_monday(since) + timedelta(days=6), days.until)
        columns.append(Days(since=since, until=until))
        since = until + timedelta(days=1)
    return columns


def _weeks(span: Span, today: date, problem: Problem) -> Period:
    weeks = WEEKS[span]
    days = Days(since=_monday(today) - timedelta(weeks=weeks - 1), until=today)
    return Period(span=span, days=days, before=days.earlier(7 * weeks), problem=problem)


def _to_compare(days: Days) -> int:
    """Whole weeks where it is at least one, so that weekends meet weekends."""
    return -(-days.count // 7) * 7 if days.count >= 7 else days.count


def _read_days(since: str, until: str, today: date) -> tuple[Days | None, Problem]:
    try:
        first, last = date.fromisoformat(since), min(date.fromisoformat(until), today)
    except ValueError:
        return None, "no_days"
    if first > last:
        return None, "turned_days"
    days = Days(since=first, until=last)
    return (days, "") if days.count <= LONGEST_DAYS else (None, "too_long")


def _monday(day: date) -> date:
    return date.fromordinal(max(1, day.toordinal() - day.weekday()))
