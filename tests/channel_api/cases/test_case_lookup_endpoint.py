"""POST /v1/cases/lookup, as a television and as a guesser see it."""

import json
import logging
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, event, func, select
from werkzeug.test import TestResponse

from channel_api.app import create_app
from channel_api.case_demo import install_demo
from channel_api.config import Keys
from channel_api.runtime import Services
from channel_api.store.case_tables import ATTEMPTS
from tests.channel_api.conftest import StandingClock

REVIEWING = {"number": "330106261024", "code": "112358"}
UNKNOWN = {"number": "330106269999", "code": "112358"}
WRONG = {"number": "330106261024", "code": "112359"}


@pytest.fixture(autouse=True)
def samples(services: Services, clock: StandingClock) -> None:
    install_demo(services.database, services.keys, now=clock())


def look_up(client: FlaskClient, body: object, **options: Any) -> TestResponse:
    return client.post("/v1/cases/lookup", json=body, **options)


def test_the_right_number_and_code_show_how_far_the_case_has_come(client: FlaskClient) -> None:
    answer = look_up(client, REVIEWING)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    told = answer.get_json()
    assert (told["state"], told["state_label"], told["is_sample"]) == ("reviewing", "审查中", True)
    assert told["service"] == {"id": "id-card-lost", "title": "居民身份证丢失补领"}
    assert [entry["state"] for entry in told["timeline"]] == ["received", "accepted", "reviewing"]
    assert (told["accepted_on"], told["working_days_left"]) == ("2026-11-10", 21)


def test_neither_number_nor_code_is_in_the_answer(client: FlaskClient) -> None:
    text = look_up(client, REVIEWING).get_data(as_text=True)
    assert "33010626" not in text
    assert "112358" not in text


@pytest.mark.parametrize("written", ["3301 0626 1024", "3301-0626-1024", "３３０１０６２６１０２４"])
def test_a_number_is_found_however_it_is_written(client: FlaskClient, written: str) -> None:
    assert look_up(client, {**REVIEWING, "number": written}).status_code == 200


def test_small_letters_are_as_good_as_capitals(client: FlaskClient) -> None:
    assert look_up(client, {"number": "33a106262048", "code": "271828"}).get_json()["state"] == "correction_needed"


def test_an_unknown_number_and_a_wrong_code_get_the_same_answer(client: FlaskClient) -> None:
    wrong, unknown = look_up(client, WRONG), look_up(client, UNKNOWN)
    assert wrong.status_code == unknown.status_code == 404
    assert without_id(wrong) == without_id(unknown)
    assert headers(wrong) == headers(unknown)


def test_they_make_the_database_do_the_same(services: Services, client: FlaskClient) -> None:
    services.catalogue.current()
    for _ in range(6):  # the first attempt, those after it, and the one that is limited
        wrong = statements(services, lambda: look_up(client, WRONG, environ_base={"REMOTE_ADDR": "203.0.113.1"}))
        unknown = statements(services, lambda: look_up(client, UNKNOWN, environ_base={"REMOTE_ADDR": "203.0.113.2"}))
        assert wrong == unknown
        assert wrong


def test_after_five_wrong_codes_both_are_limited_alike_and_the_right_code_too(
    client: FlaskClient, clock: StandingClock
) -> None:
    for turn in range(5):
        for body in (WRONG, UNKNOWN):
            assert look_up(client, body, environ_base={"REMOTE_ADDR": f"203.0.113.{turn}"}).status_code == 404
    fresh = {"REMOTE_ADDR": "198.51.100.1"}
    limited = [look_up(client, body, environ_base=fresh) for body in (WRONG, UNKNOWN, REVIEWING)]
    assert {answer.status_code for answer in limited} == {429}
    assert {answer.headers["Retry-After"] for answer in limited} == {"900"}
    assert without_id(limited[0]) == without_id(limited[1]) == without_id(limited[2])
    clock.advance(minutes=15)
    assert look_up(client, REVIEWING, environ_base=fresh).status_code == 200


def test_a_script_that_goes_on_trying_numbers_leaves_nothing_behind(services: Services, client: FlaskClient) -> None:
    def count_rows() -> int:
        with services.database.read() as connection:
            return int(connection.execute(select(func.count()).select_from(ATTEMPTS)).scalar_one())

    for _ in range(5):
        look_up(client, WRONG)
    before = count_rows()
    for number in range(10):
        assert look_up(client, {**UNKNOWN, "number": f"33010626777{number}"}).status_code == 429
    assert count_rows() == before


def test_a_household_that_mistypes_is_not_limited_by_looking_at_its_case_often(client: FlaskClient) -> None:
    assert {look_up(client, REVIEWING).status_code for _ in range(12)} == {200}


@pytest.mark.parametrize(
    "body",
    [
        {"number": 330106261024, "code": "112358"},
        {"number": "330106261024", "code": 112358},
        {"number": "33010", "code": "112358"},
        {"number": "A" * 51, "code": "112358"},
        {"number": "330106261024", "code": "11235"},
        {"number": "330106261024", "code": "1123580"},
        {"number": "330106261024", "code": "112358\n"},
        {"number": "33010六261024", "code": "112358"},
        {"number": "330106261024"},
        {"number": "330106261024", "code": "112358", "name": "张三"},
        [],
    ],
)
def test_what_is_no_number_and_code_is_refused_without_being_said_back(client: FlaskClient, body: object) -> None:
    answer = look_up(client, body)
    assert answer.status_code == 422
    for secret in ("330106", "112358", "张三"):
        assert secret not in answer.get_data(as_text=True)


def test_a_code_still_opens_while_the_keys_are_being_changed(services: Services) -> None:
    rotated = replace(services, keys=Keys((b"n" * 32, *services.keys.secrets)))
    assert look_up(create_app(rotated).test_client(), REVIEWING).status_code == 200
    forgotten = replace(services, keys=Keys((b"n" * 32,)))
    assert look_up(create_app(forgotten).test_client(), REVIEWING).status_code == 404


def test_without_its_database_the_door_is_shut_and_says_so(broken_client: FlaskClient) -> None:
    answer = look_up(broken_client, REVIEWING)
    assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")


def test_nothing_about_a_case_is_logged(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        look_up(client, REVIEWING)
        look_up(client, WRONG)
    logged = " ".join(f"{entry.getMessage()} {entry.__dict__}" for entry in caplog.records)
    for secret in ("330106261024", "112358", "112359", "1024"):
        assert secret not in logged


def without_id(answer: TestResponse) -> dict[str, Any]:
    return {key: value for key, value in answer.get_json().items() if key != "request_id"}


def headers(answer: TestResponse) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name not in ("X-Request-ID", "Date")}


def statements(services: Services, ask: Any) -> list[tuple[str, int]]:
    """The SQL a request makes, with the number of values bound in each; the values themselves differ."""
    seen: list[tuple[str, int]] = []

    def note(_connection: Connection, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        seen.append((statement, len(json.dumps(parameters, default=str))))

    engine = services.database._engine
    event.listen(engine, "before_cursor_execute", note)
    ask()
    event.remove(engine, "before_cursor_execute", note)
    return seen
