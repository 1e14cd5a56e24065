"""The remote's vocabulary and its data files."""

from pathlib import Path

import pytest

from tvapp.remote import Command, Profile, RemoteError, load_profile, parse_walk, profile_names, save_profile

OWN = Profile("客厅的", "linux", {"103": Command.UP, "352": Command.OK}, {Command.BACK: Command.HOME})


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


@pytest.mark.parametrize("name", [name for name in profile_names() if name != "terminal"])
def test_the_keys_of_devices_and_browsers_are_numbers(name: str) -> None:
    profile = load_profile(name)
    assert [key for key in profile if not key.isdecimal()] == []
    assert profile.source in ("linux", "browser")


@pytest.mark.parametrize("name", [name for name in profile_names() if name.startswith("linux")])
def test_the_codes_of_linux_remotes_mean_what_the_kernel_calls_them(name: str) -> None:
    profile = load_profile(name)
    assert {code: profile[code] for code in ("352", "158", "398", "401", "519", "105", "402")} == {
        "352": Command.OK,
        "158": Command.BACK,
        "398": Command.RED,
        "401": Command.BLUE,
        "519": Command.DIGIT_7,
        "105": Command.LEFT,
        "402": Command.PAGE_UP,
    }


def test_the_back_keys_of_all_television_browsers_are_known() -> None:
    profile = load_profile("browser")
    assert {profile[code] for code in ("461", "10009", "4", "27", "8")} == {Command.BACK}


def test_an_infrared_remote_does_not_wait_for_a_release_that_comes_late() -> None:
    assert Command.OK not in load_profile("linux-ir").long_presses


def test_a_remote_a_household_taught_is_found_beside_the_others(tmp_path: Path) -> None:
    save_profile("living-room", OWN, tmp_path / "remotes")
    assert "living-room" in profile_names(tmp_path / "remotes")
    assert load_profile("living-room", tmp_path / "remotes") == OWN
    assert load_profile("terminal", tmp_path / "remotes")["enter"] == Command.OK


@pytest.mark.parametrize("name", ["terminal", "../up", "", ".hidden", "大", "a" * 32, "UP", "a/b", "a\n"])
def test_a_taught_remote_cannot_take_a_name_that_is_known_or_unsafe(name: str, tmp_path: Path) -> None:
    with pytest.raises(RemoteError):
        save_profile(name, OWN, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- 1\n",
        "name: x\n",
        "name: x\nsource: wand\nkeys:\n  a: OK\n",
        "name: x\nsource: linux\nkeys:\n  a: JUMP\n",
        "name: x\nsource: linux\nkeys: a\n",
        "name: x\nsource: linux\nkeys:\n  a: OK\nlong_presses: OK\n",
        "name: [\n",
    ],
)
def test_a_spoiled_file_of_a_remote_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RemoteError, match=r"remotes/own\.yaml"):
        load_profile("own", tmp_path)
