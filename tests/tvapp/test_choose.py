"""Which of at most three services was meant."""

from dataclasses import replace

import pytest

from content.model import Region
from tests.tvapp.conftest import SIZES, MakeTelevision
from tests.tvapp.fake_channel import FakeChannel
from tests.tvapp.test_every_screen import assert_no_text_is_lost, assert_nothing_overlaps_or_leaves
from tvapp.frame import Size
from tvapp.remote import Command
from tvapp.television import Television


def choosing(make_television: MakeTelevision, services: str, size: Size = SIZES[1]) -> Television:
    television = make_television(size=size)
    television.history.open("choose", {"services": services})
    television.refresh()
    return television


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_three_are_offered_in_the_order_given_and_a_digit_opens_one(
    make_television: MakeTelevision, size: Size
) -> None:
    television = choosing(make_television, "medical-elsewhere id-card-lost id-card-temporary", size)
    assert [item.key for item in television.page.items] == ["medical-elsewhere", "id-card-lost", "id-card-temporary"]
    assert_nothing_overlaps_or_leaves(television.layout)
    assert_no_text_is_lost(television.layout)
    assert television.telling.last_said[0] == "有3件差不多，您要哪一件。"
    television.press(Command.DIGIT_2, at_seconds=10)
    assert television.visit.route.text == "guide/id-card-lost"
    television.press(Command.BACK, at_seconds=12)
    assert television.visit.route.text == "choose"


def test_a_fourth_and_one_this_region_does_not_have_are_left_out(make_television: MakeTelevision) -> None:
    television = choosing(make_television, "nothing id-card-lost id-card-temporary medical-elsewhere")
    assert [item.key for item in television.page.items] == ["id-card-lost", "id-card-temporary"]


def test_what_only_another_place_offers_says_so_in_the_row_and_on_its_screen(
    make_television: MakeTelevision, channel: FakeChannel
) -> None:
    there = Region(code="440000", name="广东省", parent="000000", level="province")
    guide = replace(channel.content.guides["id-card-lost"], id="only-there", region=there.code)
    channel.content = replace(
        channel.content,
        guides={**channel.content.guides, guide.id: guide},
        regions={**channel.content.regions, there.code: there},
    )
    television = choosing(make_television, "only-there id-card-temporary")
    words = "只在广东省办"
    assert [item.value for item in television.page.items] == [words, ""]
    television.press(Command.DIGIT_1, at_seconds=10)
    assert words in television.page.status
    assert words in television.page.entered


def test_with_nothing_to_choose_from_the_search_is_offered(make_television: MakeTelevision) -> None:
    television = choosing(make_television, "")
    assert "没有要选的" in television.frame().text()
    television.press(Command.OK, at_seconds=10)
    assert television.visit.route.text == "search"


def test_the_place_of_the_chosen_one_is_counted(make_television: MakeTelevision, channel: FakeChannel) -> None:
    television = choosing(make_television, "medical-elsewhere id-card-lost id-card-temporary")
    television.press(Command.DIGIT_3, at_seconds=10)
    assert channel.openings == [("guide/id-card-temporary", "third_choice")]
