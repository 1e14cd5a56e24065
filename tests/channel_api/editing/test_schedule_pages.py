"""The pages with which a moment is given, seen, moved and cancelled: as people without scripts use them."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from channel_api.on_time import OnTime
from channel_api.runtime import Services
from tests.channel_api.conftest import StandingClock
from tests.channel_api.editing.people import Browser, People

GUIDE = "/editors/guides/id-card-lost"
LIST = "/editors/schedule"


@pytest.fixture
def anna(people: People) -> Browser:
    return people.join("anna", "editor")


@pytest.fixture
def bao(people: People) -> Browser:
    return people.join("bao", "reviewer", "publisher")


@pytest.fixture
def look(services: Services) -> Callable[[], int]:
    """What the server does every second."""
    return OnTime.of(services, lambda _outcome: None).carry_out_due


def approve(anna: Browser, bao: Browser, **changes: str) -> None:
    anna.open(GUIDE).send(GUIDE, do="save", **changes)
    anna.send(f"{GUIDE}/submit")
    bao.open(GUIDE).send(f"{GUIDE}/approve")


def department(client: FlaskClient, services: Services) -> str:
    services.catalogue.refresh()
    return str(client.get("/v1/services/id-card-lost").get_json()["department"])


def test_a_text_is_planned_seen_on_the_list_moved_and_goes_live(
    anna: Browser,
    bao: Browser,
    client: FlaskClient,
    services: Services,
    clock: StandingClock,
    look: Callable[[], int],
) -> None:
    approve(anna, bao, department="派出所")
    bao.send(f"{GUIDE}/plan", day="2026-12-01", hour="08:30")
    assert bao.reads("时间定好了")
    assert bao.reads("2026-12-01 08:30")
    assert f"{GUIDE}/plan" not in bao.actions(), "one at a time"
    anna.open(LIST)
    assert anna.reads("居民身份证丢失补领")
    assert f"{LIST}/1/cancel" not in anna.actions()
    bao.open(LIST).send(f"{LIST}/1/move", day="2026-12-02", hour="09:00")
    assert bao.reads("时间改好了")
    clock.advance(days=8, hours=22, minutes=59)
    assert look() == 0
    assert department(client, services) == "公安局"
    clock.advance(minutes=1)
    assert look() == 1
    assert department(client, services) == "派出所"
    bao.sign_in().open(LIST)
    assert bao.reads("办好了")
    assert bao.reads("没有定时的内容")


def test_what_is_live_gets_an_end_on_its_page_and_the_former_text_is_named(
    anna: Browser, bao: Browser, clock: StandingClock, look: Callable[[], int]
) -> None:
    approve(anna, bao, department="派出所")
    bao.send(f"{GUIDE}/publish")
    assert bao.reads("换回 2026-11-23 发布的那一版")
    bao.send(f"{GUIDE}/plan-end", day="2026-12-31", hour="18:00")
    assert bao.reads("换回以前的内容")
    clock.advance(days=60)
    assert look() == 1
    bao.sign_in().open(GUIDE)
    assert bao.form(GUIDE).fields["department"] == "公安局"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"day": "", "hour": "08:30"}, "没有看懂这个时间"),
        ({"day": "2026-11-31", "hour": "08:30"}, "没有看懂这个时间"),
        ({"day": "2026-11-23", "hour": "09:59"}, "已经过去了"),
        ({"day": "2062-12-01", "hour": "08:30"}, "太远了"),
        (
            {"day": "2026-12-02", "hour": "08:30", "until_day": "2026-12-01", "until_hour": "08:30"},
            "要比上电视的时间晚",
        ),
        ({"day": "2026-12-02", "hour": "08:30", "until_day": "很久以后", "until_hour": "08:30"}, "没有看懂这个时间"),
        ({"day": "2026-12-02", "hour": "08:30", "until_day": "2226-12-02", "until_hour": "08:30"}, "太远了"),
        ({"day": "\x00" * 9000, "hour": "<b>"}, "没有看懂这个时间"),
    ],
    ids=str,
)
def test_a_wrong_moment_is_said_beside_its_field_and_what_was_typed_stays(
    anna: Browser, bao: Browser, fields: dict[str, str], said: str
) -> None:
    approve(anna, bao, department="派出所")
    bao.send(f"{GUIDE}/plan", **fields)
    assert bao.status == 422
    assert bao.reads(said)
    assert 'aria-invalid="true"' in bao.page
    again = bao.form(f"{GUIDE}/plan").fields
    assert again["hour"] in (fields["hour"], html.escape(fields["hour"]))
    bao.send(f"{GUIDE}/plan", day="2026-12-02", hour="08:30", until_day="", until_hour="")
    assert bao.reads("时间定好了"), "the same form, mended, does it"


def test_what_was_not_carried_out_says_why_until_somebody_has_seen_it(
    anna: Browser, bao: Browser, clock: StandingClock, look: Callable[[], int]
) -> None:
    approve(anna, bao, department="派出所")
    bao.send(f"{GUIDE}/plan", day="2026-11-23", hour="10:30")
    anna.open(GUIDE).send(GUIDE, do="save", department="户政科")
    clock.advance(minutes=31)
    look()
    bao.open(LIST)
    assert bao.reads("有 1 件到了时间没有办成")
    assert bao.reads("草稿又改过")
    bao.open(GUIDE)
    assert bao.reads("草稿又改过"), "on the text's own page too"
    bao.open(LIST).send(f"{LIST}/1/seen")
    assert not bao.reads("到了时间没有办成")
    assert bao.reads("没有办成：定好时间以后")


def test_a_button_of_an_older_page_changes_nothing(anna: Browser, bao: Browser) -> None:
    approve(anna, bao, department="派出所")
    bao.send(f"{GUIDE}/plan", day="2026-12-01", hour="08:30")
    old = bao.open(LIST).form(f"{LIST}/1/cancel").fields
    bao.send(f"{LIST}/1/move", day="2026-12-02", hour="09:00")
    bao.post(f"{LIST}/1/cancel", old)
    assert bao.status == 409
    bao.open(LIST).send(f"{LIST}/1/move", day="昨天", hour="09:00")
    assert bao.status == 422
    assert bao.reads("2026-12-02 09:00")
    bao.send(f"{LIST}/1/cancel")
    assert bao.reads("取消了")
    bao.post(f"{LIST}/77/cancel", {**old, "version": "1"})
    assert bao.status == 409


def test_a_plan_that_will_break_a_rule_is_refused_with_the_rule(people: People, services: Services) -> None:
    bao = people.join("bao", "publisher")
    bao.open("/editors/guides/medical-claim").send(
        "/editors/guides/medical-claim/plan-end", day="2026-12-01", hour="08:30"
    )
    assert bao.status == 422
    assert bao.reads("时间没有定好")


def test_every_act_on_plans_can_be_read_in_the_trail(
    anna: Browser, bao: Browser, people: People, clock: StandingClock, look: Callable[[], int]
) -> None:
    approve(anna, bao, department="派出所")
    bao.send(f"{GUIDE}/plan", day="2026-11-23", hour="10:30", until_day="2026-11-24", until_hour="10:30")
    bao.open(LIST).send(f"{LIST}/1/move", day="2026-11-23", hour="10:40")
    clock.advance(minutes=40)
    look()
    clock.advance(days=1)
    look()
    chen = people.join("chen", "administrator").open("/editors/trail")
    assert chen.status == 200
    for said in ("定时", "发布：2026-11-23 10:40", "原来定在 2026-11-23 10:30", "到时间自动办理", "到期换回以前的内容"):
        assert chen.reads(said), said


def test_a_moment_that_has_come_and_is_not_done_yet_is_marked(
    anna: Browser, bao: Browser, clock: StandingClock
) -> None:
    approve(anna, bao, department="派出所")
    bao.send(f"{GUIDE}/plan", day="2026-11-23", hour="10:30")
    clock.now += timedelta(minutes=31)
    bao.open(LIST)
    assert bao.reads("正在办")
