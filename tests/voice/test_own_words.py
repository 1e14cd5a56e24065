"""What comes after a no, where a thing stood that was read out, and what a guide leaves open: the pure parts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.files import Content
from tests.voice.conftest import HOME, MONDAY_MORNING
from tests.voice.fake_knowledge import FakeKnowledge
from voice.corrections import load_corrections
from voice.dialog import Dialog
from voice.direct_answers import directly
from voice.guide_answers import Matter
from voice.intents import LAST, Heard, Intent
from voice.positions import load_positions
from voice.replies import Replies
from voice.state import Offer, State

CORRECTIONS, POSITIONS = load_corrections(), load_positions()


@pytest.fixture
def dialog(catalogue: Content, knowledge: FakeKnowledge) -> Dialog:
    return Dialog(knowledge, Replies.load(), catalogue.calendar)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("不对啊，我问的是农保，不是医保", "农保"),
        ("哎呀搞错了，应该是水表", "水表"),
        ("我讲的不是居住证，是户口", "户口"),
        ("记错了，是上个月办的那张", "上个月办的那张"),
        ("电表，哦不对，是煤气", "煤气"),
        ("你听岔了，我是说退税", "退税"),
        ("我要问的是残疾补贴，不是办证", "残疾补贴"),
    ],
)
def test_what_comes_after_a_no_is_meant(said: str, meant: str) -> None:
    assert CORRECTIONS.given_instead(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "不是本地人是不是不能办",
        "不是本人去行吗",
        "错过了时间怎么办",
        "是不是要本人去",
        "写错了一个字能改吗",
        "不是要身份证吗",
    ],
)
def test_a_question_with_a_no_in_it_corrects_nothing(said: str) -> None:
    assert CORRECTIONS.given_instead(said) == ""


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("后头那一个", LAST),
        ("当中那个吧", 2),
        ("不是，是头里那个", 1),
        ("倒数第二个", 2),
        ("要最底下那条", LAST),
        ("第三个就行", 3),
    ],
)
def test_a_thing_is_named_by_where_it_stood(said: str, place: int) -> None:
    assert POSITIONS.place_in(said, 3) == place


@pytest.mark.parametrize("said", ["后面要去几趟", "前面的材料要复印吗", "下面呢", "上面写的那个", "中间要等几天"])
def test_a_question_with_such_a_word_names_none(said: str) -> None:
    assert POSITIONS.place_in(said, 3) == 0


def test_what_a_guide_leaves_open_is_said_each_time_in_other_words(dialog: Dialog) -> None:
    state = _state_with(dialog, "id-card-lost")
    said = []
    for _ in range(3):
        state, reply = dialog.respond(state, _left_open("phone"), MONDAY_MORNING)
        said.append(reply.sentences)
        assert len(reply.sentences) == 2
        assert any("12345" in sentence for sentence in reply.sentences)
    assert not set(said[0]) & set(said[1])
    assert not set(said[1]) & set(said[2])


def test_a_remark_leaves_the_step_where_it_is(dialog: Dialog) -> None:
    state = _state_with(dialog, "id-card-lost", aspect="steps")
    after, reply = dialog.respond(state, _left_open("overview"), MONDAY_MORNING)
    assert (after.mode, after.step, reply.screen) == ("step", 1, "guide/id-card-lost/steps/1")


def test_whoever_said_what_they_want_gets_the_likeliest_and_not_the_list_again(dialog: Dialog) -> None:
    offers = tuple(Offer("service", one, one, "overview") for one in ("id-card-lost", "id-card-renew"))
    asked = replace(State(HOME), mode="choice", offers=offers, question="身份证怎么办")
    steps = Heard("", Intent("ask_guide", {"service": "", "aspect": "steps", "errand": True}), "reject")
    after, reply = dialog.respond(asked, steps, MONDAY_MORNING)
    assert (after.service, reply.screen) == ("id-card-lost", "guide/id-card-lost/steps/1")


def test_a_mere_name_is_asked_about_once(dialog: Dialog) -> None:
    offers = tuple(Offer("service", one, one, "overview") for one in ("id-card-lost", "id-card-renew"))
    state = replace(State(HOME), mode="choice", offers=offers, question="身份证")
    fee = Heard("", Intent("ask_guide", {"service": "", "aspect": "fee"}), "reject")
    state, reply = dialog.respond(state, fee, MONDAY_MORNING)
    assert reply.expects == "choice"
    state, reply = dialog.respond(state, fee, MONDAY_MORNING)
    assert (state.service, reply.expects) == ("id-card-lost", "idle")


@pytest.mark.parametrize(
    ("aspect", "detail", "first"),
    [
        ("time", "same_day", "当天一般办不好。"),
        ("visits", "one_visit", "一趟不够。"),
        ("time", "", ""),
    ],
)
def test_yes_or_no_is_said_first(catalogue: Content, aspect: str, detail: str, first: str) -> None:
    guide = next(one for one in catalogue.guides.values() if one.id == "id-card-lost")
    matter = Matter(guide, (), MONDAY_MORNING, catalogue.calendar, Replies.load())
    assert directly(Intent("ask_guide", {"aspect": aspect, "detail": detail}), matter) == first


def _left_open(aspect: str) -> Heard:
    return Heard("", Intent("ask_guide", {"service": "id-card-lost", "aspect": aspect, "left_open": True}))


def _state_with(dialog: Dialog, service: str, aspect: str = "overview") -> State:
    asked = Heard("", Intent("ask_guide", {"service": service, "aspect": aspect}))
    return dialog.respond(State(HOME), asked, MONDAY_MORNING)[0]
