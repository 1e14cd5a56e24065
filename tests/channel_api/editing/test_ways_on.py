"""Nobody is left standing: what is given back is found, one step back is two clicks, and no page is a dead end."""

from __future__ import annotations

import re

import pytest

from channel_api.editing.comparing import compare_texts
from channel_api.pages.words import page_words
from channel_api.runtime import Services
from channel_api.store import editors
from tests.channel_api.editing.people import PASSWORD, Browser, People

GUIDE = "/editors/guides/id-card-lost"
REVIEWS = "/editors/reviews"


@pytest.fixture
def anna(people: People) -> Browser:
    return people.join("anna", "editor")


@pytest.fixture
def bao(people: People) -> Browser:
    return people.join("bao", "reviewer", "publisher")


def send_round(browser: Browser, **changes: str) -> None:
    browser.open(GUIDE).send(GUIDE, do="submit", **changes)
    assert browser.reads("已经送审"), browser.page


def test_what_was_given_back_is_its_authors_next_work_and_nobody_elses(
    people: People, anna: Browser, bao: Browser
) -> None:
    send_round(anna, short__time="四十天能拿到。")
    bao.open(GUIDE).send(f"{GUIDE}/return", reason="从哪天算起？")
    assert bao.reads("等作者改好、再送审"), "and whoever gave it back is told who is next"
    assert anna.open(REVIEWS).reads("退回给您改的")
    assert not bao.open(REVIEWS).reads("退回给您改的")
    assert not people.join("dong", "editor").open(REVIEWS).reads("居民身份证丢失补领")


def test_several_drafts_of_ones_own_go_round_at_once_and_what_has_faults_stays(people: People, anna: Browser) -> None:
    other = "/editors/guides/medical-claim"
    people.join("dong", "editor").open("/editors/guides/residence-permit").send(
        "/editors/guides/residence-permit", do="save", notes="是东东写的"
    )
    anna.open(GUIDE).send(GUIDE, do="save", short__time="四十天能拿到。")
    anna.open(other).send(other, do="save", title="")
    anna.open(REVIEWS)
    assert anna.reads("您写的，还没有送审（2 篇）"), "nobody else's drafts"
    all_of_them = anna.page.split(f'action="{REVIEWS}/send"')[2]
    chosen = re.findall(r'name="chosen" value="([^"]+)"', all_of_them)
    secret = anna.form(f"{REVIEWS}/send").fields["form"]
    anna.client.post(f"{REVIEWS}/send", data={"form": secret, "chosen": chosen})
    anna.open(REVIEWS)
    assert anna.reads("您写的，还没有送审（1 篇）")
    assert f"{other}" in anna.page
    anna.post(f"{REVIEWS}/send", {"form": secret, "chosen": chosen[0]})
    assert anna.reads("没有送审的 1 篇"), "an old page sends nothing round once more"


@pytest.mark.parametrize("text", ["", " ", "1-1-1", "x y", "1-1-1 no-such-guide", "0-0-0 id-card-lost"])
def test_whatever_is_said_to_be_sent_round_a_page_answers(anna: Browser, text: str) -> None:
    anna.open(GUIDE).send(GUIDE, do="save", short__time="四十天能拿到。")
    secret = anna.open(REVIEWS).form(f"{REVIEWS}/send").fields["form"]
    anna.post(f"{REVIEWS}/send", {"form": secret, "chosen": text})
    assert anna.status == 200
    assert anna.reads("没有送审的 1 篇")


def test_an_earlier_publication_is_two_clicks_away_and_the_present_one_is_not_offered(
    anna: Browser, bao: Browser
) -> None:
    send_round(anna, short__time="四十天能拿到。")
    bao.open(GUIDE).send(f"{GUIDE}/approve").send(f"{GUIDE}/publish")
    anna.open(f"{GUIDE}/history")
    restoring = {action for action in anna.actions() if action.endswith("/restore")}
    assert restoring == {f"{GUIDE}/history/1/restore"}
    anna.send(f"{GUIDE}/history/1/restore")
    assert anna.reads("旧版恢复成了新草稿")
    assert not {one for one in bao.open(f"{GUIDE}/history").actions() if one.endswith("/restore")}, "no writer"


def test_what_is_refused_leads_back_to_the_text_it_is_about(anna: Browser) -> None:
    anna.open(GUIDE).send(GUIDE, do="save", short__time="四十天能拿到。")
    anna.send(f"{GUIDE}/submit", token="0-0-0")
    assert anna.status == 409
    assert f'<a href="{GUIDE}">' in anna.page


def test_a_topic_is_called_by_its_title_and_changes_as_a_whole(anna: Browser) -> None:
    change = compare_texts({"topic": "household"}, {"topic": "housing"})
    assert [(piece.sort, piece.text) for piece in change[0].pieces] == [("gone", "household"), ("new", "housing")]
    anna.open(GUIDE).send(GUIDE, do="save", notes="看过")
    assert anna.open(f"{GUIDE}/history/1").reads("户籍身份")


