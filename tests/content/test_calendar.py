"""Working days: as published, as guessed, and as limits are counted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.calendar import FIXED_DAYS_OFF, Calendar
from content.files import content_folder, read_content
from content.model import CalendarYear

CALENDAR = Calendar(
    (
        CalendarYear(
            year=2026,
            published=True,
            holidays=("2026-10-01", "2026-10-02", "2026-10-05"),
            workdays=("2026-10-10",),
        ),
        CalendarYear(year=2027, published=False, holidays=("2027-01-01", "2027-02-06")),
    )
)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
COUNTS = st.integers(0, 400)


def test_a_day_off_is_not_worked_and_a_moved_saturday_is() -> None:
    assert not CALENDAR.is_working_day(date(2026, 10, 5))
    assert CALENDAR.is_working_day(date(2026, 10, 10))
    assert CALENDAR.is_worked_weekend(date(2026, 10, 10))
    assert not CALENDAR.is_working_day(date(2026, 10, 17))


def test_only_a_published_year_is_certain() -> None:
    assert CALENDAR.is_certain(date(2026, 3, 1))
    assert not CALENDAR.is_certain(date(2027, 3, 1))
    assert not CALENDAR.is_certain(date(2031, 3, 1))


def test_an_unpublished_year_knows_its_statutory_days() -> None:
    assert CALENDAR.is_holiday(date(2027, 2, 6))
    assert not CALENDAR.is_holiday(date(2027, 10, 1))  # its list is complete as far as it goes


@given(st.dates(date(2030, 1, 1), date(2035, 12, 31)))
def test_a_year_nobody_wrote_about_has_weekends_and_the_days_whose_date_never_moves(day: date) -> None:
    is_off = day.weekday() >= 5 or day.isoformat()[5:] in FIXED_DAYS_OFF
    assert CALENDAR.is_working_day(day) == (not is_off)


def test_counting_begins_the_day_after() -> None:
    friday = date(2026, 10, 16)
    assert CALENDAR.add_working_days(friday, 1) == date(2026, 10, 19)
    assert CALENDAR.working_days_between(friday, date(2026, 10, 19)) == 1
    assert CALENDAR.working_days_between(friday, friday) == 0


def test_five_working_days_over_the_national_holiday() -> None:
    assert CALENDAR.add_working_days(date(2026, 9, 30), 5) == date(2026, 10, 10)


@given(DAYS, COUNTS)
def test_adding_and_counting_agree(start: date, count: int) -> None:
    end = CALENDAR.add_working_days(start, count)
    assert CALENDAR.working_days_between(start, end) == count
    assert count == 0 or CALENDAR.is_working_day(end)


@given(DAYS, DAYS, DAYS)
def test_spans_add_up_in_any_direction(first: date, second: date, third: date) -> None:
    between = CALENDAR.working_days_between
    assert between(first, second) + between(second, third) == between(first, third)
    assert between(first, second) == -between(second, first)


@given(DAYS, COUNTS)
def test_no_earlier_day_would_do(start: date, count: int) -> None:
    end = CALENDAR.add_working_days(start, count)
    assert count == 0 or CALENDAR.working_days_between(start, end - timedelta(days=1)) == count - 1


def test_days_cannot_be_added_backwards() -> None:
    with pytest.raises(ValueError, match="must not be negative"):
        CALENDAR.add_working_days(date(2026, 1, 1), -1)


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_calendar_that_comes_along_has_a_plausible_year(year: int) -> None:
    calendar = read_content(content_folder())[0].calendar
    days = [date(year, 1, 1) + timedelta(days=ahead) for ahead in range(365)]
    worked = sum(1 for day in days if calendar.is_working_day(day))
    assert 245 <= worked <= 252  # 365 days, 104 of weekends, 13 statutory
    assert calendar.is_certain(date(year, 6, 1))
