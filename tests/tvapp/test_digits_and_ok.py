"""Whoever types with the digit keys and never touches the arrows: OK takes what was typed, and types nothing more."""

import pytest

from tests.tvapp.conftest import SIZES, MakeTelevision
from tests.tvapp.fake_channel import FakeChannel
from tests.tvapp.samples import CASE_CODE, CASE_NUMBER
from tvapp.frame import Size
from tvapp.page import Act, Item, Page
from tvapp.remote import parse_walk
from tvapp.speech import find_item
from tvapp.television import Television
from tvapp.walk import take_walk


def walk(television: Television, keys: str) -> None:
    take_walk(television, parse_walk(keys))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_ok_after_the_digits_opens_the_first_that_was_found(make_television: MakeTelevision, size: Size) -> None:
    television = make_television("search", size=size)
    walk(television, "5 6 7 3 9 ok")
    assert television.visit.route.text == "guide/id-card-lost"


def test_coming_back_from_what_was_found_one_can_type_on(make_television: MakeTelevision) -> None:
    television = make_television("search")
    walk(television, "5 6 7 ok back")
    assert television.visit.focused.startswith("found-")
    walk(television, "3 back")
    assert television.visit.fields["typed"] == "567"


def test_an_arrow_takes_the_focus_back_to_the_pad(make_television: MakeTelevision) -> None:
    television = make_television("search")
    walk(television, "7 up")
    item = television.focused_item()
    assert item is not None
    assert item.kind == "key"
    typed = television.visit.fields["typed"]
    walk(television, "ok")
    assert len(television.visit.fields["typed"]) == len(typed) + 1
    assert television.visit.focused == item.key


def test_results_that_arrive_late_get_the_focus_and_are_said(
    channel: FakeChannel, make_television: MakeTelevision
) -> None:
    television = make_television("search")
    channel.is_slow()
    walk(television, "7")
    assert television.focused_item() is not None
    channel.comes_back()
    television.refresh()
    assert television.visit.focused.startswith("found-")
    assert "第1项" in "".join(television.telling.last_said)


def test_ok_after_a_whole_number_types_no_digit_of_the_code(channel: FakeChannel, television: Television) -> None:
    channel.has_feeds_in(["330106"])
    walk(television, "yellow " + " ".join(CASE_NUMBER) + " ok")
    assert television.visit.fields["code"] == ""
    assert "查询码要6位。" in television.telling.last_said
    walk(television, " ".join(CASE_CODE))
    assert television.visit.route.text == "case/progress"


def test_ok_after_a_part_of_the_number_takes_it_as_all(channel: FakeChannel, television: Television) -> None:
    channel.has_feeds_in(["330106"])
    walk(television, "yellow 3 3 0 1 0 6 2 ok")
    assert television.visit.fields["stage"] == "code"


def test_the_place_among_choices_is_the_digit_that_chooses_it(make_television: MakeTelevision) -> None:
    """Whoever hears 第2项 presses 2."""
    for route in ("home", "region", "guide/id-card-lost", "guide/id-card-lost/offices", "guide/id-card-lost/materials"):
        television = make_television(route, size=SIZES[0])
        for placed in television.layout.sheets[0].placed:
            television.visit.focused = placed.item.key
            television.refresh()
            said = "".join(television.telling.last_said)
            if placed.number and "第" in said:
                assert f"第{placed.number}项" in said, (route, placed.item.label)


def test_stars_are_never_counted_because_the_first_is_number_five(make_television: MakeTelevision) -> None:
    television = make_television("home")
    television.history.open("rate", {"service": "id-card-lost", "title": "居民身份证丢失补领"})
    walk(television, "down up")
    assert all("项" not in sentence for sentence in television.telling.last_said)


def test_after_rating_one_item_leads_back_to_the_guide(make_television: MakeTelevision) -> None:
    television = make_television("guide/id-card-lost")
    television.history.open("rate", {"service": "id-card-lost", "title": "居民身份证丢失补领"})
    television.refresh()
    walk(television, "5 down ok")
    assert television.visit.route.text == "guide/id-card-lost"


@pytest.mark.parametrize("route", ["search", "case"])
def test_what_ok_confirms_is_always_on_the_page(
    channel: FakeChannel, make_television: MakeTelevision, route: str
) -> None:
    channel.has_feeds_in(["330106"])
    television = make_television(route)
    for digit in "2739":
        walk(television, digit)
        page: Page = television.page
        item: Item | None = find_item(television.layout, page.confirm) if page.confirm else None
        assert not page.confirm or (item is not None and item.action != Act("type", digit))
