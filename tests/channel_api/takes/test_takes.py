"""A take: made by the television, opened by a telephone for a day, by its address or by its code."""

import logging
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from channel_api import take_desk
from channel_api.public.takes import TAKES_AN_HOUR
from channel_api.publishing import publish_content
from channel_api.runtime import Services
from channel_api.store.database import Database
from channel_api.store.takes import TAKES
from content.model import Guide, Material
from tests.channel_api.conftest import StandingClock
from tests.channel_api.sample_content import GUIDES, sample_content
from tests.channel_api.sample_content import ID_CARD as ID_CARD_GUIDE

ID_CARD = {"service": "id-card-lost", "region": "330106"}


def make(phone: FlaskClient, **more: Any) -> dict[str, str]:
    response = phone.post("/v1/takes", json={**ID_CARD, **more})
    assert response.status_code == 201, response.get_data(as_text=True)
    receipt: dict[str, str] = response.get_json()
    return receipt


def open_page(phone: FlaskClient, receipt: dict[str, str]) -> TestResponse:
    return phone.get(urlsplit(receipt["url"]).path)


def type_code(phone: FlaskClient, code: str, address: str = "203.0.113.7") -> TestResponse:
    return phone.post("/k", data={"code": code}, environ_overrides={"REMOTE_ADDR": address})


def stored(database: Database) -> list[tuple[Any, ...]]:
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(select(TAKES))]


