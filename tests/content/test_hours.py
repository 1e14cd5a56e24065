"""Open or closed at any minute, and when next."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.calendar import Calendar
from content.hours import CHINA, WEEKDAYS, closes_at, is_open, next_opening, parse_span, parse_spans, spans_on
from content.model import CalendarYear, Hours, OpenDay

CALENDAR = Calendar(
    (CalendarYear(year=2026, published=True, holidays=("2026-10-01", "2026-10-05"), workdays=("2026-10-10",)),)
)
WEEK = ("08:30-12:00", "13:30-17:00")
HALL = Hours(
    monday=WEEK,
    tuesday=WEEK,
    wednesday=WEEK,
    thursday=WEEK,
    friday=("08:30-12:00",),
    exceptions=(OpenDay(date="2026-11-24", note="搬家"), OpenDay(date="2026-11-28", open=("09:00-11:00",))),
)
ALL_DAY: Any = dict.fromkeys(WEEKDAYS, ("00:00-24:00",))
ALWAYS = Hours(**ALL_DAY, holidays="open")
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(CHINA))  # noqa: DTZ001


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23 08:29", False),
        ("2026-11-23 08:30", True),
        ("2026-11-23 11:59", True),
        ("2026-11-23 12:00", False),
        ("2026-11-23 13:30", True),
        ("2026-11-27 14:00", False),
        ("2026-11-29 09:00", False),
        ("2026-11-24 09:00", False),
        ("2026-11-28 09:30", True),
        ("2026-10-05 09:00", False),
        ("2026-10-10 16:00", True),
    ],
)
def test_the_door_is_open_when_the_hours_say_so(moment: str, expected: bool) -> None:
    assert is_open(HALL, at(moment), CALENDAR) is expected


def test_the_moment_may_come_in_any_time_zone() -> None:
    assert is_open(HALL, datetime(2026, 11, 23, 1, 0, tzinfo=UTC), CALENDAR)
    assert not is_open(HALL, datetime(2026, 11, 23, 9, 0, tzinfo=UTC), CALENDAR)


def test_the_closing_time_is_that_of_the_span_not_of_the_day() -> None:
    assert closes_at(HALL, at("2026-11-23 09:00"), CALENDAR) == at("2026-11-23 12:00")
    assert closes_at(HALL, at("2026-11-23 12:30"), CALENDAR) is None
    assert closes_at(ALWAYS, at("2026-11-23 09:00"), CALENDAR) == at("2026-11-24 00:00")


def test_the_next_opening_passes_lunch_closed_days_and_weekends() -> None:
    assert next_opening(HALL, at("2026-11-23 12:30"), CALENDAR) == at("2026-11-23 13:30")
    assert next_opening(HALL, at("2026-11-23 18:00"), CALENDAR) == at("2026-11-25 08:30")
    assert next_opening(HALL, at("2026-11-27 13:00"), CALENDAR) == at("2026-11-28 09:00")


def test_an_office_that_never_opens_again_says_so() -> None:
    assert next_opening(Hours(), at("2026-11-23 12:30"), CALENDAR) is None


@given(MOMENTS)
def test_a_terminal_is_open_on_every_day_and_minute(moment: datetime) -> None:
    assert is_open(ALWAYS, moment, CALENDAR)


@given(MOMENTS)
def test_open_means_inside_a_span_and_closing_comes_after(moment: datetime) -> None:
    closing = closes_at(HALL, moment, CALENDAR)
    minute = moment.hour * 60 + moment.minute
    assert (closing is not None) == any(s <= minute < e for s, e in spans_on(HALL, moment.date(), CALENDAR))
    assert closing is None or (moment < closing and not is_open(HALL, closing, CALENDAR))


@given(MOMENTS)
def test_at_the_next_opening_it_is_open_and_a_minute_before_it_is_not(moment: datetime) -> None:
    opening = next_opening(HALL, moment, CALENDAR)
    assert opening is not None
    assert opening > moment
    assert is_open(HALL, opening, CALENDAR)
    assert not is_open(HALL, opening - timedelta(minutes=1), CALENDAR)


@given(st.integers(0, 1440), st.integers(0, 1440))
def test_a_span_is_valid_exactly_when_it_ends_after_it_begins(start: int, end: int) -> None:
    text = f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
    assert parse_span(text) == ((start, end) if start < end else None)


@pytest.mark.parametrize(
    "text", ["8:30-12:00", "08:30-24:30", "08:30－12:00", "25:00-26:00", "08:60-09:00", "", "０8:30-12:00"]
)
def test_what_is_no_span_is_refused(text: str) -> None:
    assert parse_span(text) is None


def test_spans_of_a_day_must_not_touch_or_run_backwards() -> None:
    assert parse_spans(["08:00-09:00", "10:00-11:00"]) == [(480, 540), (600, 660)]
    assert parse_spans(["08:00-09:00", "09:00-11:00"]) is None
    assert parse_spans(["10:00-11:00", "08:00-09:00"]) is None


def test_an_office_with_saturday_hours_is_closed_on_a_holiday_saturday() -> None:
    calendar = Calendar((CalendarYear(year=2026, published=True, holidays=("2026-10-03",)),))
    office = Hours(saturday=("09:00-12:00",))
    assert spans_on(office, date(2026, 10, 3), calendar) == []
    assert spans_on(office, date(2026, 10, 10), calendar) == [(540, 720)]
