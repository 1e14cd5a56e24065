"""What colleagues say about a text: at which revision, about what, to whom, and what became of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from channel_api.comments_desk import LONGEST_COMMENT, CommentError, CommentsDesk, Remark
from channel_api.editing.workflow import Person
from channel_api.editing_desk import EditingDesk
from channel_api.guide_checking import GuideChecker
from channel_api.opened_guide import Token
from channel_api.reminders import find_reminders
from channel_api.runtime import Services
from channel_api.store import comments, previews
from channel_api.store.editing_trail import load_trail
from channel_api.store.editor_grants import StoredGrant
from channel_api.store.previews import Link
from content.files import content_folder
from tests.channel_api.conftest import NOW, StandingClock
from tests.channel_api.editing.people import Browser, People
from tests.channel_api.editing.test_pages import secret_of
from tests.channel_api.editing.test_preview_pages import IDENTITY_NUMBER, new_link
from tests.channel_api.sample_content import ID_CARD

KEY = ID_CARD.id
GUIDE = f"/editors/guides/{KEY}"
COMMENTS = f"{GUIDE}/comments"
ANNA = Person("anna", frozenset({"editor"}))
BAO = Person("bao", frozenset({"reviewer", "publisher"}))


@pytest.fixture
def desk(services: Services) -> EditingDesk:
    return EditingDesk(services.database, services.clock, GuideChecker(services.database, content_folder() / "wording"))


@pytest.fixture
def said(services: Services) -> CommentsDesk:
    return CommentsDesk(services.database, services.clock)


def write(desk: EditingDesk, **fields: object) -> Token:
    opened = desk.open(KEY)
    desk.save(ANNA, KEY, {**opened.text, **fields}, opened.token)
    return desk.open(KEY).token


def changes(said: CommentsDesk) -> list[bool | None]:
    return [one.has_changed for one in said.load(KEY)]


def test_a_comment_knows_the_text_it_speaks_of_and_whether_that_part_says_something_else_now(
    desk: EditingDesk, said: CommentsDesk
) -> None:
    first = write(desk, notes="甲")
    said.say(BAO, KEY, Remark(text="备注不对", field="notes"))
    said.say(BAO, KEY, Remark(text="步骤不对", field="steps"))
    said.say(BAO, KEY, Remark(text="都不对"))
    assert [one.comment.revision for one in said.load(KEY)] == [first.revision] * 3
    assert changes(said) == [False, False, False]
    write(desk, notes="乙")
    assert changes(said) == [True, False, True], "a field by itself, and the whole"
    write(desk, notes="甲")
    assert changes(said) == [False, False, False], "it says again what it said"


def test_what_counts_is_the_page_that_was_looked_at_and_not_the_moment_of_sending(
    desk: EditingDesk, said: CommentsDesk
) -> None:
    seen = write(desk, notes="甲")
    newer = write(desk, notes="乙")
    said.say(BAO, KEY, Remark(text="甲不对", field="notes", seen=seen))
    said.say(BAO, KEY, Remark(text="谁也没看过这一版", field="notes", seen=Token(9, 99, 9)))
    found = said.load(KEY)
    assert [(one.comment.revision, one.has_changed) for one in found] == [
        (seen.revision, True),
        (newer.revision, False),
    ]


def test_what_was_said_of_the_published_text_is_compared_with_the_draft_that_came_later(
    desk: EditingDesk, said: CommentsDesk
) -> None:
    live = desk.open(KEY).token
    assert live.revision == 0
    said.say(BAO, KEY, Remark(text="要带照片", field="materials"))
    assert changes(said) == [False]
    write(desk, materials=[*desk.open(KEY).text["materials"], {"name": "照片"}])
    assert changes(said) == [True]


def test_of_what_was_said_before_texts_were_noted_nobody_says_whether_it_changed(
    services: Services, said: CommentsDesk
) -> None:
    with services.database.write() as connection:
        comments.add_comment(connection, comments.Comment(key=KEY, text="老的意见", made_at=NOW, link=3))
    assert changes(said) == [None]


def test_an_answer_stands_under_what_it_answers_and_both_are_done_together(said: CommentsDesk) -> None:
    said.say(BAO, KEY, Remark(text="收费对吗"))
    (asked,) = said.load(KEY)
    said.say(ANNA, KEY, Remark(text="问过了，对的", answers=asked.comment.number))
    answer = said.load(KEY)[0].answers[0]
    said.say(BAO, KEY, Remark(text="谢谢", answers=answer.number))
    (whole,) = said.load(KEY)
    assert [one.text for one in whole.answers] == ["问过了，对的", "谢谢"], "one conversation, not a tree"
    assert said.load_waiting() == {KEY: (1, NOW)}
    assert said.mark_done(ANNA, KEY, asked.comment.number)
    (done,) = said.load(KEY)
    assert {done.comment.done_by, *(one.done_by for one in done.answers)} == {"anna"}
    assert said.load_waiting() == {}
    assert not said.mark_done(ANNA, KEY, asked.comment.number)


def test_an_answer_to_what_was_said_about_another_text_stands_for_itself(said: CommentsDesk) -> None:
    said.say(BAO, "medical-claim", Remark(text="这是另一篇"))
    number = said.load("medical-claim")[0].comment.number
    said.say(ANNA, KEY, Remark(text="回复", answers=number))
    assert [one.comment.text for one in said.load(KEY)] == ["回复"]
    assert said.load("medical-claim")[0].answers == ()


def test_a_decision_can_be_asked_back_about_until_the_text_is_live(desk: EditingDesk, said: CommentsDesk) -> None:
    token = write(desk, notes="甲")
    assert said.find_decision(KEY) is None
    desk.submit(ANNA, KEY, token)
    desk.give_back(BAO, KEY, desk.open(KEY).token, "时限不对")
    decided = said.find_decision(KEY)
    assert decided is not None
    said.say(ANNA, KEY, Remark(text="是二十天，看过公告", decision=decided.number))
    said.say(ANNA, KEY, Remark(text="没有这个决定", decision=decided.number + 7))
    about = [one.decision for one in said.load(KEY)]
    assert about[0] is not None
    assert (about[0].who, about[0].act, about[0].details["reason"]) == ("bao", "return", "时限不对")
    assert about[1] is None
    desk.submit(ANNA, KEY, desk.open(KEY).token)
    desk.approve(BAO, KEY, desk.open(KEY).token)
    again = said.find_decision(KEY)
    assert again is not None
    assert again.act == "approve", "the latest of both"
    desk.publish(BAO, KEY, desk.open(KEY).token)
    assert said.find_decision(KEY) is None
    assert said.load(KEY)[0].decision == decided, "what was said stays about what it was about"


def test_a_conversation_of_colleagues_is_shown_to_no_link(services: Services, said: CommentsDesk) -> None:
    with services.database.write() as connection:
        link = Link(key=KEY, made_by="anna", made_at=NOW, expires_at=NOW)
        number = previews.add_link(connection, "0" * 64, link)
    link = Link(number=number, key=KEY, made_by="anna", made_at=NOW, expires_at=NOW)
    said.say_by_link(link, Remark(text="电话打不通"), "窗口老张")
    (guest,) = said.load(KEY, link=link)
    said.say(ANNA, KEY, Remark(text="他每次都这么说", answers=guest.comment.number))
    said.say(ANNA, KEY, Remark(text="内部的话"))
    assert [(one.comment.text, one.answers) for one in said.load(KEY, link=link)] == [("电话打不通", ())]
    assert [one.comment.text for one in said.load(KEY)] == ["电话打不通", "内部的话"]


@pytest.mark.parametrize(("text", "reason"), [(" \n", "nothing_said"), ("字" * (LONGEST_COMMENT + 1), "too_long_said")])
def test_nothing_and_too_much_is_refused(said: CommentsDesk, text: str, reason: str) -> None:
    with pytest.raises(CommentError, match=reason):
        said.say(BAO, KEY, Remark(text=text))
    assert said.load(KEY) == []


def test_nobody_says_more_than_a_person_can_in_an_hour(said: CommentsDesk, clock: StandingClock) -> None:
    for number in range(120):
        said.say(BAO, KEY, Remark(text=f"意见{number}"))
    with pytest.raises(CommentError, match="too_many_said"):
        said.say(BAO, KEY, Remark(text="再来"))
    clock.advance(hours=1)
    said.say(BAO, KEY, Remark(text="再来"))


@pytest.fixture
def anna(people: People) -> Browser:
    return people.join("anna", "editor")


def test_colleagues_talk_on_the_page_and_whoever_writes_finds_it_waiting(
    anna: Browser, people: People, app: Flask, services: Services
) -> None:
    bao = people.join("bao", "reviewer")
    anna.open(GUIDE).send(GUIDE, do="save", notes="问过窗口")
    bao.open(COMMENTS).send(COMMENTS, about="notes", text="哪个窗口？")
    assert bao.reads("意见写好了")
    link = new_link(anna)
    Browser(app).open(link).send(f"{link}#comment", text="照片要两张", name="老李")
    anna.open("/editors/reviews")
    assert anna.reads("还没有处理的意见")
    assert anna.reads("2 条 · 您在写这一篇")
    anna.open(GUIDE)
    assert anna.reads("同事的意见，还有 2 条没有处理")
    assert anna.reads("bao，2026-11-23 10:00")
    assert anna.reads("老李，2026-11-23 10:00 · 通过第 1 号链接")
    assert anna.reads("说的是第 2 版，后来没有改")
    anna.send(GUIDE, do="save", notes="问过西湖的窗口")
    assert anna.reads("这一项后来改过")
    assert f'href="{GUIDE}/history/3?against=2"' in anna.page
    bao.open(COMMENTS)
    assert f"{COMMENTS}/1/done" in bao.actions(), "it is bao's own"
    assert f"{COMMENTS}/2/done" not in bao.actions()
    secret = secret_of(bao)
    assert bao.post(f"{COMMENTS}/2/done", {"form": secret}).status == 403
    bao.post(COMMENTS, {"form": secret, "text": "记下了", "answers": "2"})
    assert bao.reads("记下了")
    bao.open(COMMENTS).send(f"{COMMENTS}/1/done")
    assert bao.reads("已处理：bao")
    with services.database.read() as connection:
        acts = [(trace.who, trace.act) for trace in load_trail(connection, most=2, subject=KEY)]
    assert acts == [("bao", "preview_comment_done"), ("bao", "comment")]


def test_a_comment_about_why_it_was_given_back_says_so(anna: Browser, people: People) -> None:
    anna.open(GUIDE).send(GUIDE, do="submit", notes="问过窗口")
    people.join("bao", "reviewer").open(GUIDE).send(f"{GUIDE}/return", reason="时限不对")
    anna.open(COMMENTS)
    assert anna.reads("关于 bao 11-23 10:00 退回：时限不对")
    choice = anna.page.split('value="decision:')[1].split('"')[0]
    anna.send(COMMENTS, about=f"decision:{choice}", text="公告上写的就是二十天")
    anna.open(GUIDE)
    assert anna.reads("关于 bao 11-23 10:00 退回：时限不对 · anna")


def test_whoever_may_read_may_say_what_is_wrong_in_another_department_too(people: People) -> None:
    eva = people.join("eva", grants=[StoredGrant("editor", "民政", "")])
    eva.open(COMMENTS).send(COMMENTS, about="phones", text="这个电话是我们科的，换了")
    assert eva.reads("这个电话是我们科的，换了")
    assert eva.open(GUIDE).reads("可以看，不能改")


def test_what_may_not_be_kept_is_refused_and_the_rest_of_it_stays_typed(anna: Browser, said: CommentsDesk) -> None:
    anna.open(COMMENTS).send(COMMENTS, about="fees", text=f"他的号码是{IDENTITY_NUMBER}，收费不对")
    assert (anna.status, anna.reads("像是写了身份证号码")) == (422, True)
    assert IDENTITY_NUMBER not in anna.page
    fields = anna.form(COMMENTS).fields
    assert fields["about"] == "fees"
    assert fields["text"].endswith("收费不对")
    assert said.load(KEY) == []


def test_marks_in_a_comment_stay_text(anna: Browser) -> None:
    anna.open(COMMENTS).send(COMMENTS, text="<script>alert(1)</script>")
    assert "<script>alert" not in anna.page
    assert anna.open(GUIDE).reads("<script>alert(1)</script>")


def test_reminders_name_texts_with_comments_that_wait(
    services: Services, desk: EditingDesk, said: CommentsDesk
) -> None:
    write(desk, notes="甲")
    said.say(BAO, KEY, Remark(text="不对"))
    told = [(one.owner, one.why, one.on) for one in find_reminders(services, timedelta(days=30))]
    assert told == [("anna", "comments", "2026-11-23")]
