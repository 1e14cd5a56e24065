"""What a recogniser is told to expect."""

from __future__ import annotations

import pytest

from voice.session import Session


def test_what_is_awaited_comes_first(session: Session) -> None:
    session.hear("驾照")
    grammar = session.grammar()
    assert grammar.index("第二个") < grammar.index("再说一遍")
    assert "驾照到期换" in grammar


def test_questions_by_name_are_expected_unless_a_number_is_dictated(session: Session) -> None:
    assert {"补身份证怎么办", "补身份证要带什么"} <= set(session.grammar())
    session.hear("查进度")
    grammar = session.grammar()
    assert {"幺", "洞", "就这些", "最后"} <= set(grammar)
    assert "补身份证怎么办" not in grammar


def test_danger_is_expected_in_every_state(session: Session) -> None:
    for said in ("你好", "驾照", "第一个", "下一步", "查进度"):
        session.hear(said)
        assert "着火了" in session.grammar()


@pytest.mark.parametrize("said", ["你好", "驾照", "换个地区", "身份证丢了怎么办"])
def test_a_grammar_is_short_enough_for_a_small_box_and_never_empty(session: Session, said: str) -> None:
    session.hear(said)
    grammar = session.grammar()
    assert len(set(grammar)) == len(grammar)
    assert all(grammar)
    assert 500 < len(grammar) < 12_500


def test_what_is_expected_is_understood(session: Session) -> None:
    session.hear("驾照")
    strange = [text for text in session.grammar()[:40] if not understood(session, text)]
    assert strange == []


def understood(session: Session, text: str) -> bool:
    state = session.state
    heard = session.hear(text).heard
    session.state = state
    return heard.intent.name not in ("not_understood", "out_of_domain")
