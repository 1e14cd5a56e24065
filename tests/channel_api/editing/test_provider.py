"""Signing in with the account of one's organisation: with a real provider, and with one that lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask

from channel_api.app import create_app
from channel_api.clock import SHANGHAI
from channel_api.config import Config, ConfigError, Provider, is_safe_address
from channel_api.runtime import Services
from channel_api.store import editor_identities, editors
from channel_api.store.editing_trail import load_trail
from channel_api.store.editor_identities import Identity
from tests.channel_api.conftest import StandingClock
from tests.channel_api.editing.people import Browser, People
from tests.channel_api.editing.providers import CLIENT_ID, OTHER_KEY, Claims, LyingProvider, real_provider

GUIDE = "/editors/guides/id-card-lost"
BACK = "/editors/provider/back"
# The provider's program speaks to its own library in a way that library is about to give up.
OLD_WORDS = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore:.*deprecated")


@dataclass
class House:
    """The channel with a provider."""

    app: Flask
    services: Services
    people: People
    issuer: str

    def link(self, name: str, subject: str) -> None:
        with self.services.database.write() as connection:
            identity = Identity(self.issuer, subject)
            editor_identities.link(connection, identity, name, by="chen", now=self.services.clock())


def house_with(services: Services, issuer: str, password_hash: str) -> House:
    provider = Provider(issuer=issuer, client_id=CLIENT_ID, client_secret="s" * 20)
    config = replace(services.config, provider=provider, public_url="http://localhost")
    changed = replace(services, config=config)
    app = create_app(changed)
    return House(app, changed, People(app, changed, password_hash), issuer)


@pytest.fixture
def lying() -> Iterator[LyingProvider]:
    with LyingProvider() as provider:
        yield provider


@pytest.fixture
def house(services: Services, lying: LyingProvider, password_hash: str, clock: StandingClock) -> House:
    """Anna is linked with the subject `fang`."""
    lying.now = int(clock().timestamp())
    made = house_with(services, lying.issuer, password_hash)
    made.people.join("anna", "editor")
    made.link("anna", "fang")
    return made


def asked_in(url: str) -> dict[str, str]:
    """What stands in the query of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def leave(browser: Browser, lying: LyingProvider, next_path: str = "") -> dict[str, str]:
    """To the provider; what comes back with the person when all is well."""
    response = browser.client.get("/editors/provider", query_string={"next": next_path})
    assert response.status_code == 303, response.get_data(as_text=True)
    sent = asked_in(response.location)
    lying.nonce, lying.challenge = sent["nonce"], sent["code_challenge"]
    assert sent["code_challenge_method"] == "S256"
    assert sent["redirect_uri"] == f"http://localhost{BACK}"
    return {"code": "one-time", "state": sent["state"]}


def come_back(browser: Browser, fields: dict[str, str]) -> Browser:
    return browser._take(browser.client.get(BACK, query_string=fields))


@OLD_WORDS
def test_a_real_provider_says_who_it_is_and_the_session_is_ours(
    services: Services, clock: StandingClock, password_hash: str
) -> None:
    clock.now = datetime.now(SHANGHAI)
    with real_provider() as issuer:
        house = house_with(services, issuer, password_hash)
        house.people.join("anna", "editor")
        house.link("anna", "fang@example.org")
        browser = Browser(house.app)
        browser.open("/editors/sign-in?next=/editors/reviews")
        assert 'href="/editors/provider?next=/editors/reviews"' in browser.page
        gone = browser.client.get("/editors/provider?next=/editors/reviews")
        back = requests.post(gone.location, data={"sub": "fang@example.org"}, allow_redirects=False, timeout=5)
        come_back(browser, asked_in(back.headers["Location"]))
    assert browser.status == 200
    assert '<meta http-equiv="refresh" content="0; url=/editors/reviews">' in browser.page
    cookie = browser.client.get_cookie("editors", path="/editors")
    assert cookie is not None
    assert browser.open("/editors/").reads("已登录：anna")
    assert browser.send("/editors/sign-out").path == "/editors/sign-in"
    with services.database.read() as connection:
        told = [trace.details for trace in load_trail(connection, most=10) if trace.act == "sign_in"]
    assert told == [{"door": issuer}]


