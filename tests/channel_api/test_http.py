"""What holds for every endpoint: problems, ETags, headers, limits, access, and what never leaves the server."""

import gzip
import json
import logging
from dataclasses import replace
from http import HTTPStatus
from ipaddress import ip_network
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from channel_api.app import create_app
from channel_api.openapi import declared_operations
from channel_api.runtime import Services
from channel_api.store import tokens
from tests.channel_api.conftest import StandingClock

SECRET = "张三丰3301061990"
READS = [
    "/v1/regions",
    "/v1/regions/330106",
    "/v1/topics",
    "/v1/services",
    "/v1/services/id-card-lost",
    "/v1/services/id-card-lost/offices",
    "/v1/hotlines",
    "/v1/notices",
    "/v1/scenarios",
    "/v1/scenarios/new-baby",
    "/v1/lexicon",
    "/openapi.json",
]


def code_of(response: Any) -> tuple[int, str]:
    assert response.mimetype == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    return response.status_code, response.get_json()["code"]


@pytest.mark.parametrize("path", READS)
def test_a_read_is_not_sent_again_while_it_is_the_same(reader: FlaskClient, path: str) -> None:
    first = reader.get(path)
    assert first.status_code == HTTPStatus.OK
    assert first.headers["Cache-Control"] == "public, max-age=60"
    again = reader.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (HTTPStatus.NOT_MODIFIED, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    changed = reader.get(path, headers={"If-None-Match": '"something-else"'})
    assert changed.get_data() == first.get_data()


def test_a_large_answer_is_packed_for_whom_can_unpack_it_and_is_the_same_content(reader: FlaskClient) -> None:
    plain = reader.get("/openapi.json")
    packed = reader.get("/openapi.json", headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.get_data()) == plain.get_data()
    assert len(packed.get_data()) < len(plain.get_data()) / 3
    assert packed.content_length == len(packed.get_data())
    for answer in (plain, packed):
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.headers["ETag"] == plain.headers["ETag"]
        assert answer.headers["ETag"].startswith("W/"), "other bytes under a strong tag would be a lie"


@pytest.mark.parametrize("given", ["gzip", "identity", ""])
def test_what_was_kept_in_one_packing_is_confirmed_in_any(reader: FlaskClient, given: str) -> None:
    etag = reader.get("/openapi.json", headers={"Accept-Encoding": "gzip"}).headers["ETag"]
    again = reader.get("/openapi.json", headers={"If-None-Match": etag, "Accept-Encoding": given})
    assert (again.status_code, again.get_data()) == (HTTPStatus.NOT_MODIFIED, b"")
    assert again.headers["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in again.headers
    assert "Content-Type" not in again.headers


@pytest.mark.parametrize("given", ["", "identity", "br", "gzip;q=0", "deflate, gzip; q=0.0"])
def test_nobody_gets_gzip_who_did_not_ask_for_it(reader: FlaskClient, given: str) -> None:
    answer = reader.get("/openapi.json", headers={"Accept-Encoding": given} if given else {})
    assert "Content-Encoding" not in answer.headers
    assert answer.get_json()["openapi"] == "3.1.0"


def test_a_small_answer_goes_as_it_is(reader: FlaskClient) -> None:
    answer = reader.get("/v1/hotlines", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
    assert "Vary" not in answer.headers


def test_a_weak_or_listed_etag_counts_too(reader: FlaskClient) -> None:
    etag = reader.get("/v1/hotlines").headers["ETag"]
    for given in (f"W/{etag}", f'"other", {etag}', "*"):
        assert reader.get("/v1/hotlines", headers={"If-None-Match": given}).status_code == HTTPStatus.NOT_MODIFIED


@pytest.mark.parametrize("path", ["/v1/search?q=身份证", "/livez", "/readyz"])
def test_searches_and_states_are_stored_nowhere(reader: FlaskClient, path: str) -> None:
    response = reader.get(path)
    assert response.status_code == HTTPStatus.OK
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers


def test_chinese_is_sent_as_it_is_written(reader: FlaskClient) -> None:
    response = reader.get("/v1/regions/330106")
    assert response.content_type == "application/json"
    assert "西湖区".encode() in response.get_data()


@pytest.mark.parametrize(
    ("path", "field", "reason"),
    [
        (f"/v1/regions?{SECRET}=1", "query", "unknown_parameter"),
        ("/v1/regions?limit=1&limit=2", "limit", "repeated"),
        ("/v1/regions?limit=0", "limit", "greater_than_equal"),
        ("/v1/regions?limit=101", "limit", "less_than_equal"),
        ("/v1/regions?limit=5.0", "limit", "value_error"),
        ("/v1/regions?limit=%2B5", "limit", "value_error"),
        (f"/v1/regions?limit={SECRET}", "limit", "value_error"),
        (f"/v1/regions?cursor={SECRET}", "cursor", "string_pattern_mismatch"),
        (f"/v1/regions?parent={SECRET}", "parent", "string_pattern_mismatch"),
        ("/v1/regions?parent=330106%0A", "parent", "string_pattern_mismatch"),
        (f"/v1/regions/{SECRET}", "code", "string_pattern_mismatch"),
        (f"/v1/services/{SECRET}", "id", "string_pattern_mismatch"),
        ("/v1/search", "q", "missing"),
        ("/v1/search?q=" + "长" * 201, "q", "string_too_long"),
        ("/v1/services/id-card-lost/offices?open_at=tomorrow", "open_at", "value_error"),
        ("/v1/services/id-card-lost/offices?open_at=2026-02-30T10:00:00Z", "open_at", "value_error"),
        ("/v1/services/id-card-lost/offices?open_at=2026-11-23T10:60:00Z", "open_at", "value_error"),
        ("/v1/services/id-card-lost/offices?open_at=2026-11-23T10:00:61Z", "open_at", "value_error"),
        (f"/livez?{SECRET}=1", "query", "unknown_parameter"),
    ],
)
def test_what_cannot_be_used_is_refused_without_repeating_it(
    reader: FlaskClient, path: str, field: str, reason: str
) -> None:
    response = reader.get(path)
    assert code_of(response) == (HTTPStatus.UNPROCESSABLE_ENTITY, "invalid")
    assert response.get_json()["errors"] == [{"field": field, "reason": reason}]
    assert SECRET not in response.get_data(as_text=True)


@pytest.mark.parametrize("cursor", ["AAAA", "A", "bnVsbA", "W1tdXQ", "_-_-", "OTk5"])
def test_a_cursor_nobody_gave_out_leads_nowhere(reader: FlaskClient, cursor: str) -> None:
    assert code_of(reader.get(f"/v1/regions?cursor={cursor}")) == (HTTPStatus.NOT_FOUND, "not_found")


def test_a_cursor_of_another_list_leads_nowhere(reader: FlaskClient) -> None:
    cursor = reader.get("/v1/services?limit=1&region=440100").get_json()["next_cursor"]
    assert code_of(reader.get(f"/v1/regions?cursor={cursor}")) == (HTTPStatus.NOT_FOUND, "not_found")


def test_a_wrong_method_is_told_the_right_ones(reader: FlaskClient) -> None:
    response = reader.delete("/v1/regions")
    assert code_of(response) == (HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed")
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD"}
    for path in ("/v1/cases/lookup", "/v1/feedback", "/v1/ratings"):
        assert code_of(reader.get(path)) == (HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed")
        assert code_of(reader.options(path)) == (HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed")


BODY = json.dumps({"kind": "praise", "text": "好"})


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (BODY, "text/plain", 415, "unsupported_media"),
        (BODY, None, 415, "unsupported_media"),
        ("{", "application/json", 400, "bad_request"),
        ("", "application/json", 400, "bad_request"),
        ('{"kind":"praise","kind":"praise"}', "application/json", 400, "bad_request"),
        ('{"kind":NaN}', "application/json", 400, "bad_request"),
        ("[" * 9000, "application/json", 400, "bad_request"),
        (b'{"kind":"\xff"}', "application/json", 400, "bad_request"),
        ("9" * 5000, "application/json", 400, "bad_request"),
        ("[]", "application/json", 422, "invalid"),
        ("null", "application/json", 422, "invalid"),
        (json.dumps({"kind": "praise", SECRET: SECRET}), "application/json", 422, "invalid"),
        (json.dumps({"kind": SECRET}), "application/json", 422, "invalid"),
        ('{"kind":"praise","text":"\\ud800"}', "application/json", 422, "invalid"),
        (json.dumps({"kind": "praise", "text": "长" * 20000}), "application/json", 413, "invalid"),
    ],
)
def test_a_body_that_cannot_be_used_is_refused_without_repeating_it(
    reader: FlaskClient, body: str | bytes, content_type: str | None, status: int, code: str
) -> None:
    response = reader.post("/v1/feedback", data=body, content_type=content_type)
    assert code_of(response) == (status, code)
    assert SECRET not in response.get_data(as_text=True)
    assert "\\u5f20" not in response.get_data(as_text=True)


def test_every_answer_carries_what_protects_it(reader: FlaskClient) -> None:
    for response in (reader.get("/v1/regions"), reader.get("/nothing"), reader.get("/v1/regions?x=1")):
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert "Set-Cookie" not in response.headers


def test_a_request_id_is_kept_where_a_trusted_proxy_gave_it(services: Services) -> None:
    trusting = replace(services, config=replace(services.config, trusted_proxies=(ip_network("127.0.0.0/8"),)))
    client = create_app(trusting).test_client()
    assert client.get("/livez", headers={"X-Request-ID": "tv-1234-abcd"}).headers["X-Request-ID"] == "tv-1234-abcd"
    for given in ("short", "x" * 65, "has space in it", 'quote"quote'):
        made = client.get("/livez", headers={"X-Request-ID": given}).headers["X-Request-ID"]
        assert made not in ("", given)
    problem = client.get("/nothing", headers={"X-Request-ID": "tv-1234-abcd"})
    assert problem.get_json()["request_id"] == "tv-1234-abcd"


def test_nobody_else_names_a_request_in_the_log(reader: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    answer = reader.get("/nothing", headers={"X-Request-ID": "11010519491231002X"})
    assert answer.headers["X-Request-ID"] == answer.get_json()["request_id"] != "11010519491231002X"
    assert "11010519491231002X" not in "".join(str(record.msg) for record in caplog.records)


def test_the_log_names_routes_and_nothing_anybody_said(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client.get(f"/v1/search?q={SECRET}&region=330106")
    client.get(f"/v1/services/{SECRET}")
    client.get(f"/{SECRET}")
    client.post("/v1/cases/lookup", json={"number": "330106261024", "code": "123456"})
    client.post("/v1/feedback", json={"kind": "praise", "text": SECRET})
    said = "\n".join(str(record.msg) + str(record.args) for record in caplog.records)
    assert "/v1/search" in said
    assert "/v1/services/<id>" in said
    assert "unmatched" in said
    for never in (SECRET, "330106261024", "123456", "127.0.0.1", "q=", "%E5"):
        assert never not in said


def test_a_server_without_its_database_says_so_and_lives(broken_client: FlaskClient) -> None:
    assert broken_client.get("/livez").status_code == HTTPStatus.OK
    for path in ("/readyz", "/v1/regions", "/v1/services/id-card-lost", "/v1/search?q=a"):
        response = broken_client.get(path)
        assert code_of(response) == (HTTPStatus.SERVICE_UNAVAILABLE, "unavailable")
        assert int(response.headers["Retry-After"]) > 0


def test_a_server_with_nothing_published_is_not_ready(empty_client: FlaskClient) -> None:
    assert code_of(empty_client.get("/readyz")) == (HTTPStatus.SERVICE_UNAVAILABLE, "unavailable")
    assert empty_client.get("/v1/services").get_json() == {"items": [], "next_cursor": None}
    assert empty_client.get("/v1/search?q=a").get_json()["verdict"] == "none"
    assert code_of(empty_client.get("/v1/services?region=330106")) == (HTTPStatus.NOT_FOUND, "not_found")


def test_an_unexpected_fault_tells_nothing_to_the_caller_or_the_log(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    def fails() -> None:
        raise ValueError(SECRET)

    app.add_url_rule("/fails", view_func=fails)
    response = app.test_client().get("/fails")
    assert code_of(response) == (HTTPStatus.INTERNAL_SERVER_ERROR, "unavailable")
    assert SECRET not in response.get_data(as_text=True) + caplog.text
    assert "ValueError at" in caplog.text


def test_metrics_are_for_this_machine_or_the_operator(app: Flask, services: Services, clock: StandingClock) -> None:
    client = app.test_client()
    client.get("/v1/services/id-card-lost")
    text = client.get("/metrics").get_data(as_text=True)
    assert 'channel_http_requests_total{method="GET",route="/v1/services/<id>",status="200"} 1.0' in text
    elsewhere = {"REMOTE_ADDR": "10.1.2.3"}
    assert code_of(client.get("/metrics", environ_base=elsewhere)) == (HTTPStatus.UNAUTHORIZED, "unauthorized")
    forwarded = client.get("/metrics", headers={"X-Forwarded-For": "10.1.2.3"})
    assert forwarded.status_code == HTTPStatus.UNAUTHORIZED
    with services.database.write() as connection:
        token = tokens.add(connection, "monitoring", clock())

    def with_token(value: str, scheme: str = "Bearer") -> int:
        headers = {"Authorization": f"{scheme} {value}"}
        return client.get("/metrics", environ_base=elsewhere, headers=headers).status_code

    assert with_token(token) == with_token(token, "bearer") == HTTPStatus.OK
    assert with_token(token, "Basic") == with_token("") == HTTPStatus.UNAUTHORIZED
    assert with_token(token[:-1]) == HTTPStatus.UNAUTHORIZED
    with services.database.write() as connection:
        assert tokens.revoke(connection, "monitoring", clock())
    assert with_token(token) == HTTPStatus.UNAUTHORIZED


def test_every_endpoint_is_declared(app: Flask) -> None:
    asked = [
        rule for rule in app.url_map.iter_rules() if rule.rule.startswith(("/v1/", "/livez", "/ready", "/metrics"))
    ]
    undeclared = [rule.rule for rule in asked if not hasattr(app.view_functions[rule.endpoint], "operation")]
    assert undeclared == []
    assert len(list(declared_operations(app))) >= len(asked)


def test_every_page_says_who_may_open_it(app: Flask) -> None:
    views = {rule.rule: app.view_functions[rule.endpoint] for rule in app.url_map.iter_rules()}
    assert [path for path, view in views.items() if not hasattr(view, "access")] == []
