"""A question is counted by its text only where no digits in it could point to somebody."""

import pytest

from channel_api.asked_texts import LONGEST_COUNTED_TEXT, countable_text, longest_digit_run


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("身份证丢了，怎么补？", "身份证丢了怎么补"),
        ("  Shen Fen Zheng ", "shenfenzheng"),
        ("８０岁老人有补贴吗", "八十岁老人有补贴吗"),
        ("等了三四天", "等了三四天"),
    ],
)
def test_a_question_has_one_form_however_it_is_typed(question: str, text: str) -> None:
    assert countable_text(question) == text


@pytest.mark.parametrize(
    "question",
    [
        "我的电话13800138000",
        "我的电话〔数字〕",
        "查一下330106",
        "住在502室",
        "住在５０２室",
        "幺三八零零",
        "一 三 八",
        "1-3-8",
        "1958年的档案",
        "壹贰叁",
        "①②③",
        "٣٤٥",
    ],
)
def test_a_run_of_digits_in_any_writing_leaves_no_text(question: str) -> None:
    assert countable_text(question) == ""


@pytest.mark.parametrize("question", ["", "？！", "😀", "\x00\ud800", "ㄅ", "身" * 300])
def test_what_says_nothing_or_goes_on_for_ever_leaves_no_text(question: str) -> None:
    assert len(countable_text(question)) <= LONGEST_COUNTED_TEXT
    assert countable_text("？！") == ""


def test_words_between_digits_end_a_run_and_signs_do_not() -> None:
    assert longest_digit_run("3栋12号") == 2
    assert longest_digit_run("3-12") == 3