@OLD_WORDS
def test_who_says_no_at_the_real_provider_is_not_let_in(
    services: Services, clock: StandingClock, password_hash: str
) -> None:
    clock.now = datetime.now(SHANGHAI)
    with real_provider() as issuer:
        browser = Browser(house_with(services, issuer, password_hash).app)
        gone = browser.client.get("/editors/provider")
        back = requests.post(gone.location, data={"action": "deny"}, allow_redirects=False, timeout=5)
        state = asked_in(gone.location)["state"]
    come_back(browser, {"state": state, **asked_in(back.headers["Location"])})
    assert browser.status == 403
    assert browser.reads("没有登录成功")


def test_nobody_is_found_by_name_or_mail_but_only_by_a_link_an_administrator_made(
    house: House, lying: LyingProvider
) -> None:
    lying.claims = lambda claims: {**claims, "sub": "someone-new", "name": "anna", "email": "anna@example.org"}
    browser = Browser(house.app)
    come_back(browser, leave(browser, lying))
    assert browser.status == 403
    assert browser.reads("someone-new")
    assert browser.open("/editors/").path == "/editors/sign-in"

    chen = house.people.join("chen", "administrator")
    chen.open("/editors/people/anna").send("/editors/people/anna/link", subject="someone-new")
    assert chen.reads("连接好了")
    come_back(browser, leave(browser, lying))
    assert browser.open("/editors/").reads("已登录：anna")

    house.people.join("bao", "editor")
    chen.open("/editors/people/bao").send("/editors/people/bao/link", subject="someone-new")
    assert chen.reads("已经连着另一个账号")
    fields = chen.open("/editors/people/anna").form("/editors/people/anna/unlink").fields
    chen.post("/editors/people/anna/unlink", {**fields, "subject": "someone-new"})
    assert browser.open("/editors/").path == "/editors/sign-in", "who is no longer linked is out"


def test_passwords_and_second_steps_of_this_house_are_not_asked_of_who_signs_in_elsewhere(
    services: Services, lying: LyingProvider, password_hash: str, clock: StandingClock
) -> None:
    lying.now = int(clock().timestamp())
    strict = replace(services, config=replace(services.config, is_second_step_required=True))
    house = house_with(strict, lying.issuer, password_hash)
    house.people.join("anna", "editor")
    house.link("anna", "fang")
    with services.database.write() as connection:
        editors.set_password(connection, "anna", password_hash, is_first=True)
    browser = Browser(house.app, "anna")
    come_back(browser, leave(browser, lying))
    assert browser.open("/editors/new").path == "/editors/new"
    assert Browser(house.app, "anna").sign_in().path == "/editors/password"


def test_an_ended_account_gets_in_by_no_door(house: House, lying: LyingProvider) -> None:
    with house.services.database.write() as connection:
        editors.end_editor(connection, "anna", house.services.clock())
    browser = Browser(house.app)
    assert come_back(browser, leave(browser, lying)).status == 403


LIES: dict[str, dict[str, Any]] = {
    "another issuer in the token": {"claims": lambda claims: {**claims, "iss": "https://elsewhere.example"}},
    "for somebody else": {"claims": lambda claims: {**claims, "aud": "another"}},
    "for many, by another": {"claims": lambda claims: {**claims, "aud": [CLIENT_ID, "x"], "azp": "x"}},
    "another sign-in": {"claims": lambda claims: {**claims, "nonce": "of yesterday"}},
    "no nonce": {"claims": lambda claims: {key: claims[key] for key in claims if key != "nonce"}},
    "no subject": {"claims": lambda claims: {key: claims[key] for key in claims if key != "sub"}},
    "a subject that is no text": {"claims": lambda claims: {**claims, "sub": 7}},
    "no end": {"claims": lambda claims: {key: claims[key] for key in claims if key != "exp"}},
    "over since two minutes": {"claims": lambda claims: {**claims, "exp": claims["iat"] - 120}},
    "made tomorrow": {"claims": lambda claims: {**claims, "iat": claims["iat"] + 86400}},
    "signed with another key": {"key": OTHER_KEY},
    "no identity token": {"token": lambda token: {"access_token": "a", "token_type": "Bearer"}},
    "an identity token that is none": {"token": lambda token: {**token, "id_token": "a.b.c"}},
    "unsigned": {"token": lambda token: {**token, "id_token": unsigned(token["id_token"])}},
    "an error": {"token": lambda token: {"error": "invalid_grant"}},
    "a list for a token": {"token": lambda token: [1]},
}


