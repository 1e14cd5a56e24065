"""Whether an office is open, and when next. Pure: the moment and the calendar are given.

All clock times are those of China, which has one time zone and no summer time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, timezone
from itertools import pairwise

from content.calendar import Calendar
from content.model import Hours

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MINUTES_PER_DAY = 24 * 60
# Longer than any closure around the Spring Festival with a repair before it; beyond that "unknown" is honest.
DAYS_TO_LOOK_AHEAD = 60
_SPAN = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])")

Span = tuple[int, int]  # minutes after midnight, from and until (until is already closed)


def parse_span(text: str) -> Span | None:
    """`08:30-12:00` as minutes after midnight; None where it is no span, or ends before it begins, or after 24:00."""
    found = _SPAN.fullmatch(text)
    if not found:
        return None
    from_hour, from_minute, to_hour, to_minute = (int(part) for part in found.groups())
    start, end = from_hour * 60 + from_minute, to_hour * 60 + to_minute
    return (start, end) if start < end <= MINUTES_PER_DAY else None


def parse_spans(texts: Sequence[str]) -> list[Span] | None:
    """The spans of a day; None unless every one is valid and each begins after the one before has ended."""
    spans = [span for text in texts if (span := parse_span(text))]
    in_order = all(earlier[1] < later[0] for earlier, later in pairwise(spans))
    return spans if in_order and len(spans) == len(texts) else None


def spans_on(hours: Hours, day: date, calendar: Calendar) -> list[Span]:
    """When the office is open on a day. Its own exceptions come first, then public holidays, then the weekday.

    A worked weekend without hours of its own has Monday's: the State Council's notices make it a working day."""
    for exception in hours.exceptions:
        if exception.date == day.isoformat():
            return parse_spans(exception.open) or []
    if hours.holidays == "closed":
        if calendar.is_holiday(day):
            return []
        own = _weekday_spans(hours, day.weekday())
        return own or (_weekday_spans(hours, 0) if calendar.is_worked_weekend(day) else [])
    return _weekday_spans(hours, day.weekday())


def _weekday_spans(hours: Hours, weekday: int) -> list[Span]:
    return parse_spans(getattr(hours, WEEKDAYS[weekday])) or []


def is_open(hours: Hours, at: datetime, calendar: Calendar) -> bool:
    """A moment without time zone is read as China's."""
    return closes_at(hours, at, calendar) is not None


def closes_at(hours: Hours, at: datetime, calendar: Calendar) -> datetime | None:
    """When the office closes if it is open now (a lunch break closes it too), else None."""
    moment = _in_china(at)
    minute = moment.hour * 60 + moment.minute
    for start, end in spans_on(hours, moment.date(), calendar):
        if start <= minute < end:
            return _moment(moment.date(), end)
    return None


def next_opening(hours: Hours, at: datetime, calendar: Calendar) -> datetime | None:
    """The next moment after `at` at which the office opens; None where none is known within two months."""
    moment = _in_china(at)
    for ahead in range(DAYS_TO_LOOK_AHEAD + 1):
        day = moment.date() + timedelta(days=ahead)
        for start, _ in spans_on(hours, day, calendar):
            opening = _moment(day, start)
            if opening > moment:
                return opening
    return None


def _moment(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(), tzinfo=CHINA) + timedelta(minutes=minute)


def _in_china(at: datetime) -> datetime:
    return at.replace(tzinfo=CHINA) if at.tzinfo is None else at.astimezone(CHINA)
