"""Working days left, counted as a household would on a wall calendar."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from channel_api.answers import CaseState
from channel_api.case_records import CaseEvent
from channel_api.cases.days import CaseDays, count_days
from content.calendar import Calendar
from content.model import CalendarYear
from tests.channel_api.cases.case_examples import CALENDAR, YEAR_2026, event


def days(today: str, *events: CaseEvent, promised: int | None = 5) -> CaseDays:
    return count_days(events, promised, today=date.fromisoformat(today), calendar=CALENDAR)


MONDAY = event("accepted", "2026-11-16")


def test_the_day_of_acceptance_does_not_count() -> None:
    assert days("2026-11-16", MONDAY) == CaseDays(
        accepted_on=date(2026, 11, 16), promised_by=date(2026, 11, 23), working_days_left=5
    )
    assert days("2026-11-17", MONDAY).working_days_left == 4


def test_weekends_do_not_count() -> None:
    assert [days(f"2026-11-{day}", MONDAY).working_days_left for day in (20, 21, 22, 23)] == [1, 1, 1, 0]


def test_after_the_promised_day_the_number_is_negative() -> None:
    assert days("2026-11-25", MONDAY).working_days_left == -2


def test_public_holidays_do_not_count_and_a_worked_weekend_does() -> None:
    before_the_holidays = event("accepted", "2026-09-30")
    assert days("2026-10-07", before_the_holidays).working_days_left == 5
    assert days("2026-10-10", before_the_holidays).working_days_left == 2
    assert days("2026-10-07", before_the_holidays).promised_by == date(2026, 10, 13)


def test_days_that_run_into_an_unpublished_year_are_an_estimate() -> None:
    assert days("2026-12-21", event("accepted", "2026-12-21"), promised=8).are_certain  # until 31 December
    assert not days("2026-12-21", event("accepted", "2026-12-21"), promised=9).are_certain
    december = (event("accepted", "2026-12-28"), event("suspended", "2026-12-29"))
    assert days("2026-12-30", *december).are_certain
    assert not days("2027-01-11", *december).are_certain


def test_a_year_of_which_only_the_statutory_days_are_known_is_no_published_one() -> None:
    calendar = Calendar((YEAR_2026, CalendarYear(year=2027, published=False, holidays=("2027-01-01",))))
    counted = count_days((event("accepted", "2026-12-30"),), 2, today=date(2026, 12, 30), calendar=calendar)
    assert (counted.promised_by, counted.are_certain) == (date(2027, 1, 4), False)


def test_the_clock_stops_for_a_correction_and_goes_on_after_it() -> None:
    stopped = (MONDAY, event("correction_needed", "2026-11-18"))
    assert days("2026-11-18", *stopped).working_days_left == 3
    assert days("2026-12-18", *stopped).working_days_left == 3
    went_on = (*stopped, event("reviewing", "2026-11-30"))
    assert days("2026-11-30", *went_on).working_days_left == 3
    assert days("2026-12-01", *went_on).working_days_left == 2
    assert days("2026-12-01", *went_on).promised_by == date(2026, 12, 3)


def test_while_the_clock_stands_no_day_is_promised() -> None:
    for state in ("correction_needed", "suspended"):
        assert days("2026-11-20", MONDAY, event(state, "2026-11-18")).promised_by is None


def test_a_pause_within_one_day_changes_nothing() -> None:
    short = (MONDAY, event("suspended", "2026-11-18", at="09:00"), event("reviewing", "2026-11-18", at="16:00"))
    assert days("2026-11-20", *short) == days("2026-11-20", MONDAY)


def test_correcting_before_acceptance_costs_nothing() -> None:
    events = (event("received", "2026-11-02"), event("correction_needed", "2026-11-03"), MONDAY)
    assert days("2026-11-17", *events).working_days_left == 4


def test_once_decided_there_is_nothing_left_to_count_but_the_promised_day_stays() -> None:
    decided = days("2026-12-30", MONDAY, event("decided", "2026-11-19"))
    assert decided == CaseDays(accepted_on=date(2026, 11, 16), promised_by=date(2026, 11, 23), working_days_left=None)


def test_a_case_given_up_promises_nothing() -> None:
    assert days("2026-11-20", MONDAY, event("withdrawn", "2026-11-19")) == CaseDays(
        accepted_on=date(2026, 11, 16), promised_by=None, working_days_left=None
    )


def test_before_acceptance_and_without_a_promise_nothing_is_counted() -> None:
    nothing = CaseDays(accepted_on=None, promised_by=None, working_days_left=None)
    assert days("2026-11-20", event("received", "2026-11-16")) == nothing
    assert days("2026-11-20", MONDAY, promised=None).working_days_left is None
    assert days("2026-11-20", MONDAY, promised=None).accepted_on == date(2026, 11, 16)


def test_on_the_spot_falls_due_on_the_day_of_acceptance() -> None:
    assert days("2026-11-16", MONDAY, promised=0).promised_by == date(2026, 11, 16)
    assert days("2026-11-17", MONDAY, promised=0).working_days_left == -1


def test_a_day_is_the_countrys_day_not_utc() -> None:
    late = event("accepted", "2026-11-16", at="00:30")
    assert days("2026-11-16", late).accepted_on == date(2026, 11, 16)


acceptances = st.dates(min_value=date(2026, 1, 5), max_value=date(2026, 11, 30))
spans = st.integers(0, 60)
promises = st.integers(0, 60)


@given(acceptances, spans, promises)
def test_without_a_pause_it_is_what_the_calendar_says(accepted: date, span: int, promised: int) -> None:
    today = accepted + timedelta(days=span)
    counted = count_days((event("accepted", accepted),), promised, today=today, calendar=CALENDAR)
    assert counted.promised_by == CALENDAR.add_working_days(accepted, promised)
    assert counted.working_days_left == promised - CALENDAR.working_days_between(accepted, today)


@given(acceptances, promises, st.lists(st.integers(0, 15), min_size=2, max_size=6), st.integers(0, 20))
def test_pauses_take_out_exactly_the_days_after_they_begin_until_they_end(
    accepted: date, promised: int, gaps: list[int], until_today: int
) -> None:
    states: tuple[CaseState, CaseState] = ("suspended", "reviewing")
    events, day, paused = [event("accepted", accepted)], accepted, 0
    for turn, gap in enumerate(gaps):
        begin, day = day, day + timedelta(days=gap)
        paused += CALENDAR.working_days_between(begin, day) if turn % 2 else 0
        events.append(event(states[turn % 2], day))
    today = day + timedelta(days=until_today)
    if len(gaps) % 2:
        paused += CALENDAR.working_days_between(day, today)
    used = CALENDAR.working_days_between(accepted, today) - paused
    assert count_days(events, promised, today=today, calendar=CALENDAR).working_days_left == promised - used


@given(acceptances, promises, st.integers(0, 20), st.integers(0, 20))
def test_the_promised_day_is_the_day_on_which_none_is_left(accepted: date, promised: int, run: int, pause: int) -> None:
    stops, goes_on = accepted + timedelta(days=run), accepted + timedelta(days=run + pause)
    events = (event("accepted", accepted), event("correction_needed", stops), event("reviewing", goes_on))
    due = count_days(events, promised, today=goes_on, calendar=CALENDAR).promised_by
    assert due is not None
    at_due = count_days(events, promised, today=due, calendar=CALENDAR).working_days_left
    assert at_due == 0
