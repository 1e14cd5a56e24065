"""Reading the picture of a terminal from what was written to it, and walking it by chance."""

import random

import pytest

from benchmarks.measure_tv_random import random_keys
from benchmarks.tv_picture import Picture

WRITTEN = "\x1b[?1049h\x1b[?25l\x1b[1;1H\x1b[38;2;1;2;3m政务 ab\x1b[0m\x1b[2;3H►1\x1b[?2026l".encode()


def test_text_stands_where_it_was_written_and_chinese_takes_two_columns() -> None:
    picture = Picture(8, 2)
    picture.feed(WRITTEN)
    assert picture.text().split("\n") == ["政务 ab ", "  ►1    "]


@pytest.mark.parametrize("cut", range(1, len(WRITTEN)))
def test_it_may_be_cut_anywhere_even_inside_a_character(cut: int) -> None:
    picture = Picture(8, 2)
    picture.feed(WRITTEN[:cut])
    picture.feed(WRITTEN[cut:])
    assert picture.text().split("\n") == ["政务 ab ", "  ►1    "]


def test_later_text_covers_what_was_there() -> None:
    picture = Picture(6, 1)
    picture.feed("\x1b[1;1H政务频".encode())
    picture.feed(b"\x1b[H  \x1b[1;5Hxy")
    assert picture.text() == "  务xy"


def test_the_same_seed_presses_the_same_keys_and_all_of_them() -> None:
    keys = random_keys(random.Random(1), 2000)
    assert keys == random_keys(random.Random(1), 2000)
    assert {"up", "home", "\r", "\x7f", "0", "9", "\x1bOR", "\x1b[6~"} <= set(keys)
