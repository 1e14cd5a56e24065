"""Case numbers are texts: brought to one form, shown by their end, made at random."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel_api.cases.numbers import (
    CODE_PATTERN,
    NUMBER_PATTERN,
    make_code,
    make_feedback_number,
    mask_number,
    normalise_number,
)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("330106260001", "330106260001"),
        ("000000", "000000"),
        ("33a1 0626-0001", "33A106260001"),
        ("　３３０１０６２６Ａ００１　", "33010626A001"),
        ("3301—0626–0001", "330106260001"),
        ("A" * 50, "A" * 50),
    ],
)
def test_a_number_is_brought_to_one_form_and_keeps_its_zeros(written: str, number: str) -> None:
    assert normalise_number(written) == number


@pytest.mark.parametrize("text", ["", "12345", "A" * 51, "33010六260001", "330106_260001", "33.0106", "٣٣٠١٠٦٢٦"])
def test_what_is_no_case_number_is_refused(text: str) -> None:
    assert normalise_number(text) is None


@given(st.from_regex(NUMBER_PATTERN, fullmatch=True))
def test_whatever_the_contract_lets_through_has_a_form(written: str) -> None:
    number = normalise_number(written)
    assert number is not None
    assert normalise_number(number) == number


@given(st.from_regex(r"[0-9A-Z]{6,50}", fullmatch=True))
def test_only_the_last_four_characters_are_shown_and_not_how_many_there_were(number: str) -> None:
    assert mask_number(number) == "****" + number[-4:]


def test_feedback_numbers_and_codes_do_not_follow_each_other() -> None:
    numbers = [make_feedback_number() for _ in range(200)]
    codes = [make_code() for _ in range(200)]
    assert len(set(numbers)) == 200
    assert all(re.fullmatch(r"[0-9]{12}", number) for number in numbers)
    assert all(re.fullmatch(CODE_PATTERN, code) for code in codes)
    steps = {int(after) - int(before) for before, after in pairwise(numbers)}
    assert len(steps) > 150