def test_the_trail_speaks_of_roles_and_of_the_operator_as_the_pages_do() -> None:
    words = page_words()
    spelled = words.said_in_trail("grants", "editor:民政@330106 reviewer@330106 publisher")
    assert spelled == "编辑（民政，330106） 审核（330106） 发布"
    assert words.said_in_trail("who", "operator") == "管理服务器的人"
    assert words.said_in_trail("reason", "editor 写错了") == "editor 写错了", "what people wrote stays as it is"


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"region": "火星"}, "region"), ({"department": "民"}, "department"), ({"name": "a/b"}, "name")],
)
def test_the_keyboard_goes_to_the_field_a_fault_is_about(people: People, typed: dict[str, str], field: str) -> None:
    chen = people.join("chen", "administrator").open("/editors/people")
    chen.send("/editors/people", **{"name": "dong", "role": "editor", **typed})
    assert chen.status == 422
    focused = [line for line in chen.page.splitlines() if "autofocus" in line]
    assert len(focused) == 1
    assert f'id="{field}"' in focused[0]
    assert 'aria-invalid="true"' in focused[0]


@pytest.mark.parametrize("act", ["submit", "discard", "keep-mine"])
def test_whoever_presses_a_button_after_the_session_ended_comes_back_to_the_page_it_stood_on(
    anna: Browser, services: Services, act: str
) -> None:
    anna.open(GUIDE).send(GUIDE, do="save", short__time="四十天能拿到。")
    with services.database.write() as connection:
        editors.end_sessions(connection, "anna")
    referrer = {"Referer": f"http://localhost{GUIDE}?done=saved"}
    door = anna.client.post(f"{GUIDE}/{act}", data={"token": "0-0-0"}, headers=referrer)
    assert door.status_code == 401
    assert "您写的内容还在" not in door.get_data(as_text=True), "nothing was typed"
    anna.page = door.get_data(as_text=True)
    anna.send("/editors/sign-in", name="anna", password=PASSWORD)
    assert (anna.status, anna.path) == (200, f"{GUIDE}/discard" if act == "discard" else GUIDE)


@pytest.mark.parametrize(
    "referrer", ["", "http://elsewhere.example/editors/people/x", "x:y", "http://[", "/editors/no"]
)
def test_who_says_no_page_to_come_back_to_comes_to_the_list(anna: Browser, services: Services, referrer: str) -> None:
    with services.database.write() as connection:
        editors.end_sessions(connection, "anna")
    door = anna.client.post(f"{GUIDE}/submit", data={"token": "0-0-0"}, headers={"Referer": referrer})
    assert door.status_code == 401
    assert f'name="next" value="/editors/{"people/x" if "people" in referrer else ""}"' in door.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/editors/nothing", f"{GUIDE}/submit", "/preview/a/b", "/editors/guides/"])
def test_an_address_that_is_no_page_is_answered_with_one(anna: Browser, path: str) -> None:
    anna.open(path)
    assert anna.status in (404, 405)
    assert anna.reads("回到列表")


def test_a_mistake_of_the_program_is_said_in_a_page_too(
    anna: Browser, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("channel_api.pages.browsing.titles_of", fail)
    anna.client.application.testing = False
    anna.open("/editors/")
    assert anna.status == 500
    assert anna.reads("程序出了毛病")


def test_a_reason_typed_when_the_session_had_ended_is_shown_behind_the_door(
    anna: Browser, bao: Browser, services: Services
) -> None:
    send_round(anna, short__time="四十天能拿到。")
    bao.open(GUIDE)
    with services.database.write() as connection:
        editors.end_sessions(connection, "bao")
    written = {"reason": "请写清楚从哪天算起，证件 11010519491231002X", "token": "0-0-0"}
    door = bao.client.post(f"{GUIDE}/return", data=written, headers={"Referer": f"http://localhost{GUIDE}"})
    bao.page = door.get_data(as_text=True)
    assert bao.reads("您写的内容还在")
    bao.send("/editors/sign-in", name="bao", password=PASSWORD)
    assert bao.reads("请写清楚从哪天算起")
    assert not bao.reads("11010519491231002X")
    assert f'href="{GUIDE}"' in bao.page
    old = bao.client.post(f"{GUIDE}/return", data=written, headers={"Referer": f"http://localhost{GUIDE}"})
    bao.page = old.get_data(as_text=True)
    assert bao.send("/editors/carried").reads("请写清楚从哪天算起"), "also where only the form was too old"


def test_a_name_may_be_written_where_an_id_belongs(anna: Browser) -> None:
    topic = "/editors/guides/topic:household"
    anna.open(topic)
    before = anna.form(topic).fields["first"]
    assert "居民身份证丢失补领" not in before.split("\n")
    anna.send(topic, do="save", first="居民身份证丢失补领\n 《居住证申领》 \n没有这件事\n")
    assert anna.form(topic).fields["first"].split() == ["id-card-lost", "residence-permit", "没有这件事"]
    anna.open("/editors/new?kind=concept").send("/editors/new", id="居民身份证丢失补领", title="居民身份证丢失补领")
    assert anna.path.endswith("concept:id-card-lost") or anna.reads("这个编号已经用过"), "the id was found"
