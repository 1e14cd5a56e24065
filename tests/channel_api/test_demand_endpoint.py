"""`/v1/demand`: boxes tell counts and nothing else, only the operator reads them."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from channel_api.answers import Matched, SearchAnswer, SearchResult
from channel_api.app import create_app
from channel_api.public.demand import MOST_COUNTS, POSTS_AN_HOUR
from channel_api.runtime import Services
from channel_api.store import tokens
from tests.channel_api.conftest import NOW, StandingClock

ONE = {"counts": [{"door": "keypad", "service": "id-card-lost", "count": 1}]}


@pytest.fixture
def token(services: Services) -> str:
    with services.database.write() as connection:
        return tokens.add(connection, "tests", NOW)


@pytest.fixture
def operator(services: Services, token: str) -> FlaskClient:
    """A client that may read."""
    client = create_app(services).test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return client


def answer(verdict: Any, *ids: str) -> SearchAnswer:
    matched = Matched(field="title", how="words", text="")
    results = tuple(
        SearchResult(kind="service", id=id_, title=id_, topic="household", score=0.5, matched=matched) for id_ in ids
    )
    return SearchAnswer(q="", region="000000", verdict=verdict, results=results)


def ask(services: Services, question: str, times: int, answered: SearchAnswer) -> None:
    for number in range(times):
        services.demand.count_search(question, answered, device=f"{number:032x}", address=f"10.{number}.0.7")


def test_the_operator_reads_what_was_asked_most_and_what_found_nothing(
    services: Services, operator: FlaskClient
) -> None:
    ask(services, "补身份证", 6, answer("confident", "id-card-lost"))
    ask(services, "登月许可", 9, answer("none"))
    ask(services, "只有一家问过", 1, answer("none"))
    report = operator.get("/v1/demand").get_json()
    assert (report["since"], report["until"], report["searches"]) == ("2026-11-17", "2026-11-23", 16)
    assert [(asked["text"], asked["count"]) for asked in report["most_asked"]] == [("登月许可", 9), ("补身份证", 6)]
    assert [asked["text"] for asked in report["no_result"]] == ["登月许可"]
    assert report["most_asked"][1]["offered"] == ["id-card-lost"]
    assert report["verdicts"] == [
        {"verdict": "none", "topic": "", "count": 10},
        {"verdict": "confident", "topic": "household", "count": 6},
    ]


def test_a_search_over_http_is_counted(client: FlaskClient, operator: FlaskClient) -> None:
    for number in range(5):
        headers = {"X-Device": f"{number:032x}"}
        home = {"REMOTE_ADDR": f"10.{number}.0.7"}
        client.get("/v1/search", query_string={"q": "登月许可"}, headers=headers, environ_overrides=home)
    assert [asked["text"] for asked in operator.get("/v1/demand").get_json()["no_result"]] == ["登月许可"]


def test_six_made_up_boxes_at_one_address_do_not_make_a_text_known(client: FlaskClient, operator: FlaskClient) -> None:
    for number in range(6):
        client.get("/v1/search", query_string={"q": "登月许可"}, headers={"X-Device": f"{number:032x}"})
    report = operator.get("/v1/demand").get_json()
    assert (report["searches"], report["no_result"]) == (6, [])


def test_what_the_api_document_asks_is_not_counted(client: FlaskClient, operator: FlaskClient) -> None:
    assert client.get("/openapi.json").get_json()["paths"]["/v1/search"]["get"]["responses"]["200"]["content"]
    assert operator.get("/v1/demand").get_json()["searches"] == 0


def test_a_choice_at_the_second_or_third_place_comes_with_the_questions_that_offer_it_there(
    services: Services, operator: FlaskClient
) -> None:
    ask(services, "补证", 5, answer("choose", "driving-licence", "id-card-lost"))
    ask(services, "补身份证", 5, answer("choose", "id-card-lost", "driving-licence"))
    told = [
        {"door": "first_choice", "service": "id-card-lost", "count": 9},
        {"door": "second_choice", "service": "id-card-lost", "count": 3},
        {"door": "third_choice", "service": "id-card-lost", "count": 2},
    ]
    assert operator.post("/v1/demand", json={"counts": told}).get_json() == {"counted": 3}
    assert operator.get("/v1/demand").get_json()["later_choices"] == [
        {"service": "id-card-lost", "second": 3, "third": 2, "asked_as": ["补证"]}
    ]


def test_boxes_tell_service_door_and_aspect_and_are_added_up(operator: FlaskClient) -> None:
    told = {"door": "voice", "service": "id-card-lost", "aspect": "materials", "count": 2}
    for _ in range(2):
        operator.post("/v1/demand", json={"counts": [told, {"door": "keypad", "count": 1}]})
    assert operator.get("/v1/demand").get_json()["boxes"] == [
        {**told, "count": 4},
        {"door": "keypad", "service": "", "aspect": "", "count": 2},
    ]


def test_a_service_that_is_not_published_is_not_counted(operator: FlaskClient) -> None:
    told = [{"door": "voice", "service": "zhang-san", "count": 1}, {"door": "voice", "count": 1}]
    assert operator.post("/v1/demand", json={"counts": told}).get_json() == {"counted": 1}
    assert [counted["service"] for counted in operator.get("/v1/demand").get_json()["boxes"]] == [""]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"counts": []},
        {"counts": ONE["counts"] * (MOST_COUNTS + 1)},
        {**ONE, "region": "330106"},
        {"counts": [{**ONE["counts"][0], "text": "身份证"}]},
        {"counts": [{**ONE["counts"][0], "at": "2026-11-23T10:00:00+08:00"}]},
        {"counts": [{**ONE["counts"][0], "door": "window"}]},
        {"counts": [{**ONE["counts"][0], "aspect": "weather"}]},
        {"counts": [{**ONE["counts"][0], "service": "身份证"}]},
        {"counts": [{**ONE["counts"][0], "count": 0}]},
        {"counts": [{**ONE["counts"][0], "count": 1001}]},
        {"counts": [{**ONE["counts"][0], "count": "1"}]},
    ],
    ids=str,
)
def test_anything_else_is_refused_and_not_repeated(client: FlaskClient, body: dict[str, Any]) -> None:
    refused = client.post("/v1/demand", json=body)
    assert refused.status_code == 422
    assert refused.get_json()["code"] == "invalid"
    assert not any(word in refused.get_data(as_text=True) for word in ("身份证", "window", "weather", "region", 'at"'))


def test_one_address_may_tell_so_often_an_hour(client: FlaskClient, clock: StandingClock) -> None:
    for _ in range(POSTS_AN_HOUR):
        assert client.post("/v1/demand", json=ONE).status_code == 200
    refused = client.post("/v1/demand", json=ONE)
    assert (refused.status_code, refused.get_json()["code"]) == (429, "limited")
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    other = client.post("/v1/demand", json=ONE, environ_overrides={"REMOTE_ADDR": "203.0.113.9"})
    assert other.status_code == 200
    clock.advance(hours=1)
    assert client.post("/v1/demand", json=ONE).status_code == 200


@pytest.mark.parametrize("given", [None, "Bearer ", "Bearer nonsense", "Basic abc"])
def test_only_the_operator_reads_and_not_even_this_machine_does(client: FlaskClient, given: str | None) -> None:
    refused = client.get("/v1/demand", headers={"Authorization": given} if given else {})
    assert (refused.status_code, refused.get_json()["code"]) == (401, "unauthorized")
    assert refused.headers["WWW-Authenticate"] == "Bearer"


def test_a_revoked_token_reads_nothing(services: Services, operator: FlaskClient) -> None:
    assert operator.get("/v1/demand").status_code == 200
    with services.database.write() as connection:
        tokens.revoke(connection, "tests", NOW)
    assert operator.get("/v1/demand").status_code == 401


def test_days_are_those_of_the_country_and_both_ends_belong_to_the_span(
    services: Services, operator: FlaskClient, clock: StandingClock
) -> None:
    clock.now = NOW.replace(hour=0, minute=30)  # still the day before in UTC
    ask(services, "登月许可", 5, answer("none"))
    for since, until, searches in (
        ("2026-11-23", "2026-11-23", 5),
        ("2026-11-22", "2026-11-22", 0),
        ("2026-11-01", "2026-11-30", 5),
        ("2026-11-24", "2026-11-23", 0),
        ("0001-01-01", "0001-01-01", 0),
    ):
        report = operator.get("/v1/demand", query_string={"since": since, "until": until}).get_json()
        assert (report["since"], report["until"], report["searches"]) == (since, until, searches)
    assert operator.get("/v1/demand?until=0001-01-02").get_json()["since"] == "0001-01-01"


@pytest.mark.parametrize("query", ["since=2026-02-30", "since=gestern", "until=20261123", "days=7", "limit=101"])
def test_a_span_that_is_none_is_refused(operator: FlaskClient, query: str) -> None:
    assert operator.get(f"/v1/demand?{query}").status_code == 422


def test_each_list_is_as_long_as_wanted_and_never_stored_by_a_proxy(services: Services, operator: FlaskClient) -> None:
    for sign in "甲乙丙":
        ask(services, f"问题{sign}", 5, answer("none"))
    got = operator.get("/v1/demand?limit=2")
    assert [len(got.get_json()[name]) for name in ("most_asked", "no_result")] == [2, 2]
    assert got.headers["Cache-Control"] == "no-store"
