"""POST /v1/ratings: stars for a service, once a day from an address, once from a case."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from channel_api.case_demo import install_demo
from channel_api.runtime import Services
from tests.channel_api.conftest import StandingClock

CASE = {"case": "330106261024", "code": "112358"}


def rate(client: FlaskClient, body: object, *, house: int = 1) -> TestResponse:
    return client.post("/v1/ratings", json=body, environ_base={"REMOTE_ADDR": f"203.0.113.{house}"})


@pytest.fixture
def samples(services: Services, clock: StandingClock) -> None:
    install_demo(services.database, services.keys, now=clock())


def test_a_rating_is_counted_and_no_average_is_shown_of_a_few(client: FlaskClient) -> None:
    answer = rate(client, {"service": "id-card-lost", "stars": 5})
    assert answer.status_code == 201
    assert answer.get_json() == {"stars": 5, "votes": 1, "average": None}


def test_the_average_is_shown_from_ten_votes_and_each_service_has_its_own(client: FlaskClient) -> None:
    told: list[dict[str, Any]] = [
        rate(client, {"service": "id-card-lost", "stars": stars}, house=house).get_json()
        for house, stars in enumerate([5, 5, 4, 5, 3, 5, 5, 1, 5, 4, 5])
    ]
    assert [receipt["votes"] for receipt in told] == list(range(1, 12))
    assert [receipt["average"] for receipt in told] == [None] * 9 + [4.2, 4.3]
    assert rate(client, {"service": "medical-claim", "stars": 2}).get_json()["votes"] == 1


def test_an_address_rates_a_service_once_a_day(client: FlaskClient, clock: StandingClock) -> None:
    assert rate(client, {"service": "id-card-lost", "stars": 1}).status_code == 201
    again = rate(client, {"service": "id-card-lost", "stars": 5})
    assert (again.status_code, again.get_json()["code"]) == (429, "limited")
    assert int(again.headers["Retry-After"]) == 14 * 3600
    assert rate(client, {"service": "medical-claim", "stars": 1}).status_code == 201
    clock.advance(hours=13, minutes=59)
    assert rate(client, {"service": "id-card-lost", "stars": 5}).status_code == 429
    clock.advance(minutes=1)
    assert rate(client, {"service": "id-card-lost", "stars": 5}).get_json()["votes"] == 2


@pytest.mark.usefixtures("samples")
def test_a_case_is_rated_once_and_counts_for_its_service(client: FlaskClient) -> None:
    assert rate(client, {**CASE, "stars": 4}).get_json() == {"stars": 4, "votes": 1, "average": None}
    again = rate(client, {**CASE, "stars": 5}, house=2)
    assert (again.status_code, again.get_json()["code"]) == (422, "invalid")
    assert rate(client, {"service": "id-card-lost", "stars": 5}).get_json()["votes"] == 2


@pytest.mark.usefixtures("samples")
def test_a_case_written_with_gaps_is_the_same_case(client: FlaskClient) -> None:
    assert rate(client, {**CASE, "stars": 4}).status_code == 201
    assert rate(client, {**CASE, "case": "3301 0626 1024", "stars": 4}).status_code == 422


@pytest.mark.usefixtures("samples")
def test_rating_is_no_way_around_the_limit_on_codes(client: FlaskClient) -> None:
    wrong = {**CASE, "code": "000000", "stars": 1}
    assert [rate(client, wrong, house=house).status_code for house in range(6)] == [404] * 5 + [429]
    lookup = {"number": CASE["case"], "code": CASE["code"]}
    assert client.post("/v1/cases/lookup", json=lookup).status_code == 429
    assert rate(client, {**CASE, "stars": 1}, house=9).status_code == 429


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"service": "no-such-service", "stars": 5}, 404),
        ({"service": "id-card-lost", "stars": 0}, 422),
        ({"service": "id-card-lost", "stars": 6}, 422),
        ({"service": "id-card-lost", "stars": 4.5}, 422),
        ({"service": "id-card-lost", "stars": "5"}, 422),
        ({"service": "id-card-lost", "stars": True}, 422),
        ({"service": "id-card-lost"}, 422),
        ({"stars": 5}, 422),
        ({"case": "330106261024", "stars": 5}, 422),
        ({"code": "112358", "stars": 5}, 422),
        ({"service": "id-card-lost", **CASE, "stars": 5}, 422),
        ({"service": "id-card-lost", "code": "112358", "stars": 5}, 422),
    ],
)
def test_exactly_one_thing_is_rated_with_one_to_five_stars(
    client: FlaskClient, body: dict[str, object], status: int
) -> None:
    assert rate(client, body).status_code == status
