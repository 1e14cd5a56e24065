"""One's own settings: where one is signed in, which part of the lists comes first, and what one is reminded of."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from channel_api.comments_desk import CommentsDesk, Remark
from channel_api.editing.choices import ABOUT, DAYS, WHOSE, Choices
from channel_api.editing.workflow import Person
from channel_api.publishing import publish_content
from channel_api.reminder_commands import add_parser
from channel_api.runtime import Services
from channel_api.settings_desk import SettingsDesk
from channel_api.store.editing_trail import load_trail
from channel_api.store.editor_grants import StoredGrant
from tests.channel_api.conftest import NOW, StandingClock
from tests.channel_api.editing.people import Browser, People
from tests.channel_api.sample_content import GUIDES, ID_CARD, sample_content

SETTINGS = "/editors/settings"
TODAY = date(2026, 11, 23)

chosen = st.builds(
    Choices,
    region=st.sampled_from(["", "330106"]),
    topic=st.sampled_from(["", "household"]),
    whose=st.sampled_from(WHOSE),
    about=st.frozensets(st.sampled_from(ABOUT)),
    within_days=st.sampled_from(DAYS),
)


@given(chosen)
def test_choices_are_stored_and_found_as_they_were(choices: Choices) -> None:
    assert Choices.from_plain(json.loads(json.dumps(choices.to_plain()))) == choices


@given(st.dictionaries(st.sampled_from(["whose", "within_days", "region", "x"]), st.one_of(st.text(), st.integers())))
def test_what_no_version_knows_is_as_if_it_had_not_been_chosen(plain: dict[str, object]) -> None:
    made = Choices.from_plain(plain)
    assert made.whose in WHOSE
    assert made.within_days in DAYS


@given(chosen, st.sampled_from(["overdue", "soon", "source", "comments", "plan_failed"]), st.integers(-99, 99))
def test_nobody_hears_of_what_is_neither_theirs_nor_in_their_area(choices: Choices, why: str, days: int) -> None:
    on = TODAY + timedelta(days=days)
    assert not choices.wants(why, on, TODAY, is_own=False, is_in_area=False)
    if choices.whose == "none":
        assert not choices.wants(why, on, TODAY, is_own=True, is_in_area=True)


def test_a_day_is_announced_no_earlier_than_somebody_wishes() -> None:
    choices = Choices(within_days=7)
    assert choices.wants("soon", TODAY + timedelta(days=7), TODAY, is_own=True, is_in_area=True)
    assert not choices.wants("soon", TODAY + timedelta(days=8), TODAY, is_own=True, is_in_area=True)
    assert not replace(choices, about=frozenset({"comments"})).wants(
        "overdue", TODAY, TODAY, is_own=True, is_in_area=True
    )


def test_a_list_that_has_no_topics_is_not_narrowed_by_one() -> None:
    choices = Choices(region="330106", topic="household")
    assert choices.narrows({"region", "topic", "title"}) == {"region": "330106", "topic": "household"}
    assert choices.narrows({"region", "name"}) == {"region": "330106"}
    assert choices.narrows({"number"}) == {}


@pytest.fixture
def anna(people: People) -> Browser:
    return people.join("anna", "editor")


def test_lists_open_with_what_was_chosen_and_show_everything_on_request(anna: Browser) -> None:
    anna.open(SETTINGS).send(SETTINGS, region="广东省", topic="other")
    assert anna.reads("设置保存好了")
    assert anna.reads("现在选的是广东省")
    anna.open("/editors/")
    assert anna.reads("户外广告设置")
    assert not anna.reads("居民身份证丢失补领")
    assert anna.form("/editors/").fields["region"] == "440000", "what is left out can be seen and changed"
    assert anna.open("/editors/?region=&topic=").reads("居民身份证丢失补领")
    assert anna.open("/editors/lists/hotline").reads("报警"), "a list without regions is as ever"
    assert anna.open("/editors/?done=password").reads("居民身份证丢失补领")


@pytest.mark.parametrize("region", ["没有的地方", "999999", "\x00", "西"])
def test_a_region_nobody_knows_is_said_and_nothing_is_changed(anna: Browser, services: Services, region: str) -> None:
    anna.open(SETTINGS).send(SETTINGS, region=region, topic="other")
    assert (anna.status, anna.reads("没有这个地区")) == (422, True)
    assert SettingsDesk(services.database, services.clock).find(Person("anna", frozenset())) == Choices()


def test_one_sees_where_one_is_signed_in_and_ends_it_there(anna: Browser, app: Flask, clock: StandingClock) -> None:
    clock.advance(minutes=5)
    elsewhere = Browser(app, "anna").sign_in()
    third = Browser(app, "anna").sign_in()
    anna.open(SETTINGS)
    assert anna.page.count("结束这个登录") == 2
    assert anna.reads("11-23 10:00 登录，最近一次用是 11-23 10:05")
    anna.send(f"{SETTINGS}/end-session")
    assert anna.reads("那个登录结束了")
    assert [one.open("/editors/").path for one in (elsewhere, third)].count("/editors/sign-in") == 1
    anna.send(f"{SETTINGS}/end-others")
    assert anna.reads("别处的登录都结束了")
    assert [one.open("/editors/").path for one in (elsewhere, third)] == ["/editors/sign-in"] * 2
    assert anna.open("/editors/").path == "/editors/"


def test_nobody_ends_a_session_of_somebody_else(anna: Browser, people: People, services: Services) -> None:
    bao = people.join("bao", "editor")
    settings = SettingsDesk(services.database, services.clock)
    (one,) = settings.load_sessions(Person("bao", frozenset()), "")
    fields = {"form": anna.open(SETTINGS).form(SETTINGS).fields["form"], "session": one.short}
    anna.post(f"{SETTINGS}/end-session", fields)
    assert not anna.reads("那个登录结束了")
    for odd in ("", "%", "_" * 16, one.short[:15]):
        anna.post(f"{SETTINGS}/end-session", {**fields, "session": odd})
    assert bao.open("/editors/").path == "/editors/"
    with services.database.read() as connection:
        assert load_trail(connection, most=9) == []


def choose(browser: Browser, **changes: str) -> None:
    """All boxes stay ticked; a browser sends each under the same name."""
    fields = {**browser.open(SETTINGS).form(SETTINGS).fields, **changes, "about": list(ABOUT)}
    browser._take(browser.client.post(SETTINGS, data=fields, follow_redirects=True))


def test_each_is_reminded_of_what_they_chose(
    people: People, services: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    due = replace(ID_CARD, review_by="2026-12-20")
    publish_content(services.database, sample_content(guides={one.id: one for one in (due, *GUIDES[1:])}), now=NOW)
    anna, bao = people.join("anna", "editor"), people.join("bao", grants=[StoredGrant("editor", "公安", "")])
    people.join("chen", "administrator")
    CommentsDesk(services.database, services.clock).say(
        Person("chen", frozenset()), "medical-claim", Remark(text="电话换了")
    )
    choose(anna, whose="area", within_days="30")
    assert anna.reads("现在的提醒，2 件")
    choose(bao, whose="area", within_days="30")
    assert bao.reads("现在的提醒，1 件"), "the other one belongs to another department"
    assert bao.reads("快到复查日期 · 2026-12-20")
    choose(bao, within_days="14")
    assert bao.reads("现在的提醒，0 件")

    def remind(*options: str) -> str:
        parser = argparse.ArgumentParser()
        add_parser(parser.add_subparsers(), lambda _config: services)
        given_ = parser.parse_args(["reminders", *options])
        assert given_.run(given_, services.config) == 0
        return capsys.readouterr().out

    assert [line.split("\t")[0:3] for line in remind("--each").splitlines()] == [
        ["anna", "-", "comments"],
        ["anna", "-", "soon"],
    ]
    told = json.loads(remind("--each", "--json"))
    assert {one["for"] for one in told} == {"anna"}
    assert [line.split("\t")[1] for line in remind().splitlines()] == ["comments", "soon"]


def test_choosing_the_same_again_leaves_no_trace(anna: Browser, services: Services) -> None:
    for _ in range(2):
        anna.open(SETTINGS).send(SETTINGS, topic="other")
    with services.database.read() as connection:
        acts = [trace.act for trace in load_trail(connection, most=9)]
    assert acts == ["choices"]
