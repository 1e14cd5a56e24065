"""The remote's vocabulary and its data files."""

import pytest

from tvapp.remote import Command, RemoteError, load_profile, parse_walk, profile_names


@pytest.mark.parametrize("name", profile_names())
def test_every_command_is_on_every_remote(name: str) -> None:
    assert set(load_profile(name).values()) == set(Command)


def test_a_walk_is_written_in_the_words_of_the_remote() -> None:
    assert parse_walk("down ok 7 page_down BACK") == [
        Command.DOWN,
        Command.OK,
        Command.DIGIT_7,
        Command.PAGE_DOWN,
        Command.BACK,
    ]


@pytest.mark.parametrize("word", ["jump", "10", "digit", "٣"])
def test_a_word_that_is_no_key_is_named(word: str) -> None:
    with pytest.raises(RemoteError, match=word):
        parse_walk(f"down {word}")


def test_an_unknown_remote_names_those_there_are() -> None:
    with pytest.raises(RemoteError, match="terminal"):
        load_profile("../secret")
