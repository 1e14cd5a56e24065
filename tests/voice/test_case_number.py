"""A case number in pieces: added, corrected, taken back, finished."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.case_entry import LONGEST_NUMBER, NO_ENTRY, Entry
from voice.case_number import NumberEntry
from voice.digits import read_digits

NOISE = ("嗯", "那个", "编号是", "然后", "后面是", "就是", "", "接着")
WAYS = ("零一二三四五六七八九", "洞幺两三四五六拐八九", "0123456789")


def dictate(entry: NumberEntry, *pieces: str, lengths: tuple[int, ...] = ()) -> Entry:
    """The number after all pieces; every one of them must be understood."""
    state = NO_ENTRY
    for piece in pieces:
        edited = entry.edit(piece, state, lengths=lengths)
        assert edited is not None, piece
        state = edited
    return state


@pytest.mark.parametrize(
    ("pieces", "number"),
    [
        (("三三零一", "零六二六"), "33010626"),
        (("三三零一", "零六二六", "不对，零七二六"), "33010726"),
        (("三三零一，零六，不对，零七二六",), "33010726"),
        (("三三零一零六不对零七",), "330107"),
        (("三三零一", "零六二六", "第一组是四四零一"), "44010626"),
        (("三三零一", "零六二六", "第二组错了，应该是零七二六"), "33010726"),
        (("三三零一零六二六", "最后两位是二七"), "33010627"),
        (("三三零一零六二六", "后四位错了"), "3301"),
        (("三三零一零六二六", "最后一位错了"), "3301062"),
        (("三三零一零六二六", "前四位是四四零一"), "44010626"),
        (("三三零一零六二六", "不是六是七"), "33010627"),
        (("三三零一零六二六", "不对"), ""),
        (("三三零一", "零六二六", "不对"), "3301"),
        (("三三零一", "全错了"), ""),
        (("三三零一", "重来，四四零一"), "4401"),
        (("字母A三个零", "B一"), "A000B1"),
        (("三三零一", "删掉"), ""),
        (("三三零一", "后面是零六二六"), "33010626"),
        (("三三零一零六二六", "后四位是一零二四"), "330106261024"),
    ],
)
def test_pieces_and_corrections_give_the_number(entry: NumberEntry, pieces: tuple[str, ...], number: str) -> None:
    assert dictate(entry, *pieces, lengths=(12,)).number == number


@pytest.mark.parametrize("said", ["完了", "就这些", "没有了", "说完了"])
def test_the_person_says_when_it_is_all(entry: NumberEntry, said: str) -> None:
    assert dictate(entry, "三三零一零六", said).is_finished


@pytest.mark.parametrize("said", ["身份证丢了怎么办", "今天天气", "红烧肉", "我要投诉", "你好"])
def test_what_is_no_dictation_is_left_alone(entry: NumberEntry, said: str) -> None:
    assert entry.edit(said, Entry("3301", "3301")) is None


def test_a_number_never_grows_beyond_the_longest(entry: NumberEntry) -> None:
    assert entry.edit("一" * 20, Entry("1" * LONGEST_NUMBER, "1")) is None


def test_misheard_digits_are_read_by_their_sound(entry: NumberEntry) -> None:
    assert dictate(entry, "三三零衣零留").number == "330106"


@given(number=st.text(alphabet="0123456789", min_size=6, max_size=24), chance=st.randoms(use_true_random=False))
def test_a_number_with_noise_and_pauses_is_exact(entry: NumberEntry, number: str, chance: random.Random) -> None:
    pieces, start = [], 0
    while start < len(number):
        size = chance.randint(1, 6)
        way = chance.choice(WAYS)
        pieces.append(chance.choice(NOISE) + "".join(way[int(digit)] for digit in number[start : start + size]))
        start += size
    assert dictate(entry, *pieces).number == number


@given(
    number=st.text(alphabet="0123456789", min_size=8, max_size=16),
    group=st.text(alphabet="0123456789", min_size=4, max_size=4),
)
def test_a_corrected_group_replaces_that_group_alone(entry: NumberEntry, number: str, group: str) -> None:
    corrected = dictate(entry, read_digits(number), f"第二组是{read_digits(group)}").number
    assert corrected == number[:4] + group + number[8:]


@given(text=st.text(max_size=40))
def test_any_text_can_be_said(entry: NumberEntry, text: str) -> None:
    edited = entry.edit(text, Entry("330106", "0106"), lengths=(12,))
    assert edited is None or all(character.isascii() and character.isalnum() for character in edited.number)
