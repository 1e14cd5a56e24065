"""Cases a household follows: the number in a file of its own, its last four characters in sight, its code nowhere."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tvapp.conftest import SIZES, MakeTelevision
from tests.tvapp.fake_channel import FakeChannel
from tests.tvapp.samples import CASE_CODE, CASE_NUMBER
from tests.tvapp.test_every_screen import assert_no_text_is_lost, assert_nothing_overlaps_or_leaves
from tvapp.followed import FOLLOWED_FILE, MOST_FOLLOWED, follow, load_followed, save_followed, unfollow
from tvapp.frame import Size
from tvapp.household import Household
from tvapp.memory import Memory
from tvapp.remote import Command, parse_walk
from tvapp.television import Television
from tvapp.walk import press, take_walk

NUMBERS = ("330106260001", "AB12345678", "999999")


def walk(television: Television, keys: str) -> list[str]:
    return [sentence for step in take_walk(television, parse_walk(keys)) for sentence in step.said]


def choose(television: Television, key: str, at_seconds: float) -> tuple[str, ...]:
    television.visit.focused = key
    television.refresh()
    return press(television, Command.OK, at_seconds).said


@pytest.fixture
def following(channel: FakeChannel, make_television: MakeTelevision) -> Television:
    """A household that follows the case of the samples."""
    channel.has_feeds_in(["330106"])
    return make_television(followed=(CASE_NUMBER,))


def test_a_case_that_is_shown_can_be_followed_and_no_more(channel: FakeChannel, television: Television) -> None:
    channel.has_feeds_in(["330106"])
    walk(television, "yellow " + " ".join(CASE_NUMBER + CASE_CODE))
    assert choose(television, "follow", 100) == ("记住了，下次只打查询码。",)
    assert television.followed == (CASE_NUMBER,)
    assert choose(television, "follow", 102) == ("不记这个编号了。",)
    assert television.followed == ()


def test_a_followed_case_is_shown_masked_and_asks_for_its_code_each_time(following: Television) -> None:
    said = walk(following, "yellow")
    shown = following.frame().text()
    assert "尾号0001" in shown
    assert CASE_NUMBER not in shown
    assert "尾号，零零零一。" in said
    for _ in range(2):
        walk(following, "home yellow 1")
        assert following.visit.route.text == "case"
        shown = following.frame().text()
        assert "请" in "".join(following.telling.last_said)
        assert "尾号0001" in shown
        assert CASE_NUMBER not in shown.replace(" ", "")
        walk(following, " ".join(CASE_CODE))
        assert following.visit.route.text == "case/progress"
        assert "审查中" in following.frame().text()


def test_no_sentence_of_a_followed_case_holds_more_than_its_last_four_characters(following: Television) -> None:
    said = "".join(
        walk(following, "yellow down up 1 2 back back down up red " + "1 " + " ".join(CASE_CODE) + " down down")
    )
    assert CASE_NUMBER[:-4] not in said
    assert "三三零一零六" not in said.replace("，", "")


def test_back_on_an_empty_code_leads_to_the_list_again_and_shows_no_number(following: Television) -> None:
    walk(following, "yellow 1 5 back back")
    assert following.page.find("followed-0") is not None
    assert following.visit.fields == {}
    walk(following, "back")
    assert following.visit.route.text == "home"


def test_another_number_can_be_typed_beside_followed_ones(following: Television) -> None:
    said = walk(following, "yellow 2")
    assert said[-1] == "请按数字键，打办件编号。"
    walk(following, "3 3 back")
    assert following.visit.fields["number"] == "3"


def test_a_wrong_code_of_a_followed_case_leads_back_to_the_list(following: Television) -> None:
    assert "没有查到。" in walk(following, "yellow 1 0 0 0 0 0 0 ok")
    assert following.page.find("followed-0") is not None


def test_home_says_how_many_cases_are_followed(following: Television, television: Television) -> None:
    assert "查进度1件" in following.frame().text()
    assert "1件" not in television.frame().text()


def test_the_one_item_that_forgets_forgets_them_too(following: Television) -> None:
    following.history.open("settings")
    following.refresh()
    choose(following, "forget", 10)
    choose(following, "forget_all", 12)
    assert following.followed == ()


def test_where_many_share_one_television_nothing_is_followed(
    channel: FakeChannel, make_television: MakeTelevision
) -> None:
    channel.has_feeds_in(["330106"])
    television = make_television(followed=(CASE_NUMBER,), keeps_recent=False)
    assert television.followed == ()
    walk(television, "yellow " + " ".join(CASE_NUMBER + CASE_CODE))
    assert television.visit.route.text == "case/progress"
    assert television.page.find("follow") is None


def test_a_list_of_followed_cases_clears_like_every_case_screen(following: Television) -> None:
    walk(following, "yellow 1")
    following.pass_time(181, now=following.now)
    assert following.visit.route.text == "home"
    assert CASE_NUMBER not in repr(following.history.front)


def test_an_identity_number_typed_beside_followed_cases_is_still_refused(following: Television) -> None:
    walk(following, "yellow 2 1 1 0 1 0 1 1 9 9 0 0 3 0 7")
    for count, digit in enumerate(identity_digits()):
        press(following, parse_walk(digit)[0], 200.0 + count)
    assert following.page.find("identity_no") is not None
    assert "19900307" not in following.frame().text().replace(" ", "")


def identity_digits() -> Iterator[str]:
    """The last four digits of an invented number with a right checksum, after 11010119900307."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    for serial in range(1000):
        digits = f"11010119900307{serial:03d}"
        check = "10X98765432"[sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11]
        if check.isdigit():
            return iter(digits[-3:] + check)
    raise AssertionError


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_full_list_fits_every_size(channel: FakeChannel, make_television: MakeTelevision, size: Size) -> None:
    numbers = tuple(f"33010626000{n}" for n in range(MOST_FOLLOWED))
    television = make_television("case", size=size, followed=numbers)
    assert_nothing_overlaps_or_leaves(television.layout)
    assert_no_text_is_lost(television.layout)


