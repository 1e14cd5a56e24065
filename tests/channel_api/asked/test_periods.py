"""Spans of days: what is compared with what, and the columns of a chart."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel_api.asked.periods import LONGEST_DAYS, MOST_DAY_COLUMNS, Days, choose_period, columns_of

WEDNESDAY = date(2026, 11, 25)
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


def days(since: str, until: str) -> Days:
    return Days(since=date.fromisoformat(since), until=date.fromisoformat(until))


def test_this_week_begins_on_monday_and_is_compared_with_the_same_days_of_the_week_before() -> None:
    period = choose_period("week", "", "", WEDNESDAY)
    assert period.days == days("2026-11-23", "2026-11-25")
    assert period.before == days("2026-11-16", "2026-11-18")


@pytest.mark.parametrize(("span", "weeks"), [("four_weeks", 4), ("twelve_weeks", 12)])
def test_weeks_end_today_and_follow_right_on_those_they_are_compared_with(span: str, weeks: int) -> None:
    period = choose_period(span, "", "", WEDNESDAY)
    assert period.days.since == date(2026, 11, 23) - timedelta(weeks=weeks - 1)
    assert period.days.until == WEDNESDAY
    assert period.before == period.days.earlier(7 * weeks)


def test_ten_days_are_compared_with_ten_days_that_begin_on_the_same_day_of_the_week() -> None:
    period = choose_period("days", "2026-11-10", "2026-11-19", WEDNESDAY)
    assert period.before == days("2026-10-27", "2026-11-05")
    assert choose_period("days", "2026-11-10", "2026-11-11", WEDNESDAY).before == days("2026-11-08", "2026-11-09")


@pytest.mark.parametrize(
    ("since", "until", "problem"),
    [
        ("", "2026-11-01", "no_days"),
        ("yesterday", "2026-11-01", "no_days"),
        ("2026-11-02", "2026-11-01", "turned_days"),
        ("2026-12-01", "2026-12-05", "turned_days"),
        ("2020-01-01", "2026-11-01", "too_long"),
    ],
)
def test_two_days_that_are_no_span_give_the_usual_one_and_say_why(since: str, until: str, problem: str) -> None:
    period = choose_period("days", since, until, WEDNESDAY)
    assert (period.span, period.problem) == ("four_weeks", problem)


@pytest.mark.parametrize("span", ["", "year", "DROP TABLE"])
def test_a_span_nobody_knows_is_the_usual_one(span: str) -> None:
    assert choose_period(span, "", "", WEDNESDAY) == choose_period("four_weeks", "", "", WEDNESDAY)


def test_nothing_is_looked_for_in_the_future() -> None:
    assert choose_period("days", "2026-11-20", "2027-11-20", WEDNESDAY).days.until == WEDNESDAY


@given(DAYS, st.integers(0, LONGEST_DAYS - 1))
def test_columns_hold_each_day_of_the_span_once(since: date, more: int) -> None:
    span = Days(since=since, until=since + timedelta(days=more))
    columns = columns_of(span)
    held = [column.since + timedelta(days=number) for column in columns for number in range(column.count)]
    assert held == [since + timedelta(days=number) for number in range(span.count)]
    assert all(column.count == 1 for column in columns) if span.count <= MOST_DAY_COLUMNS else len(columns) <= 59


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12), DAYS)
def test_whatever_stands_in_the_address_a_span_comes_out(span: str, since: str, until: str, today: date) -> None:
    period = choose_period(span, since, until, today)
    assert period.days.since <= period.days.until <= today
    assert period.before.until < period.days.since


def test_the_first_day_there_is_has_nothing_before_it_and_no_error() -> None:
    first = Days(since=date.min, until=date(1, 1, 7))
    assert first.earlier(7) == Days(since=date.min, until=date.min)
    assert first.in_whole_weeks.since == date.min
