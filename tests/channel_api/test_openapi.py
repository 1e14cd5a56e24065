"""The OpenAPI document is true: every example is asked again, a thousand made-up requests are answered as it says."""

from collections import Counter
from http import HTTPStatus
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import negative_data_rejection

from channel_api.case_demo import install_demo
from channel_api.runtime import Services
from tests.channel_api.conftest import StandingClock
from tests.drawn import examples

CASES_PER_OPERATION = 36  # of good and of bad requests each; together well over a thousand
ENOUGH = 1000


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    plain: dict[str, Any] = client.get("/openapi.json").get_json()
    return plain


def replay(client: FlaskClient, path: str, method: str, described: dict[str, Any]) -> Any:
    """Sends the request that the examples of an operation describe."""
    parameters = [given for given in described.get("parameters", []) if "example" in given]
    query = {given["name"]: given["example"] for given in parameters if given["in"] == "query"}
    names = {given["name"]: given["example"] for given in parameters if given["in"] == "path"}
    body = described.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")
    options = {} if body is None else {"json": body}
    return client.open(path.format(**names), method=method.upper(), query_string=query, **options).get_json()


def examples_of(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any], Any]]:
    """Path, method, operation and example answer of every operation that has one."""
    found = []
    for path, operations in document["paths"].items():
        for method, described in operations.items():
            contents = next(iter(described["responses"].values()))["content"].values()
            found += [(path, method, described, content["example"]) for content in contents if "example" in content]
    return found


def test_every_example_is_answered_exactly_so(client: FlaskClient, document: dict[str, Any]) -> None:
    examples = examples_of(document)
    assert len(examples) >= 12
    for path, method, described, answer in examples:
        assert replay(client, path, method, described) == answer


def test_a_sample_case_is_an_example_where_there_are_sample_cases(services: Services, client: FlaskClient) -> None:
    install_demo(services.database, services.keys, now=services.clock())
    services.catalogue.refresh()
    document = client.get("/openapi.json").get_json()
    described = document["paths"]["/v1/cases/lookup"]["post"]
    answer = described["responses"]["200"]["content"]["application/json"]["example"]
    assert answer["is_sample"] is True
    assert replay(client, "/v1/cases/lookup", "post", described) == answer


def test_an_example_shows_something(document: dict[str, Any]) -> None:
    """An empty list would be true too, and teach nobody anything."""
    lists = [answer for _, _, _, answer in examples_of(document) if "items" in answer]
    assert [answer for answer in lists if not answer["items"]] == []


def test_the_examples_follow_what_is_published(services: Services, client: FlaskClient) -> None:
    before = client.get("/openapi.json").headers["ETag"]
    assert client.get("/openapi.json").headers["ETag"] == before
    services.clock.advance(days=30)  # type: ignore[attr-defined]  # the announcement of November is over then
    assert client.get("/openapi.json").headers["ETag"] != before


def test_a_document_of_an_empty_server_is_whole_though_without_examples(empty_client: FlaskClient) -> None:
    document = empty_client.get("/openapi.json").get_json()
    assert "/v1/services/{id}" in document["paths"]
    assert [path for path, _, _, _ in examples_of(document) if "{" in path] == []


@pytest.mark.hypothesis
def test_a_thousand_made_up_requests_are_answered_as_the_document_says(app: Flask, clock: StandingClock) -> None:
    counted: Counter[str] = Counter()
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        made_up = found.ok()
        takes_something = bool(list(made_up.iter_parameters()) or made_up.body)
        for mode in (
            (GenerationMode.POSITIVE, GenerationMode.NEGATIVE) if takes_something else (GenerationMode.POSITIVE,)
        ):
            ask_many(made_up, mode, clock, counted)
    assert sum(counted.values()) >= ENOUGH
    assert min(counted.values()) >= 1


def ask_many(made_up: Any, mode: GenerationMode, clock: StandingClock, counted: Counter[str]) -> None:
    """Raises where an answer is not as the document says."""

    @settings(
        max_examples=examples(CASES_PER_OPERATION),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=made_up.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        clock.advance(minutes=30)  # or the limits would answer for what lies behind them
        counted[made_up.label] += 1
        response = case.call()
        # A list that is much too long is refused by its size, before anybody reads it; the checker does not know 413.
        is_too_large = response.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        case.validate_response(response, excluded_checks=[negative_data_rejection] if is_too_large else None)

    ask()
