"""Whatever another system wrote, what comes out can be shown on any screen."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel_api.importing.cleaning import clean_lines, clean_text
from channel_api.importing.tables import tables

REPLACEMENTS = tables().words["replacements"]
HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from("\x1b\x9b\x9d\x9c\x07[]();<>&/?#0m;人工服务、。\u202e\u200b\n\r\t \u3000①℃"),
        st.characters(),
    ),
    max_size=60,
)


@given(HOSTILE)
def test_nothing_invisible_is_left(text: str) -> None:
    for clean in (clean_text, clean_lines):
        cleaned = clean(text, REPLACEMENTS)
        left = {unicodedata.category(character) for character in cleaned.replace("\n", "")}
        assert not left & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "So", "No"}
        cleaned.encode("utf-8")
    assert "\n" not in clean_text(text, REPLACEMENTS)


@given(HOSTILE)
def test_a_text_that_was_cleaned_is_clean(text: str) -> None:
    once = clean_lines(text, REPLACEMENTS)
    assert clean_lines(once, REPLACEMENTS).count("\x1b") == 0


@pytest.mark.parametrize(
    "hostile",
    [
        "办\x1b[31m理\x1b[0m",
        "办\x1b]0;标题\x07理",
        "办\x1b]8;;http://x\x1b\\理",
        "办\x9b2J理",
        "办\x1bP1$r\x1b\\理",
        "办\x1b(B理",
        "办\x1b理",
        "办\u202e\u2066理",
        "办<b onclick='x'>理</b>",
        "办&lt;i&gt;理&lt;/i&gt;",
        "办<script>理不了</script>理",
        "办<!-- 藏 -->理",
        "办 理",
        "办\u3000理",
        "办\ud800理",
    ],
)
def test_hostile_texts_say_what_they_would_have_said(hostile: str) -> None:
    assert clean_text(hostile, REPLACEMENTS) == "办理"


def test_lines_stay_lines_and_english_keeps_its_blanks() -> None:
    assert clean_lines("一<br>二\r\n\r\n  三<p>四</p>", {}) == "一\n二\n三\n四"
    assert clean_text("用 Adobe  Reader 打开", {}) == "用 Adobe Reader 打开"
    assert clean_text("面积<300平方米，人数>5", {}) == "面积<300平方米，人数>5"