def unsigned(token: str) -> str:
    """The same claims with a head that says they need no signature."""
    return f"eyJhbGciOiJub25lIn0.{token.split('.')[1]}."


@pytest.mark.parametrize("lie", sorted(LIES))
def test_what_proves_nothing_lets_nobody_in(house: House, lying: LyingProvider, lie: str) -> None:
    browser = Browser(house.app)
    fields = leave(browser, lying)
    for name, value in LIES[lie].items():
        setattr(lying, name, value)
    come_back(browser, fields)
    assert browser.status in (502, 503)
    assert "Traceback" not in browser.page
    assert browser.open("/editors/").path == "/editors/sign-in"


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "https://elsewhere.example"},
        {"authorization_endpoint": "http://elsewhere.example/authorize"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": 7},
    ],
    ids=str,
)
def test_a_document_that_leads_elsewhere_is_not_followed(house: House, lying: LyingProvider, change: Claims) -> None:
    lying.document = lambda document: {**document, **change}
    response = Browser(house.app).client.get("/editors/provider")
    assert response.status_code == 502
    assert "回答不对" in response.get_data(as_text=True)


@pytest.mark.parametrize("raw", [b"", b"<html>", b"[1]", b"\xff\xfe", b"7", b'{"a":' + b"[" * 5000, b" " * 300_000])
def test_whatever_a_provider_answers_is_said_in_a_page(house: House, lying: LyingProvider, raw: bytes) -> None:
    browser = Browser(house.app)
    fields = leave(browser, lying)
    lying.raw = raw
    assert browser.client.get("/editors/provider").status_code in (502, 503)
    assert come_back(browser, fields).status in (502, 503)


def test_a_provider_that_is_away_is_said_in_a_page_and_the_password_still_works(
    house: House, lying: LyingProvider
) -> None:
    browser = Browser(house.app, "anna")
    fields = leave(browser, lying)
    lying.stop()
    come_back(browser, fields)
    assert (browser.status, browser.reads("现在连不上")) == (503, True)
    response = browser.client.get("/editors/provider")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert browser.sign_in().reads("已登录：anna")


def test_a_way_back_counts_once_in_its_own_browser_and_for_ten_minutes(
    house: House, lying: LyingProvider, clock: StandingClock
) -> None:
    browser = Browser(house.app)
    fields = leave(browser, lying)
    assert come_back(Browser(house.app), fields).status == 400, "somebody else's browser knows nothing of it"
    assert come_back(browser, {**fields, "state": "another"}).status == 400
    assert come_back(browser, {**fields, "code": ""}).status == 403
    fields = leave(browser, lying)
    clock.advance(minutes=11)
    assert come_back(browser, fields).status == 400
    lying.now = int(clock().timestamp())
    fields = leave(browser, lying)
    assert come_back(browser, fields).status == 200
    assert come_back(browser, fields).status == 400
    assert lying.asked.count("/token") == 1


def test_clocks_may_differ_by_less_than_a_minute(house: House, lying: LyingProvider) -> None:
    browser = Browser(house.app)
    fields = leave(browser, lying)
    lying.claims = lambda claims: {**claims, "iat": claims["iat"] + 50, "exp": claims["iat"] - 50}
    assert come_back(browser, fields).status == 200


