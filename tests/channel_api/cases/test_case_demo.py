"""The sample cases: every state, dated around today, repeatable, and never in the way of a real case."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from channel_api.case_demo import install_demo
from channel_api.cases.numbers import normalise_number
from channel_api.cases.recording import open_case
from channel_api.cases.samples import date_events, load_samples
from channel_api.cases.states import STATES, require_followable
from channel_api.cases.texts import clean_text
from channel_api.clock import day_of
from channel_api.runtime import Services
from channel_api.store.case_feeds import register_feed
from channel_api.store.cases import CaseLedger
from content.understanding.identity_numbers import is_identity_number
from tests.channel_api.cases.case_examples import CALENDAR, event, opening
from tests.channel_api.conftest import NOW, StandingClock

SAMPLES = load_samples()


def look_up_all(client: FlaskClient, services: Services) -> dict[str, dict[str, object]]:
    answers = {}
    for turn, sample in enumerate(SAMPLES.cases):
        body = {"number": sample.number, "code": sample.code}
        answers[sample.number] = client.post(
            "/v1/cases/lookup", json=body, environ_base={"REMOTE_ADDR": f"203.0.113.{turn}"}
        ).get_json()
    return answers


def test_there_is_a_sample_of_every_state_and_of_every_kind_of_refusal() -> None:
    assert {sample.events[-1].state for sample in SAMPLES.cases} == set(STATES)
    refused = {sample.kind for sample in SAMPLES.cases if sample.events[-1].state == "refused"}
    assert refused == {"permit", "registration", "payment"}


def test_numbers_have_twelve_characters_some_of_them_letters_and_look_like_no_identity_number() -> None:
    numbers = [sample.number for sample in SAMPLES.cases]
    assert len(set(numbers)) == len(numbers)
    assert all(len(number) == 12 and normalise_number(number) == number for number in numbers)
    assert sum(not number.isdecimal() for number in numbers) >= 1
    assert not any(is_identity_number(number, date(2026, 11, 23)) for number in numbers)
    assert all(len(sample.code) == 6 and sample.code.isdecimal() for sample in SAMPLES.cases)
    assert len({number[-4:] for number in numbers}) == len(numbers)


@given(st.dates(min_value=date(2026, 1, 5), max_value=date(2028, 12, 31)))
def test_on_whatever_day_they_are_installed_events_lie_in_order_before_today_and_on_working_days(today: date) -> None:
    for sample in SAMPLES.cases:
        events = date_events(sample, today, CALENDAR)
        moments = [told.at for told in events]
        assert moments == sorted(moments)
        assert all(day_of(at) < today and CALENDAR.is_working_day(day_of(at)) for at in moments)
        assert all(told.due_on is None or told.due_on > today for told in events)


def test_no_sample_takes_a_way_a_real_case_could_not() -> None:
    for sample in SAMPLES.cases:
        states = [told.state for told in sample.events]
        for before, after in zip([None, *states], states, strict=False):
            require_followable(before, after)
        for told in sample.events:
            assert clean_text(told.note, NOW.date()) == told.note


def test_every_sample_can_be_looked_up_and_says_that_it_is_one(services: Services, client: FlaskClient) -> None:
    install_demo(services.database, services.keys, now=NOW)
    answers = look_up_all(client, services)
    assert all(answer["is_sample"] is True for answer in answers.values())
    assert [answer["state"] for answer in answers.values()] == [sample.events[-1].state for sample in SAMPLES.cases]
    overdue = [answer for answer in answers.values() if (answer["working_days_left"] or 0) < 0]
    assert overdue, "one sample shows what an overdue case looks like"


def test_a_service_is_named_as_in_the_catalogue_and_by_its_own_title_where_it_is_not_there(
    services: Services, client: FlaskClient
) -> None:
    install_demo(services.database, services.keys, now=NOW)
    answers = look_up_all(client, services)
    assert answers["330106263690"]["service"] == {"id": "medical-claim", "title": "医疗费用手工报销"}
    assert answers["330100264862"]["service"] == {"id": "", "title": "普通护照签发"}


def test_installing_twice_on_a_day_changes_nothing_and_another_day_dates_them_anew(
    services: Services, client: FlaskClient, clock: StandingClock
) -> None:
    install_demo(services.database, services.keys, now=clock())
    first = everything(services)
    clock.advance(hours=3)
    install_demo(services.database, services.keys, now=clock())
    assert everything(services) == first
    clock.advance(days=42)
    install_demo(services.database, services.keys, now=clock())
    later = everything(services)
    assert [len(rows) for rows in later] == [len(rows) for rows in first]
    assert later != first
    told = look_up_all(client, services)["330106261024"]
    assert told["working_days_left"] == 21


def test_a_real_case_of_the_same_number_is_left_alone(services: Services, client: FlaskClient) -> None:
    real = opening(SAMPLES.cases[0].number)
    with services.database.write() as connection:
        open_case(CaseLedger(connection), real, event("received", "2026-11-20"), now=NOW)
    install_demo(services.database, services.keys, now=NOW)
    with services.database.read() as connection:
        found = CaseLedger(connection).find_case(real.number)
    assert found is not None
    assert found.opening == real


def test_the_city_and_all_inside_it_have_a_case_feed_afterwards(services: Services, client: FlaskClient) -> None:
    assert client.get("/v1/regions/330106").get_json()["has_case_feed"] is False
    install_demo(services.database, services.keys, now=NOW)
    services.catalogue.refresh()
    assert client.get("/v1/regions/330106").get_json()["has_case_feed"] is True
    assert client.get("/v1/regions/330100").get_json()["has_case_feed"] is True
    assert client.get("/v1/regions/330000").get_json()["has_case_feed"] is False


def test_the_notice_tells_two_numbers_and_codes_that_work(services: Services, client: FlaskClient) -> None:
    install_demo(services.database, services.keys, now=NOW)
    services.catalogue.refresh()
    notices = client.get("/v1/notices?region=330106").get_json()["items"]
    (notice,) = [notice for notice in notices if notice["id"] == "demo-cases"]
    shown = [sample for sample in SAMPLES.cases if sample.number in SAMPLES.notice.shown]
    assert len(shown) == 2
    assert any(not sample.number.isdecimal() for sample in shown)
    for sample in shown:
        assert sample.number in notice["text"].replace(" ", "")
        assert sample.code in notice["text"]


def test_a_real_feed_stays_a_real_feed(services: Services) -> None:
    with services.database.write() as connection:
        register_feed(connection, "330100", name="杭州市", is_sample=False)
    install_demo(services.database, services.keys, now=NOW)
    with services.database.read() as connection:
        assert connection.execute(text("SELECT name FROM case_feeds")).scalars().all() == ["杭州市"]


@pytest.mark.parametrize("hour", [0, 8, 23])
def test_no_event_lies_ahead_at_any_hour(services: Services, hour: int) -> None:
    now = NOW.replace(hour=hour) + timedelta(days=1)
    install_demo(services.database, services.keys, now=now)
    with services.database.read() as connection:
        ledger = CaseLedger(connection)
        ends = [ledger.load_events(sample.number)[-1] for sample in SAMPLES.cases]
    assert all(end.at <= now for end in ends)


def everything(services: Services) -> list[list[object]]:
    with services.database.read() as connection:
        queries = ("cases ORDER BY number", "case_events ORDER BY case_number, sequence", "case_feeds", "catalogue")
        return [list(connection.execute(text(f"SELECT * FROM {query}")).all()) for query in queries]