class Reader(HTMLParser):
    """What a page holds, and what it asks a browser to fetch, run or send."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data.strip() + "\n"


# -- the page ----------------------------------------------------------------------------------------------------------


def test_the_page_tells_what_is_missing_what_is_ready_where_how_and_whom_to_call(phone: FlaskClient) -> None:
    nothing_ready = Reader(open_page(phone, make(phone)).get_data(as_text=True)).text
    ready = Reader(open_page(phone, make(phone, ticked=["居民户口簿"])).get_data(as_text=True)).text
    assert "还要带" in nothing_ready
    assert "备好了\n" not in nothing_ready
    assert "还要带" not in ready
    assert "备好了\n" in ready
    for said in (
        "居民身份证丢失补领",
        "居民户口簿",
        "示例信息，以当地窗口为准",
        "西湖区的规定",
        "去西湖区派出所。",
        "示例网点·西湖派出所",
        "10点00分看，开着",
        "星期一到星期五　9:00到12:00，13:30到17:00",
        "放假不开门",
        "二十天能拿到。",
        "工本费：以窗口公布为准",
        "去派出所\n",
        "0571-12345",
        "11月24日10点00分",
    ):
        assert said in nothing_ready
        assert said in ready


def test_the_nearest_places_come_first_and_at_most_three(phone: FlaskClient) -> None:
    reader = open_page(phone, make(phone)).get_data(as_text=True)
    places = ["西湖派出所", "西湖自助终端", "杭州大厅"]
    found = [reader.index(f"示例网点·{place}</h3>") for place in places]
    assert found == sorted(found)
    assert reader.count("</article>") == 3


def publish(services: Services, guides: dict[str, Guide]) -> None:
    content = sample_content(guides=guides, overlays=())
    publish_content(services.database, content, now=services.clock(), fingerprint=str(len(guides)))
    services.catalogue.refresh()


def test_a_page_shows_the_guide_as_it_is_in_force_when_it_is_opened_and_goes_with_it(
    phone: FlaskClient, reachable: Services
) -> None:
    receipt = make(phone, ticked=["居民户口簿"])
    guides = {guide.id: guide for guide in GUIDES}
    newer = replace(
        ID_CARD_GUIDE, title="居民身份证补领", materials=(Material(name="居民户口簿"), Material(name="照片"))
    )
    publish(reachable, {**guides, newer.id: newer})
    text = Reader(open_page(phone, receipt).get_data(as_text=True)).text
    assert "居民身份证补领" in text
    assert text.index("还要带") < text.index("照片") < text.index("备好了\n") < text.rindex("居民户口簿")
    publish(reachable, {id_: guide for id_, guide in guides.items() if id_ != newer.id})
    gone = open_page(phone, receipt)
    assert gone.status_code == 404
    assert "12345" in gone.get_data(as_text=True)


def test_a_page_asks_for_nothing_and_runs_nothing(phone: FlaskClient) -> None:
    for response in (open_page(phone, make(phone)), phone.get("/k"), phone.get("/T/NOTHING")):
        reader = Reader(response.get_data(as_text=True))
        policy = response.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe" not in policy
        assert "http" not in policy
        assert {tag for tag, _ in reader.tags}.isdisjoint(
            {"script", "img", "link", "iframe", "object", "video", "base"}
        )
        links = [values.get("href") or "" for tag, values in reader.tags if tag == "a"]
        assert all(link.startswith("tel:") for link in links)
        assert all(not name.startswith("on") and name != "style" for _, values in reader.tags for name in values)
        assert response.headers["Cache-Control"] == "no-store"
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["X-Frame-Options"] == "DENY"
        assert "Set-Cookie" not in response.headers


def test_a_telephone_can_dial_the_numbers(phone: FlaskClient) -> None:
    reader = Reader(open_page(phone, make(phone)).get_data(as_text=True))
    assert {values["href"] for tag, values in reader.tags if tag == "a"} == {"tel:12345", "tel:0571-12345"}


# -- how long and for whom ---------------------------------------------------------------------------------------------


def test_after_a_day_the_page_is_gone_and_so_is_its_row(
    phone: FlaskClient, reachable: Services, clock: StandingClock
) -> None:
    receipt = make(phone)
    assert receipt["expires_at"] == "2026-11-24T10:00:00+08:00"
    clock.advance(hours=23, minutes=59)
    assert open_page(phone, receipt).status_code == 200
    clock.advance(minutes=1)
    gone = open_page(phone, receipt)
    assert gone.status_code == 404
    assert "清单只留一天" in gone.get_data(as_text=True)
    later = make(phone)
    assert len(stored(reachable.database)) == 1
    assert open_page(phone, later).status_code == 200


def test_every_take_has_another_address_and_code(phone: FlaskClient) -> None:
    receipts = [make(phone) for _ in range(5)]
    assert len({receipt["url"] for receipt in receipts}) == len({receipt["code"] for receipt in receipts}) == 5


@pytest.mark.parametrize("token", ["A" * 26, "a", "..%2f..%2f", "%00" * 26, "身份证", "A" * 3000])
def test_an_address_nobody_was_given_opens_nothing(phone: FlaskClient, token: str) -> None:
    make(phone)
    assert phone.get(f"/T/{token}").status_code == 404


def test_nothing_in_the_database_or_the_log_opens_a_page_or_tells_whose_it_is(
    reachable: Services, phone: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told = {**ID_CARD, "ticked": ["居民户口簿", "张三的病历", "110101194912310020"]}
    headers = {"X-Device": "d" * 32}
    at_home = {"REMOTE_ADDR": "203.0.113.77"}
    receipt = phone.post("/v1/takes", json=told, headers=headers, environ_overrides=at_home).get_json()
    page = open_page(phone, receipt).get_data(as_text=True)
    type_code(phone, receipt["code"], "203.0.113.77")
    token = receipt["url"].rpartition("/")[2]
    written = str(stored(reachable.database))
    logged = caplog.text + str([record.__dict__ for record in caplog.records])
    for trace in (token, token.lower(), receipt["code"], "d" * 32, "203.0.113.77", "张三", "110101194912310020"):
        assert trace not in written
        assert trace not in logged
        assert trace not in page
    assert "居民户口簿" in written


# -- the code ----------------------------------------------------------------------------------------------------------


def test_a_code_leads_to_an_address_of_its_own_that_lasts_as_long(phone: FlaskClient, clock: StandingClock) -> None:
    receipt = make(phone, ticked=["居民户口簿"])
    assert receipt["code_url"] == "channel.example.cn/k"
    led = type_code(phone, f" {receipt['code'][:4].lower()}-{receipt['code'][4:]}")
    assert led.status_code == 303
    assert led.headers["Cache-Control"] == "no-store"
    own = f"/{led.headers['Location']}"
    assert own != urlsplit(receipt["url"]).path
    assert phone.get(own).get_data(as_text=True) == open_page(phone, receipt).get_data(as_text=True)
    clock.advance(hours=23, minutes=59)
    assert phone.get(own).status_code == 200
    clock.advance(minutes=1)
    assert phone.get(own).status_code == 404


def test_a_code_opens_for_ten_minutes(phone: FlaskClient, clock: StandingClock) -> None:
    receipt = make(phone)
    assert receipt["code_expires_at"] == "2026-11-23T10:10:00+08:00"
    clock.advance(minutes=9, seconds=59)
    assert type_code(phone, receipt["code"]).status_code == 303
    clock.advance(seconds=1)
    wrong = type_code(phone, receipt["code"])
    assert wrong.status_code == 404
    assert "这个码不对" in wrong.get_data(as_text=True)


def test_whoever_guesses_has_to_wait_and_even_the_right_code_does_not_help(
    phone: FlaskClient, clock: StandingClock
) -> None:
    receipt = make(phone)
    for guess in ("22222222", "33333333", "", "nonsense", "44444444"):
        refused = type_code(phone, guess)
        assert refused.status_code == 404
        assert not guess or guess not in refused.get_data(as_text=True), "what was typed is not repeated"
    limited = type_code(phone, receipt["code"])
    assert limited.status_code == 429
    assert 0 < int(limited.headers["Retry-After"]) <= 600
    assert "试得太多了" in limited.get_data(as_text=True)
    assert type_code(phone, receipt["code"], "198.51.100.3").status_code == 303, "others are not locked out"
    clock.advance(minutes=10)
    assert type_code(phone, make(phone)["code"]).status_code == 303


def test_a_right_code_may_be_typed_again(phone: FlaskClient) -> None:
    receipt = make(phone)
    assert [type_code(phone, receipt["code"]).status_code for _ in range(8)] == [303] * 8


def test_two_takes_never_have_the_same_code(
    phone: FlaskClient, reachable: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = iter(["22222222", "22222222", "33333333"])
    monkeypatch.setattr(take_desk, "make_code", lambda: next(made))
    assert [make(phone)["code"], make(phone)["code"]] == ["22222222", "33333333"]
    assert len(stored(reachable.database)) == 2


# -- what is refused ---------------------------------------------------------------------------------------------------


def test_without_a_public_address_no_page_is_made(client: FlaskClient, services: Services) -> None:
    refused = client.post("/v1/takes", json=ID_CARD)
    assert (refused.status_code, refused.get_json()["code"]) == (404, "not_found")
    assert stored(services.database) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"service": "nothing"}, 404),
        ({"service": "gd-outdoor-ads", "region": "330106"}, 404),
        ({**ID_CARD, "region": "999999"}, 404),
        ({}, 422),
        ({**ID_CARD, "name": "张三"}, 422),
        ({**ID_CARD, "ticked": "居民户口簿"}, 422),
        ({**ID_CARD, "ticked": [""]}, 422),
        ({**ID_CARD, "ticked": ["张三"] * 101}, 422),
        ({**ID_CARD, "ticked": ["张" * 201]}, 422),
    ],
    ids=str,
)
def test_what_is_no_guide_or_no_list_is_refused_and_not_repeated(
    phone: FlaskClient, reachable: Services, body: dict[str, Any], status: int
) -> None:
    refused = phone.post("/v1/takes", json=body)
    assert refused.status_code == status
    assert "张" not in refused.get_data(as_text=True)
    assert stored(reachable.database) == []


def test_one_address_may_make_so_many_an_hour(phone: FlaskClient, clock: StandingClock) -> None:
    for _ in range(TAKES_AN_HOUR):
        make(phone)
    limited = phone.post("/v1/takes", json=ID_CARD)
    assert limited.status_code == 429
    assert int(limited.headers["Retry-After"]) > 0
    other = phone.post("/v1/takes", json=ID_CARD, environ_overrides={"REMOTE_ADDR": "203.0.113.9"})
    assert other.status_code == 201
    clock.advance(hours=1)
    make(phone)


def test_takes_cannot_fill_the_disk(
    phone: FlaskClient, reachable: Services, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(take_desk, "MOST_TAKES", 2)
    first = make(phone)
    make(phone)
    assert phone.post("/v1/takes", json=ID_CARD).status_code == 429
    assert open_page(phone, first).status_code == 200
    clock.now += timedelta(days=1)
    make(phone)
    assert len(stored(reachable.database)) == 1


def test_while_the_database_is_away_the_telephone_reads_so_in_words(broken_client: FlaskClient) -> None:
    for response in (broken_client.get("/T/" + "A" * 26), broken_client.post("/k", data={"code": "22222222"})):
        assert response.status_code == 503
        assert response.mimetype == "text/html"
        assert "现在打不开" in response.get_data(as_text=True)
