"""What is asked exactly is answered exactly: noon, tomorrow, whether now, by post, a line that nobody answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from channel_api.answers import NextStep
from content.files import Content
from content.model import Agent, Channels, Hours
from tests.voice.conftest import CASE, HOME, MONDAY_MORNING
from tests.voice.fake_knowledge import FakeKnowledge
from voice.case_dialog import CaseDialog
from voice.dialog import Dialog
from voice.direct_answers import exactly
from voice.guide_answers import Matter, answer, clock_at
from voice.intents import Heard, Intent, Situation
from voice.particulars import load_particulars
from voice.replies import Replies
from voice.state import State
from voice.telephone_dialog import TelephoneDialog

NIGHT = timedelta(hours=12)
PARTICULARS = load_particulars()


def _noted(aspect: str, said: str, *, before: str = "") -> Heard:
    """What is asked of a guide, with what is read of it besides; `before`: the aspect that was answered last."""
    heard = Heard(said, Intent("ask_guide", {"service": "medical-claim", "aspect": aspect}))
    return PARTICULARS.noted(heard, Situation(service="medical-claim", aspect=before))


@pytest.fixture
def matter(catalogue: Content) -> Matter:
    office = next(one for one in catalogue.offices if one.hours and one.hours.monday)
    return Matter(catalogue.guides["passport-first"], (office,), MONDAY_MORNING, catalogue.calendar, Replies.load())


def _open(matter: Matter, *spans: str) -> Matter:
    days = ("monday", "tuesday", "wednesday", "thursday", "friday")
    hours = Hours(**dict.fromkeys(days, spans), holidays="closed")
    return replace(matter, offices=(replace(matter.offices[0], name="示例网点·大厅", hours=hours),))


@pytest.mark.parametrize(
    ("spans", "told"),
    [
        (("09:00-12:00", "13:30-17:00"), "中午休息，下午1点半再开门。"),
        (("08:30-17:00",), "中午不休息。"),
        (("09:00-12:00",), "中午就关门了，请上午去。"),
    ],
)
@pytest.mark.parametrize("said", ["中午有人吗", "晌午去能办不", "你们午休吗"])
def test_noon_is_answered_for_noon(matter: Matter, said: str, spans: tuple[str, ...], told: str) -> None:
    assert exactly(_noted("hours", said).intent, _open(matter, *spans)) == [told]


@pytest.mark.parametrize(("said", "told"), [("明天几点开门", "大厅明天开门"), ("那后天上班吗", "大厅后天开门")])
def test_another_day_is_named_as_it_was_asked(matter: Matter, said: str, told: str) -> None:
    assert exactly(_noted("hours", said).intent, _open(matter, "09:00-17:00"))[0] == f"{told}，9点到下午5点。"


@pytest.mark.parametrize("said", ["现在还开着吗", "这会儿去有人吗", "是不是已经下班了"])
def test_whether_it_is_open_now_is_said_before_when_it_opens(matter: Matter, said: str) -> None:
    by_day = _open(matter, "09:00-17:00")
    at_night = replace(by_day, at=MONDAY_MORNING + NIGHT)
    assert exactly(_noted("hours", said).intent, at_night) == ["现在没开门。", *answer("hours", at_night)]
    assert exactly(_noted("hours", said).intent, by_day) == []  # 大厅现在开着 says it already


@pytest.mark.parametrize("said", ["能寄到家里吗", "可以快递给我不"])
@pytest.mark.parametrize(("courier", "told"), [(True, "办好了可以寄回家。"), (False, "没有写能寄回家，打")])
def test_who_asks_for_the_post_hears_of_the_post(matter: Matter, said: str, courier: bool, told: str) -> None:
    guide = replace(matter.guide, channels=Channels(courier=courier))
    (only,) = exactly(_noted("online", said).intent, replace(matter, guide=guide))
    assert only.startswith(told)


@pytest.mark.parametrize("said", ["几点下班", "你们开到几点", "最晚几点去"])
def test_when_it_closes_is_told_to_who_asks_for_that(matter: Matter, said: str) -> None:
    assert exactly(_noted("hours", said).intent, _open(matter, "08:30-12:00", "14:00-18:30")) == ["大厅晚上6点半关门。"]


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(510, "8点半"), (540, "9点"), (725, "12点05"), (780, "下午1点"), (1050, "下午5点半"), (1260, "晚上9点")],
)
def test_times_are_said_as_people_say_them(matter: Matter, minutes: int, told: str) -> None:
    assert clock_at(minutes, matter) == told


@pytest.mark.parametrize(
    ("said", "aspect", "told"),
    [
        ("周末有人接吗", "hours", "这个电话"),
        ("半夜能打通吗，有人接听不", "hours", "这个电话"),
        ("打这个电话要钱不", "fee", "没有写打电话要不要钱。"),
        ("没人接怎么办", "phone", "打不通，过一会儿再打。"),
        ("那个电话半夜也有人吗", "phone", "这个电话"),
        ("老占线", "phone", "打不通，过一会儿再打。"),
    ],
)
def test_right_after_a_number_questions_are_about_that_number(
    catalogue: Content, knowledge: FakeKnowledge, said: str, aspect: str, told: str
) -> None:
    dialog = Dialog(knowledge, Replies.load(), catalogue.calendar)
    number = Heard("", Intent("ask_guide", {"service": "medical-claim", "aspect": "phone"}))
    state, _ = dialog.respond(State(HOME), number, MONDAY_MORNING)
    _, reply = dialog.respond(state, _noted(aspect, said, before="phone"), MONDAY_MORNING)
    assert reply.sentences[0].startswith(told)


@pytest.mark.parametrize("said", ["周末开门吗", "办这个要钱吗", "小孩能接种吗"])
def test_other_questions_after_a_number_are_about_the_guide(said: str) -> None:
    assert "of_line" not in _noted("overview", said, before="phone").intent.slots


def test_a_line_nobody_answers_is_spoken_of_at_any_time(catalogue: Content, knowledge: FakeKnowledge) -> None:
    dialog, state = Dialog(knowledge, Replies.load(), catalogue.calendar), State(HOME, service="medical-claim")
    _, reply = dialog.respond(replace(state, aspect="fee"), _noted("phone", "没人接呢", before="fee"), MONDAY_MORNING)
    assert reply.sentences[0] == "打不通，过一会儿再打。"
    assert "of_line" not in _noted("hours", "周末有人接吗", before="fee").intent.slots


def test_of_a_case_what_the_household_has_to_do_comes_first(knowledge: FakeKnowledge) -> None:
    waits = NextStep(who="窗口", what="核对材料，您在家等就行", where="", by="")
    state = State(HOME, case=replace(CASE, next_step=waits))
    asked = Heard("要我做什么", Intent("case_ask", {"aspect": "next"}))
    turn = CaseDialog(knowledge, Replies.load()).respond(state, asked, MONDAY_MORNING)
    assert turn.texts == ("您在家等就行。", "下一步，窗口核对材料。")


def test_a_number_that_is_no_public_line_is_only_told_what_is_known(knowledge: FakeKnowledge) -> None:
    telephones, state = TelephoneDialog(knowledge, Replies.load()), State(HOME)
    turn = telephones.asked_of_line(state, "0571-12345678", "unanswered")
    assert turn is not None
    assert "0571-12345678" in turn.texts[1]
    assert telephones.asked_of_line(state, "0571-12345678", "hours") is None


@pytest.mark.parametrize("said", ["再见", "好，拜拜"])
def test_a_farewell_is_returned(catalogue: Content, knowledge: FakeKnowledge, said: str) -> None:
    dialog = Dialog(knowledge, Replies.load(), catalogue.calendar)
    heard = PARTICULARS.noted(Heard(said, Intent("thanks")), Situation())
    _, reply = dialog.respond(State(HOME), heard, MONDAY_MORNING)
    assert reply.speech.startswith("再见")


@pytest.mark.parametrize(("aspect", "said"), [("hours", "几点开门"), ("online", "网上能办吗"), ("fee", "打电话要钱吗")])
def test_another_question_is_left_to_its_own_answer(matter: Matter, aspect: str, said: str) -> None:
    assert exactly(_noted(aspect, said).intent, matter) == []


@pytest.mark.parametrize(
    ("note", "texts"),
    [
        ("儿女可以代办，带两个人的身份证。", ["", "儿女可以代办，带两个人的身份证。"]),
        ("要写好委托书。", ["可以请别人代办。", "要写好委托书。"]),
    ],
)
def test_that_somebody_else_may_go_is_said_once(matter: Matter, note: str, texts: list[str]) -> None:
    guide = replace(matter.guide, agent=Agent(allowed=True, note=note))
    assert answer("agent", replace(matter, guide=guide)) == [text for text in texts if text]
