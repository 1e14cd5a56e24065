"""Whole conversations, written down in conversations/*.yaml, over the packaged catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.voice.conftest import HOME, OpenSession
from voice.replies import LONGEST_SENTENCE, MOST_SENTENCES
from voice.session import Session

FOLDER = Path(__file__).parent / "conversations"
CONVERSATIONS = [
    (path.stem, conversation)
    for path in sorted(FOLDER.glob("*.yaml"))
    for conversation in yaml.safe_load(path.read_text(encoding="utf-8"))
]
MOST_OPTIONS = 3


def faults_of(turn: dict[str, Any], plain: dict[str, Any]) -> list[str]:
    """Where the answer is not as written; `x_has` asks for a part, `slots` for those named."""
    faults = []
    for key, wanted in turn.items():
        if key == "slots":
            given = plain["slots"]
            is_right = given == {} if not wanted else all(given.get(name) == value for name, value in wanted.items())
        elif key.endswith("_has"):
            is_right = str(wanted) in plain[key.removesuffix("_has")]
        else:
            is_right = key == "say" or plain[key] == wanted
        if not is_right:
            faults.append(f"{turn['say']}: {key} {wanted!r}, but {plain}")
    return faults


@pytest.mark.parametrize(
    "conversation", [pytest.param(one, id=f"{name}-{one['name']}".replace(" ", "-")) for name, one in CONVERSATIONS]
)
def test_a_conversation_goes_as_written(conversation: dict[str, Any], open_session: OpenSession) -> None:
    session = open_session(conversation.get("region", HOME))
    faults = [
        fault for turn in conversation["turns"] for fault in faults_of(turn, session.hear(str(turn["say"])).to_plain())
    ]
    assert faults == []


@pytest.mark.parametrize(
    "conversation", [pytest.param(one, id=f"{name}-{one['name']}".replace(" ", "-")) for name, one in CONVERSATIONS]
)
def test_every_reply_keeps_the_measure_of_listening(conversation: dict[str, Any], open_session: OpenSession) -> None:
    session = open_session(conversation.get("region", HOME))
    for turn in conversation["turns"]:
        sentences = session.hear(str(turn["say"])).reply.sentences
        options = [sentence for sentence in sentences if sentence[1:2] == "，" and sentence[0] in "一二三"]
        spoken = [sentence for sentence in sentences if sentence not in options]
        assert 0 < len(spoken) <= MOST_SENTENCES, sentences
        assert len(options) <= MOST_OPTIONS, sentences
        assert all(len(sentence) <= LONGEST_SENTENCE for sentence in spoken), sentences


def test_the_same_words_never_answer_two_failures_in_a_row(session: Session) -> None:
    said = [session.hear("嗯").reply.speech for _ in range(8)]
    assert len(set(said)) == len(said)


def test_a_new_conversation_knows_nothing_of_the_one_before(session: Session) -> None:
    session.hear("身份证丢了怎么办")
    session.hear("查进度")
    session.hear("330106")
    session.begin_anew()
    assert session.hear("要带什么").to_plain()["slots"]["service"] == ""
    assert session.state.entry.number == ""
