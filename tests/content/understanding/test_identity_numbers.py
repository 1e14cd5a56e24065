"""Identity-card numbers are recognised however written, case numbers are not, and long digit runs are hidden."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.understanding.identity_numbers import (
    MASKED_DIGITS,
    contains_identity_number,
    is_identity_number,
    mask_digit_runs,
)

TODAY = date(2026, 11, 23)


def with_check_character(first_17: str) -> str:
    """The number completed by ISO 7064 MOD 11-2, computed the other way round than the code does (by Horner's rule)."""
    remainder = 0
    for digit in first_17:
        remainder = (remainder + int(digit)) * 2 % 11
    check = (12 - remainder) % 11
    return first_17 + ("X" if check == 10 else str(check))


def number_born(born: date, *, region: str = "330106", serial: str = "123") -> str:
    return with_check_character(f"{region}{born:%Y%m%d}{serial}")


births_of_people = st.dates(min_value=date(1900, 1, 1), max_value=date(2020, 11, 23))
regions = st.sampled_from(["110101", "330106", "440103", "653130"])
serials = st.integers(0, 999).map("{:03d}".format)


@given(births_of_people, regions, serials)
def test_every_complete_number_of_a_person_is_recognised(born: date, region: str, serial: str) -> None:
    assert is_identity_number(number_born(born, region=region, serial=serial), TODAY)


@given(births_of_people, serials, st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_makes_it_no_identity_number(born: date, serial: str, position: int, shift: int) -> None:
    number = number_born(born, serial=serial)
    changed = "0123456789"[(int(number[position]) + shift) % 10] if number[position] != "X" else "5"
    assert not is_identity_number(number[:position] + changed + number[position + 1 :], TODAY)


@given(st.dates(min_value=TODAY - timedelta(days=6 * 365), max_value=date(2030, 12, 31)), serials)
def test_a_number_with_a_recent_or_future_date_is_taken_for_a_case_number(day: date, serial: str) -> None:
    assert not is_identity_number(number_born(day, serial=serial), TODAY)


def test_the_sixth_birthday_is_the_first_day_that_counts() -> None:
    assert is_identity_number(number_born(date(2020, 11, 23)), TODAY)
    assert not is_identity_number(number_born(date(2020, 11, 24)), TODAY)


def test_dates_that_never_were_are_no_birth_dates() -> None:
    for day in ("19900230", "19901301", "19000229", "00010101", "18501231"):
        assert not is_identity_number(with_check_character(f"330106{day}123"), TODAY), day


@pytest.mark.parametrize("length", [15, 17, 19, 21])
def test_other_lengths_are_never_identity_numbers(length: int) -> None:
    assert not is_identity_number(("33010619900101" + "1" * 20)[:length], TODAY)


def number_ending_in_x() -> str:
    endings = (number_born(date(1990, 1, 1), serial=f"{serial:03d}") for serial in range(1000))
    return next(number for number in endings if number.endswith("X"))


def test_the_check_character_x_may_be_small_full_width_or_spoken() -> None:
    stem = number_ending_in_x()[:-1]
    for letter in "XxＸｘ叉":
        assert is_identity_number(stem + letter, TODAY), letter


def test_spaces_dashes_full_width_and_spoken_digits_are_seen_through() -> None:
    number = number_born(date(1990, 1, 1))
    full_width = "".join(chr(ord(character) + 0xFEE0) for character in number)
    spoken = number.translate(str.maketrans("0123456789X", "洞幺两三四五六拐八九叉"))
    for written in (
        f"{number[:6]} {number[6:14]}-{number[14:]}",
        full_width,
        spoken,
        f"　{number}\t",
        "\u200b".join(number),
    ):
        assert is_identity_number(written, TODAY), written


def test_a_sentence_that_holds_an_identity_number_is_found_out() -> None:
    number = number_born(date(1955, 3, 8))
    for sentence in (
        f"我的身份证是{number}谢谢",
        f"{number} 13800000000",
        f"电话 0571-12345 {number[:6]} {number[6:]}",
        f"{number[:4]} {number[4:8]} {number[8:12]} {number[12:]}",
    ):
        assert contains_identity_number(sentence, TODAY), sentence


def test_telephone_and_case_numbers_in_a_sentence_are_no_identity_numbers() -> None:
    number = number_born(date(1955, 3, 8), serial="124")
    for sentence in ("电话13800000000", f"编号A{number[:-1]}", f"编号{number}123", "0571-12345 110 119 120", ""):
        assert not contains_identity_number(sentence, TODAY), sentence


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("打12345", "打12345"),
        ("我是330106199001011234", "我是〔数字〕"),
        ("编号三三零一零六好了", "编号〔数字〕好了"),
        ("编号三三零一零", "编号三三零一零"),
        ("幺两洞拐九八", "〔数字〕"),
        ("１２３４５６号", "〔数字〕号"),
        ("12 34-56", "〔数字〕"),
        ("12 34 5", "12 34 5"),
        ("33010619900101123X的", "〔数字〕的"),
        ("123456x光片", "〔数字〕x光片"),
        ("123456 X光", "〔数字〕 X光"),
        ("电话13800000000和0571 88888888", "电话〔数字〕和〔数字〕"),
        ("", ""),
    ],
)
def test_runs_of_six_or_more_digits_are_hidden_and_shorter_ones_stay(said: str, hidden: str) -> None:
    assert mask_digit_runs(said) == hidden


digit_characters = st.sampled_from("0123456789０９零〇一二三四五六七八九幺两洞拐①٣")


@given(st.lists(digit_characters, min_size=6, max_size=30), st.sampled_from(["", " ", "-", "　", "–", "\u200b"]))
def test_no_long_run_survives_whatever_its_digits_and_gaps(digits: list[str], gap: str) -> None:
    assert mask_digit_runs(f"我的{gap.join(digits)}。") == f"我的{MASKED_DIGITS}。"


@given(st.text(max_size=80))
def test_masking_twice_changes_nothing_more_and_no_six_digits_remain(text: str) -> None:
    masked = mask_digit_runs(text)
    assert mask_digit_runs(masked) == masked
    assert not contains_identity_number(masked, TODAY)
