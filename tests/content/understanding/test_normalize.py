"""Any string becomes comparable units, without long numbers and without ever failing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.understanding.normalize import LONGEST_QUESTION_UNITS, plain_text, units_of
from content.understanding.vocabulary import Vocabulary


@given(st.text(max_size=300))
def test_any_text_has_units(text: str) -> None:
    assert len(units_of(plain_text(text, {}))) <= LONGEST_QUESTION_UNITS


@pytest.mark.parametrize(
    ("raw", "units"),
    [
        ("80岁老人", "八 十 岁 老 人"),
        ("ＡＰＰ能办吗？", "app 能 办 吗"),
        ("身份證遺失", "身 份 证 遗 失"),
        ("打12345", "打 12345"),
        ("C1驾照", "c1 驾 照"),
        ("  社保卡，丢了！", "社 保 卡 丢 了"),
        ("我的号330106199001011234", "我 的 号"),
        ("\ud800身份证", "身 份 证"),
        ("<b>驾照</b>", "b 驾 照 b"),
    ],
)
def test_writing_is_brought_to_one_form(vocabulary: Vocabulary, raw: str, units: str) -> None:
    assert vocabulary.units(raw) == units.split()


def test_a_very_long_text_is_cut(vocabulary: Vocabulary) -> None:
    assert len(vocabulary.units("身份证" * 1000)) == LONGEST_QUESTION_UNITS
