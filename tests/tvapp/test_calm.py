"""Nothing moves by itself, no colour is the only sign, and the places that are open come first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.tvapp.conftest import MONDAY_MORNING, SIZES, MakeTelevision
from tests.tvapp.fake_channel import FakeChannel
from tests.tvapp.test_every_screen import FILLED
from tvapp.drawing import FOCUS_MARK
from tvapp.frame import Size
from tvapp.remote import Command
from tvapp.routes import parse_route

SUNDAY_NIGHT = MONDAY_MORNING + timedelta(days=6, hours=12)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("route", FILLED)
def test_a_screen_nobody_touches_stays_as_it_is(make_television: MakeTelevision, route: str, size: Size) -> None:
    television = make_television(route, size=size)
    is_private = parse_route(route).is_private
    before, said = television.frame(), television.telling.last_said
    for seconds in (1, 30, 44) if is_private else (1, 60, 600, 86_400):
        television.pass_time(seconds, now=MONDAY_MORNING)
        assert television.frame() == before
        assert television.telling.last_said == said


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("route", FILLED)
def test_the_focus_is_marked_by_a_sign_and_not_by_colour_alone(
    make_television: MakeTelevision, route: str, size: Size
) -> None:
    television = make_television(route, size=size)
    for sheet in television.layout.sheets:
        for placed in [*sheet.placed, *television.layout.legend]:
            television.visit.sheet, television.visit.focused = television.layout.sheets.index(sheet), placed.item.key
            rows = television.frame().text().split("\n")
            marked = [y for y, row in enumerate(rows) if FOCUS_MARK in row]
            assert len(marked) == 1
            assert placed.rect.y <= marked[0] < placed.rect.bottom


@pytest.mark.parametrize("route", FILLED)
def test_what_a_colour_says_stands_there_in_words_too(make_television: MakeTelevision, route: str) -> None:
    """No two passages with the same words differ in colour alone."""
    tones = defaultdict(set)
    for now in (MONDAY_MORNING, SUNDAY_NIGHT):
        television = make_television(route)
        television.refresh(now=now)
        for item in television.page.items:
            tones[item.label, item.value, item.detail].add(item.tone)
    assert {text: tone for text, tone in tones.items() if len(tone) > 1} == {}


def test_open_places_come_first_and_otherwise_in_the_order_of_the_file(
    channel: FakeChannel, make_television: MakeTelevision
) -> None:
    hall, terminal = channel.content.offices[:2]
    others = tuple(replace(hall, id=f"hall-{n}", name=f"第{n}个大厅") for n in (1, 2))
    channel.content = replace(channel.content, offices=(*others, terminal))
    television = make_television("guide/id-card-lost/offices")
    by_day = [item.key for item in television.page.items if item.key in (*(o.id for o in others), terminal.id)]
    assert by_day == ["hall-1", "hall-2", terminal.id]
    television.refresh(now=SUNDAY_NIGHT)
    by_night = [item.key for item in television.page.items if item.key in (*(o.id for o in others), terminal.id)]
    assert by_night == [terminal.id, "hall-1", "hall-2"]


def test_one_tick_leaves_only_the_places_open_now(channel: FakeChannel, make_television: MakeTelevision) -> None:
    television = make_television("guide/id-card-lost/offices")
    television.refresh(now=SUNDAY_NIGHT)
    count = sum(item.key.startswith(("hall", "terminal-")) for item in television.page.items)
    television.visit.focused = "filter"
    television.refresh()
    television.press(Command.OK, at_seconds=10)
    left = [item for item in television.page.items if item.key.startswith(("hall", "terminal-"))]
    assert 0 < len(left) < count
    assert all("现在开着" in item.detail for item in left)


def test_every_guide_has_one_item_to_say_what_is_wrong_with_it(
    channel: FakeChannel, make_television: MakeTelevision
) -> None:
    for guide in channel.content.guides.values():
        items = [item for item in make_television(f"guide/{guide.id}").page.items if item.label == "写错了"]
        assert len(items) == 1
