"""How numbers that identify are said and heard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.digits import GROUP_CHARACTERS, group, read_digits, read_number
from voice.digits_heard import hear

NUMBERS = st.text(alphabet="0123456789ABC", max_size=50)
DIGITS = st.text(alphabet="0123456789", min_size=1, max_size=30)
WAYS = ("零一二三四五六七八九", "洞幺两三四五六拐八九", "0123456789", "〇幺二三四五六七八勾", "０１２３４５６７８９")


def test_digits_are_said_one_by_one_never_as_a_quantity() -> None:
    assert read_digits("3301") == "三三零一"


def test_letters_are_announced_as_letters() -> None:
    assert read_digits("33a1") == "三三字母A一"


def test_a_number_is_read_back_in_groups_of_four() -> None:
    assert read_number("330106260001") == "三三零一，零六二六，零零零一"


@given(NUMBERS)
def test_groups_together_are_the_number(number: str) -> None:
    parts = group(number)
    assert "".join(parts) == number
    assert all(len(part) == GROUP_CHARACTERS for part in parts[:-1])


@given(NUMBERS)
def test_what_is_read_back_is_heard_as_the_same_number(number: str) -> None:
    assert hear(read_number(number)).characters == number


@given(DIGITS, st.sampled_from(WAYS), st.sampled_from(["", " ", "，", "、", "-"]))
def test_digits_are_heard_however_they_are_said(number: str, way: str, pause: str) -> None:
    said = pause.join(way[int(digit)] for digit in number)
    assert hear(said).characters == number


@given(DIGITS, st.integers(2, 9), st.sampled_from("0123456789"))
def test_a_digit_said_to_repeat_repeats(number: str, count: int, digit: str) -> None:
    said = f"{read_digits(number)}，{'零一二三四五六七八九'[count]}个{read_digits(digit)}"
    assert hear(said).characters == number + digit * count


@pytest.mark.parametrize(("said", "heard"), [("二十三", "23"), ("十二", "12"), ("二十", "20"), ("十", "10")])
def test_a_two_digit_number_is_two_digits(said: str, heard: str) -> None:
    assert hear(said).characters == heard


def test_words_around_a_number_are_left_out() -> None:
    assert hear("编号是嗯三三零一", noise=["编号是", "嗯"]).rest == ""


@given(st.text(max_size=60))
def test_any_text_can_be_heard(text: str) -> None:
    assert all(character.isascii() for character in hear(text).characters)


@pytest.mark.parametrize(
    "said",
    [
        "查一下三三零一",
        "等一会儿，三三零一",
        "一共就这些，三三零一",
        "看一看，三三零一",
        "我念一念啊三三零一",
        "都三天了，三三零一",
        "六月份交的三三零一",
        "我有两个件，三三零一",
        "第一个是三三零一",
        "跟上回一样，三三零一",
        "我二姐的，三三零一",
        "一共十二位，三三零一",
        "等了一个多月了三三零一",
        "十五号交的，三三零一",
    ],
)
def test_numerals_in_words_are_no_digits(said: str) -> None:
    assert hear(said).characters == "3301"


@pytest.mark.parametrize(
    ("said", "digits"),
    [("零一下面是零六", "0106"), ("两个零", "00"), ("一个三一个零", "30"), ("十三", "13"), ("三零一点五", "3015")],
)
def test_a_digit_before_a_word_stays_one(said: str, digits: str) -> None:
    assert hear(said).characters == digits
