"""Tokens nobody guesses, addresses that fit a small QR code, codes that hands can type."""

import pytest

from channel_api.takes import doors


def test_a_token_has_128_bits_and_is_never_the_same() -> None:
    tokens = {doors.make_token() for _ in range(500)}
    assert len(tokens) == 500
    assert {doors.read_token(token) for token in tokens} == tokens
    assert {len(token) * 5 for token in tokens} == {130}


@pytest.mark.parametrize(
    "text", ["", "ABC", "A" * 25, "A" * 27, "A" * 25 + "1", "Ａ" * 26, "A" * 25 + "\n", "x" * 5000]
)
def test_what_cannot_be_a_token_is_none(text: str) -> None:
    assert doors.read_token(text) is None


def test_a_token_may_be_copied_in_small_letters() -> None:
    token = doors.make_token()
    assert doors.read_token(token.lower()) == token


def test_a_code_has_eight_characters_that_nobody_mistakes() -> None:
    used = {character for _ in range(500) for character in doors.make_code()}
    assert used == set(doors.CODE_CHARACTERS)
    assert used.isdisjoint("AEIOU01LSZB")


@pytest.mark.parametrize("text", ["6w2f wymw", "6W2F-WYMW", " ６Ｗ２Ｆ　ＷＹＭＷ ", "6W2FWYMW\n", "6w2f_wymw."])
def test_a_code_is_read_as_people_write_it(text: str) -> None:
    assert doors.read_code(text) == "6W2FWYMW"


@pytest.mark.parametrize(
    "text", ["", "6W2FWYM", "6W2FWYMWW", "OOOOOOOO", "身份证身份证号码", "6W2FWYM'", "6" * 100_000]
)
def test_what_cannot_be_a_code_is_none(text: str) -> None:
    assert doors.read_code(text) is None


@pytest.mark.parametrize(
    ("public_url", "address"),
    [
        ("https://channel.example.cn", "HTTPS://CHANNEL.EXAMPLE.CN/T/TOKEN"),
        ("http://192.168.1.5:8000", "HTTP://192.168.1.5:8000/T/TOKEN"),
        ("https://example.cn/Channel", "https://example.cn/Channel/T/TOKEN"),
        ("http://[fd00::1]:8000", "http://[fd00::1]:8000/T/TOKEN"),
    ],
)
def test_an_address_is_in_capitals_only_where_that_changes_nothing(public_url: str, address: str) -> None:
    assert doors.address_of(public_url, "TOKEN") == address


def test_where_a_code_is_typed_is_short_enough_to_be_read_from_a_screen() -> None:
    assert doors.code_address_of("https://channel.example.cn") == "channel.example.cn/k"
    assert doors.code_address_of("http://192.168.1.5:8000") == "http://192.168.1.5:8000/k"
