"""No identity number, no code and no long number outside the entry of a case number is ever handed out."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voice.conftest import CODE, HOME, MONDAY_MORNING, NUMBER
from voice.guard import hide_all_digits, hide_numbers, holds_identity_number
from voice.intents import Situation
from voice.session import Session
from voice.understand import Understander

TODAY = MONDAY_MORNING.date()
IDENTITY = "110101195001011239"  # of nobody: the digits are 1950-01-01 and a check digit that fits
LONG_RUN = re.compile("[0-9零〇一二三四五六七八九幺两洞拐]{6}")
SPOKEN = str.maketrans("0123456789", "洞幺两三四五六拐八九")


def handed_out(session: Session, said: str) -> str:
    return json.dumps(session.hear(said).to_plain(), ensure_ascii=False)


@pytest.mark.parametrize(
    "said",
    [
        IDENTITY,
        IDENTITY.translate(SPOKEN),
        " ".join(IDENTITY),
        "，".join((IDENTITY[:6], IDENTITY[6:14], IDENTITY[14:])),
        f"我的身份证是{IDENTITY}帮我查一下",
        f"身份证号码{IDENTITY[:10]}",
    ],
)
@pytest.mark.parametrize("before", [(), ("查进度",), ("驾照",)])
def test_an_identity_number_is_warned_of_and_never_handed_out(
    session: Session, said: str, before: tuple[str, ...]
) -> None:
    for sentence in before:
        session.hear(sentence)
    exchange = session.hear(said)
    assert exchange.heard.intent.name == "identity_number_guard"
    assert not LONG_RUN.search(json.dumps(exchange.to_plain(), ensure_ascii=False))


def test_an_identity_number_dictated_in_pieces_is_dropped(session: Session) -> None:
    session.hear("查进度")
    for start in range(0, 16, 4):
        session.hear(IDENTITY[start : start + 4])
    exchange = session.hear(IDENTITY[16:])
    assert exchange.heard.intent.name == "identity_number_guard"
    assert session.state.entry.number == ""


def test_a_code_is_neither_shown_nor_spoken(session: Session) -> None:
    session.hear("查进度")
    session.hear(NUMBER)
    assert CODE not in handed_out(session, CODE)
    assert CODE not in repr(session.state)


def test_a_code_in_pieces_or_words_is_not_shown(session: Session) -> None:
    session.hear("查进度")
    session.hear(NUMBER)
    shown = handed_out(session, "查询码是幺幺二") + handed_out(session, "三五八")
    assert not re.search("幺幺二|三五八|112|358", shown)


def test_after_the_look_up_only_the_tail_of_the_number_is_left(session: Session) -> None:
    session.hear("查进度")
    session.hear(NUMBER)
    session.hear(CODE)
    assert NUMBER not in repr(session.state)
    assert NUMBER not in handed_out(session, "现在什么状态")


@given(
    digits=st.text(alphabet="0123456789", min_size=6, max_size=30),
    words=st.sampled_from(["", "我的号码是", "帮我看看"]),
)
def test_long_numbers_are_hidden_outside_the_entry(understander: Understander, digits: str, words: str) -> None:
    for said in (f"{words}{digits}", f"{words}{digits.translate(SPOKEN)}", f"{words}{'，'.join(digits)}"):
        heard = understander.understand(said, Situation(region=HOME), TODAY)
        assert not LONG_RUN.search(heard.said)
        assert "digits" not in heard.intent.slots


@given(text=st.text(max_size=80))
def test_hidden_text_holds_no_long_number(text: str) -> None:
    assert not re.search("[0-9]{6}", hide_numbers(text))
    assert not re.search("[0-9]", hide_all_digits(text))


def test_a_case_number_of_this_year_is_no_identity_number() -> None:
    assert not holds_identity_number("330106202611230017", TODAY)


def test_short_numbers_stay_readable() -> None:
    assert hide_numbers("打12345，要带两张照片") == "打12345，要带两张照片"