def test_what_is_followed_is_kept_for_this_user_only(tmp_path: Path) -> None:
    assert save_followed(tmp_path / "new", NUMBERS)
    path = tmp_path / "new" / FOLLOWED_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_followed(tmp_path / "new") == NUMBERS
    assert CASE_CODE not in path.read_text()


def test_following_nothing_leaves_no_file(tmp_path: Path) -> None:
    save_followed(tmp_path, NUMBERS)
    assert save_followed(tmp_path, ())
    assert list(tmp_path.iterdir()) == []
    assert save_followed(tmp_path, ())


@pytest.mark.parametrize("text", ["", "{", "{}", "null", "[1, null, [], {}]", '["short", "with blank", "ab12345678"]'])
def test_a_spoiled_file_of_followed_cases_means_there_are_none(tmp_path: Path, text: str) -> None:
    (tmp_path / FOLLOWED_FILE).write_text(text)
    assert load_followed(tmp_path) == ()


def test_the_oldest_makes_room_and_none_is_twice_there() -> None:
    followed: tuple[str, ...] = ()
    for number in (*range(MOST_FOLLOWED + 2), 3):
        followed = follow(followed, f"99999{number}")
    assert followed[0] == "999993"
    assert len(set(followed)) == len(followed) == MOST_FOLLOWED
    assert "999993" not in unfollow(followed, "999993")


def test_a_household_writes_only_what_changed_and_tries_again_what_was_refused(tmp_path: Path) -> None:
    folder = tmp_path / "box"
    household = Household(folder, Memory(), ())
    assert household.keep(Memory(), ())
    assert not folder.exists()
    folder.write_text("no folder can be made here")
    assert not household.keep(Memory("330106"), NUMBERS)
    folder.unlink()
    assert household.keep(Memory("330106"), NUMBERS)
    assert load_followed(folder) == NUMBERS
