"""What a sentence says besides its meaning is read once, into slots."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.files import Content
from tests.voice.conftest import HOME, MONDAY_MORNING
from tests.voice.fake_knowledge import FakeKnowledge
from voice.about_guide import LEFT_OPEN
from voice.dialog import Dialog
from voice.hypotheses import weigh
from voice.intents import PARTICULARS, Heard, Intent, Situation, Slot
from voice.particulars import load_particulars
from voice.replies import Replies
from voice.state import State
from voice.understand import Understander

READ = load_particulars()
CARD = Situation(service="id-card-lost", question="身份证丢了怎么补")


def _slots(intent: Intent, said: str, situation: Situation = CARD, *, certainty: float = 1.0) -> dict[str, Slot]:
    """What is added to the slots that were given."""
    noted = READ.noted(Heard(said, intent, certainty=certainty), situation).intent.slots
    return {name: value for name, value in noted.items() if intent.slots.get(name) != value}


def _asked(aspect: str, **slots: Slot) -> Intent:
    return Intent("ask_guide", {"service": "id-card-lost", "aspect": aspect, **slots})


@pytest.mark.parametrize(
    ("aspect", "said", "detail"),
    [
        ("hours", "晌午头上去有人不", "noon"),
        ("hours", "饭点过去办得了不", "noon"),
        ("hours", "你们开到多晚啊", "closes"),
        ("hours", "那边几点打烊", "closes"),
        ("hours", "现在去还赶得上不", "now"),
        ("hours", "这会儿过去还有人吗", "now"),
        ("time", "立马就能取走不", "same_day"),
        ("time", "立等能取不", "same_day"),
        ("visits", "能不能一趟弄完", "one_visit"),
        ("visits", "去一回就能办成不", "one_visit"),
        ("online", "办好了给邮到家不", "by_post"),
    ],
)
def test_what_exactly_is_asked_of_an_aspect(aspect: str, said: str, detail: str) -> None:
    assert _slots(_asked(aspect), said) == {"detail": detail}
    assert _slots(_asked("fee"), said) == {}


@pytest.mark.parametrize(
    ("said", "days"),
    [("大后天我再去", 3), ("外后天呢", 3), ("后天开门吗", 2), ("后儿去有人不", 2), ("明儿开不开", 1), ("明朝开伐", 1)],
)
def test_a_day_to_come_is_counted_from_today(said: str, days: int) -> None:
    assert _slots(_asked("hours"), said) == {"detail": "ahead", "ahead": days}


@pytest.mark.parametrize("said", ["开证明儿子去行不", "以后日子长着呢", "然后儿媳妇去", "证明日期写哪天"])
def test_a_word_that_only_holds_such_a_day_names_none(said: str) -> None:
    assert _slots(_asked("hours"), said) == {}


@pytest.mark.parametrize(("said", "day"), [("礼拜一上班不", 0), ("双休日办公吗", 5), ("星期天呢", 6)])
def test_a_day_of_the_week_asks_for_the_hours_of_that_day(said: str, day: int) -> None:
    for aspect in ("overview", "eligibility"):
        assert _slots(_asked(aspect), said) == {"aspect": "hours", "day": day}
    assert _slots(_asked("overview", question=1), said) == {}
    assert _slots(_asked("fee"), said) == {}


def test_the_line_is_asked_about_where_it_was_just_told() -> None:
    after_phone = replace(CARD, aspect="phone")
    assert _slots(_asked("place"), "半夜里有人接吗", after_phone) == {"of_line": "hours"}
    assert _slots(_asked("place"), "半夜里有人接吗") == {}
    assert _slots(_asked("place"), "打了半天没人接") == {"of_line": "unanswered"}


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("下班了还有人接电话不", "hours"),
        ("电话有没有人接", "hours"),
        ("打电话要不要花钱", "cost"),
        ("是不是免费电话", "cost"),
    ],
)
def test_a_line_that_is_named_is_asked_about_at_any_time(said: str, asked: str) -> None:
    assert _slots(_asked("fee"), said) == {"of_line": asked}


@pytest.mark.parametrize("said", ["医院不接收咋办", "没人接送孩子", "能直接办不", "钱打不进来", "打工要交钱不"])
def test_words_like_those_of_a_line_are_about_none(said: str) -> None:
    assert _slots(_asked("scope"), said, replace(CARD, aspect="phone")) == {}


def test_a_question_that_names_no_service_tells_whether_an_errand_was_told_before() -> None:
    which = Intent("ask_guide", {"service": "", "aspect": "fee"})
    assert _slots(which, "要多少钱", Situation(question="驾照怎么换")) == {"errand": True}
    assert _slots(which, "要多少钱", Situation(question="驾照")) == {}


def test_what_only_its_place_makes_a_question_is_marked_where_no_day_is_named() -> None:
    assert _slots(_asked("overview"), "这样子啊", certainty=LEFT_OPEN) == {"left_open": True}
    assert _slots(_asked("overview"), "周二", certainty=LEFT_OPEN) == {"aspect": "hours", "day": 1}
    assert _slots(_asked("fee"), "这样子啊", certainty=LEFT_OPEN) == {}


def test_a_danger_is_told_apart_from_others_of_its_number() -> None:
    alarm = Intent("emergency", {"number": "119"})
    assert _slots(alarm, "厨房一股瓦斯味") == {"danger": "gas"}
    assert _slots(alarm, "快来人啊") == {}
    about = Intent("emergency", {"number": "119", "aspect": "about"})
    assert _slots(about, "要不要走楼梯下楼") == {"asked": "leaving"}


def test_every_slot_that_is_read_here_is_known_as_a_particular(understander: Understander) -> None:
    told = understander.understand("谢谢，再见啦", Situation(region=HOME), MONDAY_MORNING.date())
    assert told.intent == Intent("thanks", {"farewell": True})
    assert set(told.intent.slots) <= PARTICULARS


def test_hypotheses_that_differ_in_particulars_agree() -> None:
    asked = [Heard(said, _asked("hours"), certainty=0.5) for said in ("中午有人吗", "宗午有人吗")]
    other = Heard("", Intent("help"), certainty=0.7)
    assert weigh([READ.noted(asked[0], CARD), other, READ.noted(asked[1], CARD)]).intent.text("detail") == "noon"


def test_what_was_asked_exactly_is_kept_while_the_service_is_confirmed(
    catalogue: Content, knowledge: FakeKnowledge
) -> None:
    dialog = Dialog(knowledge, Replies.load(), catalogue.calendar)
    doubted = Heard("", _asked("online", detail="by_post"), "confirm")
    state, _ = dialog.respond(State(HOME), doubted, MONDAY_MORNING)
    after, reply = dialog.respond(state, Heard("", Intent("confirm")), MONDAY_MORNING)
    assert after.service == "id-card-lost"
    assert reply.speech.startswith("没有写能寄回家")


def test_what_was_asked_exactly_is_kept_while_one_of_several_is_chosen(
    catalogue: Content, knowledge: FakeKnowledge
) -> None:
    dialog = Dialog(knowledge, Replies.load(), catalogue.calendar)
    several = _asked("online", detail="by_post", candidates=("passport-first", "id-card-lost"))
    state, _ = dialog.respond(State(HOME), Heard("", several, "choose"), MONDAY_MORNING)
    after, reply = dialog.respond(state, Heard("", Intent("choose", {"n": 2})), MONDAY_MORNING)
    assert after.service == "id-card-lost"
    assert reply.speech.startswith("没有写能寄回家")
