"""Promised against actual time: counted as the calendar counts, and never so few that somebody's case shows."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate, count
from threading import Thread

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from channel_api.answers import CaseState, EfficiencyFigures, EfficiencyReport
from channel_api.case_demo import install_demo, install_series
from channel_api.case_records import CaseEvent
from channel_api.cases.days import WorkingDaySums, count_days, count_used_days
from channel_api.cases.efficiency import FEWEST_CASES, Named, TimedCase, make_report
from channel_api.cases.recording import open_case, record_event
from channel_api.cases.sample_series import load_series
from channel_api.cases.samples import load_samples
from channel_api.cases.states import OUTCOMES, STATES
from channel_api.clock import day_of
from channel_api.efficiency_desk import KEPT, PERIOD, EfficiencyDesk
from channel_api.public.efficiency import HEADINGS, write_table
from channel_api.runtime import Services
from channel_api.store.cases import CaseLedger
from tests.channel_api.cases.case_examples import CALENDAR, event, opening
from tests.channel_api.conftest import NOW, StandingClock

SUMS = WorkingDaySums(date(2026, 1, 1), date(2027, 12, 31), CALENDAR)
SINCE, UNTIL = date(2025, 11, 23), date(2026, 11, 22)
SERVICES = {
    "card": Named("补身份证", "公安局"),
    "permit": Named("居住证", "公安局"),
    "claim": Named("报销", "医疗保障局"),
    "tree": Named("移树", "园林局"),
}


def cases(service: str, *used: int, promised: int = 10, is_decided: bool = True) -> list[TimedCase]:
    return [TimedCase(service, service, promised, days, is_decided) for days in used]


def report(*groups: list[TimedCase]) -> EfficiencyReport:
    told = [case for group in groups for case in group]
    return make_report(told, SERVICES, since=SINCE, until=UNTIL, is_sample=False)


def all_figures(made: EfficiencyReport) -> list[EfficiencyFigures]:
    each = [one for group in made.departments for one in (group.figures, *group.services)]
    return [*each, made.total] if made.total else each


def test_a_service_tells_its_share_on_time_its_median_and_its_slow_end() -> None:
    made = report(cases("card", 1, 2, 3, 4, 5, 6, 7, 8, 12, 30), cases("card", *range(7), is_decided=False))
    (group,) = made.departments
    (card,) = group.services
    assert (card.service, card.title, group.department) == ("card", "补身份证", "公安局")
    assert (card.decided, card.on_time_percent, card.median_days, card.p90_days) == (10, 80, 5.5, 12)
    assert (card.promised_days, card.open, card.overdue) == (10, 7, 0)
    assert made.total == group.figures == replace(card, service="", title="")


def test_fewer_than_five_are_shown_nowhere_and_small_ones_count_together() -> None:
    made = report(cases("card", *[3] * 6), cases("permit", *[9] * 4), cases("claim", *[9] * 4), cases("tree", 9))
    assert [group.department for group in made.departments] == ["公安局", ""]
    police, rest = made.departments
    assert [one.service for one in police.services] == ["card"]
    assert rest.figures.decided == 9, "permit, claim and tree together"
    assert made.total is not None
    assert made.total.decided == 15
    made = report(cases("card", *[3] * 6), cases("permit", *[9] * 4))
    assert made.total == made.departments[0].figures, "what is left out cannot be found by taking away"
    assert made.total is not None
    assert made.total.decided == 6
    assert report(cases("card", 1, 2, 3, 4)).total is None


def test_one_to_four_that_wait_are_not_counted_out() -> None:
    made = report(
        cases("card", *[3] * 6),
        cases("card", 1, 1, 12, is_decided=False),
        cases("claim", *[3] * 6),
        cases("claim", *[11] * 5, 1, is_decided=False),
    )
    by_service = {one.service: one for group in made.departments for one in group.services}
    assert (by_service["card"].open, by_service["card"].overdue) == (None, None)
    assert (by_service["claim"].open, by_service["claim"].overdue) == (6, 5)
    assert made.total is not None
    assert (made.total.open, made.total.overdue) == (6, 5)


def test_a_sum_is_true_unless_it_would_tell_what_its_parts_do_not() -> None:
    few = [
        cases(service, *[3] * 6) + cases(service, 1, 12, is_decided=False) for service in ("card", "permit", "claim")
    ]
    made = report(*few)
    police = next(group for group in made.departments if group.department == "公安局")
    assert (police.figures.open, police.figures.overdue) == (None, None), "four of two services: nothing, and not zero"
    assert made.total is not None
    assert (made.total.open, made.total.overdue) == (6, None), "six of three services tell of none of them"


TIMED = st.builds(
    TimedCase,
    service=st.sampled_from([*SERVICES, "unknown"]),
    title=st.just("某事"),
    promised=st.integers(0, 30),
    used=st.integers(0, 60),
    is_decided=st.booleans(),
)


@given(st.lists(TIMED, max_size=60))
def test_whatever_the_ledger_holds_no_figure_is_of_fewer_than_five_cases(told: list[TimedCase]) -> None:
    made = report(told)
    for figures in all_figures(made):
        assert figures.decided >= FEWEST_CASES
        assert figures.open is None or figures.open == 0 or figures.open >= FEWEST_CASES
        assert figures.overdue is None or figures.overdue == 0 or figures.overdue >= FEWEST_CASES
        assert 0 <= figures.on_time_percent <= 100
        assert figures.p90_days is None or figures.p90_days >= figures.median_days
    parts = sum(group.figures.decided for group in made.departments)
    assert parts == (made.total.decided if made.total else 0)
    for group in made.departments:
        assert sum(one.decided for one in group.services) == group.figures.decided, "nothing is hidden in a total"


@given(st.lists(TIMED, max_size=40), st.randoms())
def test_the_order_of_the_ledger_changes_no_figure(told: list[TimedCase], random: object) -> None:
    mixed = list(told)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert report(told) == report(mixed)


@pytest.mark.parametrize(
    ("events", "took"),
    [
        ([event("accepted", "2026-09-30"), event("decided", "2026-10-09")], 2),  # the week of the National Day is off
        ([event("accepted", "2026-11-02"), event("decided", "2026-11-02", at="16:00")], 0),
        (
            [
                event("accepted", "2026-11-02"),
                event("correction_needed", "2026-11-03"),
                event("reviewing", "2026-11-10"),
                event("refused", "2026-11-12"),
            ],
            3,  # the 3rd, the 11th and the 12th: waiting for papers does not count
        ),
        ([event("received", "2026-11-02"), event("not_accepted", "2026-11-03")], None),
        ([event("accepted", "2026-11-02"), event("withdrawn", "2026-11-03")], None),
        ([event("accepted", "2026-11-02")], None),
    ],
    ids=["holidays", "at once", "correction", "not accepted", "given up", "open"],
)
def test_actual_days_are_counted_as_the_promise_is(events: list[CaseEvent], took: int | None) -> None:
    counted = count_used_days(events, date(2026, 11, 20), SUMS)
    assert (counted.used if counted and counted.decided_on else None) == took


@given(
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from(STATES)), min_size=1, max_size=7),
    st.integers(0, 60),
    st.dates(min_value=date(2026, 8, 1), max_value=date(2026, 10, 20)),
)
def test_sums_count_for_many_cases_what_a_household_is_told_of_one(
    steps: list[tuple[int, CaseState]], ahead: int, first: date
) -> None:
    days = list(accumulate((gap for gap, _ in steps), initial=0))[1:]
    events = [event(state, first + timedelta(days=day)) for day, (_, state) in zip(days, steps, strict=True)]
    until = day_of(events[-1].at) + timedelta(days=ahead)
    told = count_days(events, 100, today=until, calendar=CALENDAR)
    counted = count_used_days(events, until, SUMS)
    if told.accepted_on is None:
        assert counted is None
    elif told.working_days_left is not None and not any(one.state in OUTCOMES for one in events):
        assert counted is not None
        assert counted.used == 100 - told.working_days_left


def test_the_open_data_and_the_table_say_the_same(client: FlaskClient, services: Services) -> None:
    install_demo(services.database, services.keys, now=NOW)
    install_series(services.database, services.keys, now=NOW)
    answer = client.get("/v1/efficiency")
    told = answer.get_json()
    assert answer.status_code == 200
    assert (told["is_sample"], told["fewest_cases"], told["until"]) == (True, 5, "2026-11-22")
    police = next(group for group in told["departments"] if group["department"] == "公安局")
    card = next(one for one in police["services"] if one["service"] == "id-card-lost")
    assert (card["promised_days"], card["decided"], card["on_time_percent"]) == (30, 14, 92)
    assert (card["median_days"], card["p90_days"], card["open"]) == (21.5, 30, 7)
    table = client.get("/v1/efficiency.csv")
    assert table.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(table.get_data().decode("utf-8-sig"))))
    assert tuple(rows[0]) == HEADINGS
    assert [row["level"] for row in rows].count("department") == len(told["departments"])
    row = next(row for row in rows if row["service"] == "id-card-lost")
    assert (row["department"], row["median_days"], row["overdue"]) == ("公安局", "21.5", "")
    for path in ("/v1/efficiency", "/v1/efficiency.csv"):
        tag = client.get(path).headers["ETag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
        assert client.get(f"{path}?q=1").status_code == 422


def add_cases(services: Services, *histories: list[CaseEvent]) -> None:
    numbers = count(1)
    with services.database.write() as connection:
        ledger = CaseLedger(connection)
        for events in histories:
            number = f"33010627{next(numbers):04}"
            open_case(ledger, opening(number), events[0], now=NOW)
            for told in events[1:]:
                record_event(ledger, number, told, now=NOW)


def test_samples_count_only_while_there_is_no_real_case(client: FlaskClient, services: Services) -> None:
    install_series(services.database, services.keys, now=NOW)
    add_cases(services, *([[event("accepted", "2026-11-02"), event("decided", "2026-11-06")]] * 6))
    told = client.get("/v1/efficiency").get_json()
    assert (told["is_sample"], told["total"]["decided"], told["total"]["median_days"]) == (False, 6, 4)


def test_what_was_decided_today_or_more_than_a_year_ago_does_not_count(client: FlaskClient, services: Services) -> None:
    today = day_of(NOW)
    before = today - timedelta(days=1) - PERIOD - timedelta(days=1)
    add_cases(
        services,
        *([[event("accepted", "2026-11-02"), event("decided", "2026-11-06")]] * 5),
        *([[event("accepted", "2026-11-02"), event("decided", today, at="09:40")]] * 5),
        *([[event("accepted", before - timedelta(days=3)), event("decided", before)]] * 5),
    )
    assert client.get("/v1/efficiency").get_json()["total"]["decided"] == 5


def test_the_report_is_made_anew_after_an_hour_and_on_another_day(
    client: FlaskClient, services: Services, clock: StandingClock
) -> None:
    assert client.get("/v1/efficiency").get_json()["total"] is None
    install_series(services.database, services.keys, now=NOW)
    assert client.get("/v1/efficiency").get_json()["total"] is None, "remembered"
    clock.now += KEPT
    assert client.get("/v1/efficiency").get_json()["total"] is not None


def test_no_number_and_no_office_reaches_the_report(client: FlaskClient, services: Services) -> None:
    install_series(services.database, services.keys, now=NOW)
    told = client.get("/v1/efficiency").get_data(as_text=True) + client.get("/v1/efficiency.csv").get_data(as_text=True)
    assert "330106E" not in told
    assert "示例网点" not in told


def test_a_title_never_becomes_a_formula() -> None:
    made = make_report(
        cases("bad", *[1] * 5), {"bad": Named('=HYPERLINK("x")', "-局")}, since=SINCE, until=UNTIL, is_sample=False
    )
    rows = list(csv.reader(io.StringIO(write_table(made))))
    assert {row[1] for row in rows[2:]} == {"'-局"}
    assert rows[3][3] == '\'=HYPERLINK("x")'


def test_sample_series_are_nobodys_cases_and_take_the_days_they_say(services: Services) -> None:
    series = load_series()
    numbers = [sample.number for sample in series.cases()]
    assert len(set(numbers)) == len(numbers)
    assert not set(numbers) & {sample.number for sample in load_samples().cases}
    assert all(len(number) == 12 for number in numbers)
    installed = install_series(services.database, services.keys, now=NOW)
    assert installed == len(numbers)
    wanted = [days for one in series.series for days in one.days]
    with services.database.read() as connection:
        ledger = CaseLedger(connection)
        sums = WorkingDaySums(date(2025, 1, 1), NOW.date(), services.calendar())
        counted = [count_used_days(ledger.load_events(number), NOW.date(), sums) for number in numbers]
    assert sorted(one.used for one in counted if one and one.decided_on) == sorted(wanted)


def test_while_one_makes_the_report_anew_the_others_get_the_older_one(
    services: Services, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = EfficiencyDesk(services)
    older = desk.report()
    install_series(services.database, services.keys, now=NOW)
    clock.now += KEPT
    seen: list[EfficiencyReport] = []

    def make_anew(today: date) -> EfficiencyReport:
        other = Thread(target=lambda: seen.append(desk.report()))
        other.start()
        other.join()
        return EfficiencyDesk._make(desk, today)

    monkeypatch.setattr(desk, "_make", make_anew)
    assert desk.report().total is not None
    assert seen == [older]
