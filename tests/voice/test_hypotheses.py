"""Several hypotheses of one utterance are weighed together."""

from __future__ import annotations

import pytest

from tests.voice.conftest import NUMBER
from voice.hypotheses import MOST_HYPOTHESES, texts_of
from voice.session import Session


def test_typed_text_is_one_hypothesis() -> None:
    assert texts_of("身份证丢了") == ("身份证丢了",)


def test_hypotheses_are_taken_once_each_and_never_too_many() -> None:
    assert texts_of(["一", " 一 ", "", *map(str, range(20))])[:3] == ("一", "0", "1")
    assert len(texts_of(list(map(str, range(20))))) == MOST_HYPOTHESES


def test_nothing_heard_is_answered_as_nothing_understood(session: Session) -> None:
    assert session.hear([]).heard.intent.name == "not_understood"


def test_a_later_hypothesis_that_is_understood_beats_a_first_that_is_not(session: Session) -> None:
    heard = session.hear(["山芬真丢类咋瓣", "身份证丢了咋办"]).heard
    assert (heard.intent.text("service"), heard.decision, heard.said) == ("id-card-lost", "accept", "身份证丢了咋办")


def test_what_more_hypotheses_agree_on_wins(session: Session) -> None:
    session.hear("身份证丢了怎么办")
    session.hear("怎么办理流程")
    heard = session.hear(["下一页", "下一步", "下一步吧", "下一步呢"]).heard
    assert heard.intent.name == "next"


def test_two_services_heard_about_as_well_are_offered(session: Session) -> None:
    heard = session.hear(["护照丢了怎么补", "户口本丢了怎么补"]).heard
    assert heard.decision == "choose"
    assert heard.intent.texts("candidates") == ("passport-renew", "household-book")


def test_danger_in_the_first_hypothesis_is_danger(session: Session) -> None:
    assert session.hear(["着火了", "找货了", "再说一遍"]).reply.speech.startswith("请马上打119")


@pytest.mark.parametrize("others", [["再说一遍", "着火了"], ["要带什么", "再说一遍", "着火了"]])
def test_danger_in_one_other_hypothesis_is_asked_about_and_shown(session: Session, others: list[str]) -> None:
    exchange = session.hear(others)
    assert (exchange.heard.decision, exchange.reply.screen) == ("confirm", "emergency/119")
    assert "119" in exchange.reply.speech


def test_danger_is_danger_where_the_first_hypothesis_means_nothing(session: Session) -> None:
    assert session.hear(["找货乐啊", "着火了"]).heard.decision == "accept"


def test_an_identity_number_in_any_hypothesis_is_never_handed_out(session: Session) -> None:
    session.hear("查进度")
    exchange = session.hear(["幺幺零幺零幺一九五零零一零一一二三", "110101195001011239"])
    assert exchange.heard.intent.name == "identity_number_guard"
    assert session.state.entry.number == ""


def test_digits_that_most_hypotheses_hold_are_taken(session: Session) -> None:
    session.hear("查进度")
    heard = session.hear(["三三零四", "三三零一", "嗯三三零一", "三三零一啊"]).heard
    assert heard.intent.text("digits") == "3301"
    assert session.state.entry.number == NUMBER[:4]
