"""What conversations written down cannot show: silence, what is kept, what is shown and not spoken."""

from __future__ import annotations

import pytest

from tests.voice.conftest import CODE, HOME, NUMBER, OpenSession
from tests.voice.fake_knowledge import FEEDBACK_CODE, FEEDBACK_NUMBER, FakeKnowledge
from voice.digits import slowly
from voice.replies import LONGEST_SENTENCE
from voice.session import Session

BEFORE_SILENCE = {
    "idle": (),
    "choice": ("驾照",),
    "confirm": ("330106261024",),
    "step": ("身份证找不到了办理流程是什么",),
    "case_number": ("查进度",),
    "case_code": ("查进度", NUMBER),
    "region": ("换个地区",),
}


@pytest.mark.parametrize("mode", BEFORE_SILENCE)
def test_silence_is_met_with_one_gentle_word_and_then_quiet(session: Session, mode: str) -> None:
    for said in BEFORE_SILENCE[mode]:
        session.hear(said)
    screen = session.state.screen
    first = session.silence()
    assert first is not None
    assert (first.expects, first.screen) == (mode, screen)
    assert all(len(sentence) <= LONGEST_SENTENCE for sentence in first.sentences)
    assert session.silence() is None
    session.hear("再说一遍")
    assert session.silence() is not None


@pytest.mark.parametrize("mode", BEFORE_SILENCE)
def test_failures_in_a_row_never_use_the_same_words_twice(session: Session, mode: str) -> None:
    for said in BEFORE_SILENCE[mode]:
        session.hear(said)
    said = [session.hear("呃呃呃").reply.speech for _ in range(5)]
    assert len(set(said)) == len(said)


def test_failures_in_the_middle_lead_back_to_what_was_going_on(session: Session) -> None:
    session.hear("驾照")
    for strange in ("红烧肉怎么做", "呃呃呃", "给我唱首歌"):
        assert session.hear(strange).reply.expects == "choice"
    assert session.hear("第一个").reply.screen.startswith("guide/")


def test_after_a_failure_the_useful_answer_is_repeated(session: Session) -> None:
    answer = session.hear("身份证丢了怎么办").reply.speech
    session.hear("红烧肉怎么做")
    assert session.hear("再说一遍").reply.speech == answer


def test_the_code_of_a_message_is_shown_and_never_spoken(session: Session) -> None:
    session.hear("我要投诉")
    reply = session.hear("第一个").reply
    assert reply.shown == (f"编号 {FEEDBACK_NUMBER}", f"查询码 {FEEDBACK_CODE}")
    assert FEEDBACK_CODE not in repr(session.state)
    assert session.hear("要带什么").reply.shown == ()


def test_a_message_that_cannot_be_sent_is_told(session: Session, knowledge: FakeKnowledge) -> None:
    session.hear("我要投诉")
    knowledge.goes_away()
    reply = session.hear("第一个").reply
    assert ("12345" in reply.speech, reply.shown) == (True, ())


def test_a_conversation_ended_keeps_nothing_personal(session: Session) -> None:
    for said in ("查进度", NUMBER, CODE, "身份证丢了怎么办"):
        session.hear(said)
    session.hear("别说了")
    assert session.state.case is None
    assert session.state.said == ("好的，有事再叫我。",)
    assert session.hear("到哪一步了").heard.intent.name == "case_start"


def test_answers_are_of_the_place_that_was_named(open_session: OpenSession) -> None:
    session = open_session(HOME)
    session.hear("我在余杭想办老年证")
    assert session.state.region == "330110"
    session.begin_anew()
    assert session.state.region == HOME


@pytest.mark.parametrize(
    ("sentence", "slow"),
    [
        ("咨询电话是12345。", "咨询电话是一二三四五。"),
        ("咨询电话是0571-87025678。", "咨询电话是零五七一，八七零二，五六七八。"),
        ("请马上打120！", "请马上打一二零！"),
        ("一张收20元，要45天。", "一张收20元，要45天。"),
        ("工本费12000元。", "工本费12000元。"),
    ],
)
def test_telephone_numbers_are_said_slowly_and_quantities_are_left(sentence: str, slow: str) -> None:
    assert slowly(sentence) == slow
