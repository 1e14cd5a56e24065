"""Whether a note about sending somebody else needs an answer before it."""

import pytest

from content.agent_note import tells_by_itself
from content.model import Agent


@pytest.mark.parametrize(
    ("allowed", "note", "tells"),
    [
        (True, "可以请人代办，带委托书。", True),
        (True, "女儿、邻居都能代办。", True),
        (True, "带上双方的证，银行功能要本人去开通。", False),
        (True, "体检要本人去。体检表可以请人代交。", False),
        (False, "要本人去照相。", True),
        (False, "两个人都要自己来。", True),
        (False, "先打电话问。", False),
        (None, "各地不一样，本人去最稳当。", False),
        (True, "", False),
    ],
)
def test_the_first_sentence_decides(allowed: bool | None, note: str, tells: bool) -> None:
    assert tells_by_itself(Agent(allowed=allowed, note=note)) == tells
