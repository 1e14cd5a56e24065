"""Searching with the number pad and with the screen keyboard."""

import pytest

from tests.tvapp.conftest import SIZES, MakeTelevision
from tests.tvapp.fake_channel import FakeChannel
from tests.tvapp.test_every_screen import (
    assert_lines_begin_well,
    assert_no_text_is_lost,
    assert_nothing_overlaps_or_leaves,
    reachable_from,
)
from tvapp.frame import Size
from tvapp.page import Open
from tvapp.remote import Command
from tvapp.screens import search
from tvapp.television import Television
from tvapp.walk import press


def spell(television: Television, letters: str) -> None:
    """Chooses the keyboard and types by focusing key after key."""
    for key in ["keyboard", *letters.upper()]:
        television.visit.focused = f"key-{key}"
        television.refresh()
        television.press(Command.OK, at_seconds=100)


def found(television: Television) -> list[str]:
    return [item.key for item in television.page.items if isinstance(item.action, Open)]


@pytest.mark.parametrize("letters", ["lins", "linshi", "lsjm", "lsjuminshenf"])
def test_a_service_is_found_by_pinyin_or_first_letters(make_television: MakeTelevision, letters: str) -> None:
    television = make_television("search")
    spell(television, letters)
    assert found(television) == ["found-id-card-temporary"]
    assert f"打了{letters.upper()}" in television.frame().text()


def test_each_letter_is_said_with_how_much_was_found(make_television: MakeTelevision) -> None:
    television = make_television("search")
    spell(television, "y")
    assert television.telling.last_said == ("字母Y。", "找到1个，异地就医。")


def test_digits_choose_what_the_keyboard_found(make_television: MakeTelevision) -> None:
    television = make_television("search")
    spell(television, "sf")
    assert "1 居民身份证丢失补领" in television.frame().text()
    television.press(Command.DIGIT_2, at_seconds=200)
    assert television.visit.route.text == "guide/id-card-temporary"
    television.press(Command.BACK, at_seconds=201)
    assert television.visit.fields["typed"] == "sf"
    assert television.visit.focused == "found-id-card-temporary"


def test_on_the_number_pad_digits_type_and_no_result_shows_a_number(make_television: MakeTelevision) -> None:
    television = make_television("search")
    press(television, Command.DIGIT_7, 5)
    assert all(not placed.number for placed in television.layout.all_placed())


def test_back_takes_letters_back_then_shows_the_number_pad_then_leaves(make_television: MakeTelevision) -> None:
    television = make_television("search")
    spell(television, "ab")
    for count, typed in enumerate(["a", ""]):
        press(television, Command.BACK, 200.0 + count)
        assert television.visit.fields["typed"] == typed
    press(television, Command.BACK, 210)
    assert television.visit.focused == "key-2"
    press(television, Command.BACK, 211)
    assert television.visit.route.text == "home"


def test_the_delete_key_deletes_and_never_leaves(make_television: MakeTelevision) -> None:
    television = make_television("search")
    spell(television, "a")
    for count in range(3):
        television.visit.focused = "key-delete"
        television.press(Command.OK, at_seconds=200 + count)
    assert television.visit.route.text == "search"
    assert television.visit.fields["typed"] == ""


def test_letters_nothing_is_called_say_so_and_how_to_go_on(make_television: MakeTelevision) -> None:
    television = make_television("search")
    spell(television, "vvv")
    assert "没有找到" in television.frame().text()
    assert "删掉一个字母" in television.frame().text()


def test_no_more_letters_are_taken_than_any_name_has(make_television: MakeTelevision) -> None:
    television = make_television("search")
    spell(television, "a" * 40)
    assert television.visit.fields["typed"] == "a" * 30


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("letters", ["", "s", "vvv"])
def test_every_key_and_result_is_whole_and_reachable_at_every_size(
    make_television: MakeTelevision, size: Size, letters: str
) -> None:
    television = make_television("search", size=size)
    spell(television, letters)
    layout = television.layout
    assert_nothing_overlaps_or_leaves(layout)
    assert_no_text_is_lost(layout)
    assert_lines_begin_well(layout)
    wanted = {placed.item.key for placed in [*layout.all_placed(), *layout.legend]}
    assert reachable_from(layout, "key-A") == wanted
    assert len([key for key in wanted if key.startswith("key-")]) == 28


def test_without_the_names_the_keyboard_waits_and_says_so(
    channel: FakeChannel, make_television: MakeTelevision
) -> None:
    channel.is_slow()
    television = make_television("search")
    spell(television, "s")
    assert "正在取内容" in television.frame().text()
    channel.comes_back()
    television.refresh()
    assert "found-id-card-lost" in found(television)


def test_a_guide_found_here_is_counted_and_one_from_a_topic_is_not(
    make_television: MakeTelevision, channel: FakeChannel
) -> None:
    television = make_television("search")
    spell(television, "sf")
    television.press(Command.DIGIT_2, at_seconds=200)
    assert channel.openings == [("guide/id-card-temporary", "keypad")]
    for at_seconds, command in enumerate((Command.HOME, Command.DIGIT_1, Command.DIGIT_1)):
        television.press(command, at_seconds=300 + at_seconds)
    assert television.visit.route.text.startswith("guide/")
    assert len(channel.openings) == 1


def test_more_than_is_shown_is_not_counted_and_how_to_go_on_is_said(
    make_television: MakeTelevision, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_RESULTS", 1)
    television = make_television("search")
    spell(television, "sf")
    assert len(found(television)) == 1
    assert television.telling.last_said == ("字母F。", "找到1多个，补身份证。", "再打一个就少了。")