def test_who_is_sent_back_by_another_provider_is_not_taken_for_this_ones(house: House, lying: LyingProvider) -> None:
    browser = Browser(house.app)
    assert come_back(browser, {**leave(browser, lying), "iss": "https://elsewhere.example"}).status == 502
    lying.document = lambda document: {**document, "authorization_response_iss_parameter_supported": True}
    assert come_back(browser, leave(browser, lying)).status == 502
    assert come_back(browser, {**leave(browser, lying), "iss": lying.issuer}).status == 200


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example", "/\\evil.example", "/v1/search", ""])
def test_the_way_back_leads_to_no_other_site(house: House, lying: LyingProvider, path: str) -> None:
    browser = Browser(house.app)
    come_back(browser, leave(browser, lying, path))
    assert 'content="0; url=/editors/"' in browser.page


def test_what_was_typed_before_the_session_ended_is_shown_again_after_a_sign_in_beside_it(
    house: House, lying: LyingProvider, clock: StandingClock
) -> None:
    anna = house.people.join("anna2", "editor")
    house.link("anna2", "fang2")
    lying.claims = lambda claims: {**claims, "sub": "fang2"}
    anna.open(GUIDE)
    clock.advance(hours=2)
    lying.now = int(clock().timestamp())
    anna.send(GUIDE, title="写了两个小时的标题")
    door = anna.page
    come_back(anna, leave(anna, lying))
    anna.page = door
    anna.send("/editors/sign-in/go-on")
    assert anna.form(GUIDE).fields["title"] == "写了两个小时的标题"


def test_too_many_ways_from_one_address_have_to_wait(house: House, lying: LyingProvider) -> None:
    browser = Browser(house.app)
    said = [browser.client.get("/editors/provider").status_code for _ in range(31)]
    assert said == [303] * 30 + [429]


def test_without_a_provider_there_is_no_such_door(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/editors/provider").status_code == 404
    assert client.get(BACK).status_code == 404
    assert "/editors/provider" not in client.get("/editors/sign-in").get_data(as_text=True)


GOOD = {
    "CHANNEL_OIDC_ISSUER": "https://id.example.gov.cn/realm",
    "CHANNEL_OIDC_CLIENT_ID": "channel",
    "CHANNEL_PUBLIC_URL": "https://channel.example.gov.cn",
}


def test_a_provider_is_set_by_the_operator() -> None:
    assert Config.from_environment({}).provider is None
    assert Config.from_environment(GOOD).provider == Provider(issuer=GOOD["CHANNEL_OIDC_ISSUER"], client_id="channel")
    assert Config.from_environment({"CHANNEL_EDITORS_TOTP": "required"}).is_second_step_required
    config = Config.from_environment({**GOOD, "CHANNEL_OIDC_CLIENT_SECRET": "not for logs"})
    assert config.provider is not None
    assert config.provider.client_secret == "not for logs"
    assert "not for logs" not in repr(config)


@pytest.mark.parametrize(
    "change",
    [
        {"CHANNEL_OIDC_ISSUER": "http://id.example.gov.cn"},
        {"CHANNEL_OIDC_ISSUER": "https://id.example.gov.cn?x=1"},
        {"CHANNEL_OIDC_ISSUER": "ftp://localhost"},
        {"CHANNEL_OIDC_ISSUER": ""},
        {"CHANNEL_OIDC_CLIENT_ID": ""},
        {"CHANNEL_PUBLIC_URL": ""},
        {"CHANNEL_EDITORS_TOTP": "yes"},
    ],
    ids=str,
)
def test_what_would_be_unsafe_or_half_is_refused_at_the_start(change: dict[str, str]) -> None:
    with pytest.raises(ConfigError):
        Config.from_environment({**GOOD, **change})


@pytest.mark.parametrize(
    ("url", "is_safe"),
    [
        ("https://id.example", True),
        ("http://localhost:8000", True),
        ("http://127.0.0.1", True),
        ("http://[::1]:80/x", True),
        ("http://id.example", False),
        ("http://127.0.0.1.example", False),
        ("https://", False),
        ("//id.example", False),
        ("http://[::1", False),
        ("https://id.example:x", False),
        ("", False),
    ],
)
def test_an_address_is_safe_where_nobody_can_read_on_the_way(url: str, is_safe: bool) -> None:
    assert is_safe_address(url) is is_safe
