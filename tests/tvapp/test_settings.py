"""Settings: what OK changes is seen at once and kept."""

import pytest

from tests.tvapp.conftest import MONDAY_MORNING, SIZES, MakeTelevision
from tests.tvapp.fake_channel import FakeChannel
from tests.tvapp.test_every_screen import FILLED, assert_no_text_is_lost
from tvapp.frame import Size
from tvapp.memory import EDGES, THEMES, Memory
from tvapp.remote import Command
from tvapp.television import Television
from tvapp.walk import press
from tvapp.words import Words


def choose(television: Television, key: str, at_seconds: float) -> tuple[str, ...]:
    television.visit.focused = key
    television.refresh()
    return press(television, Command.OK, at_seconds).said


def test_each_ok_goes_on_to_the_next_value_and_at_last_to_the_first(make_television: MakeTelevision) -> None:
    television = make_television("settings")
    seen = []
    for count in range(len(THEMES)):
        seen.append(television.memory.theme)
        choose(television, "theme", 10 + count)
    assert seen == list(THEMES)
    assert television.memory.theme == THEMES[0]


def test_what_a_setting_is_now_is_said(make_television: MakeTelevision) -> None:
    television = make_television("settings")
    assert choose(television, "theme", 10) == ("改好了，浅色底。",)
    assert choose(television, "captions", 12) == ("改好了，关着。",)


def test_a_digit_switches_as_ok_does(make_television: MakeTelevision) -> None:
    television = make_television("settings")
    television.press(Command.DIGIT_3, at_seconds=10)
    assert not television.memory.hints


def test_a_wider_edge_moves_the_picture_inwards_at_once(make_television: MakeTelevision) -> None:
    television = make_television("settings")
    before = television.layout.areas.title
    choose(television, "edges", 10)
    after = television.layout.areas.title
    assert television.memory.edge_percent == 8
    assert after.x > before.x
    assert after.right < before.right


@pytest.mark.parametrize("percent", EDGES)
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("route", FILLED)
def test_nothing_leaves_the_safe_area_however_wide_the_edge(
    channel: FakeChannel, route: str, size: Size, percent: int
) -> None:
    memory = Memory(region="330106", edge_percent=percent)
    calendar = channel.content.calendar
    television = Television(
        channel, memory, words=Words.load(), calendar=calendar, size=size, now=MONDAY_MORNING, route=route
    )
    layout, share = television.layout, percent / 100
    assert len(layout.legend) == 3
    assert_no_text_is_lost(layout)
    for placed in [*layout.all_placed(), *layout.legend]:
        assert placed.rect.x >= size.columns * share
        assert placed.rect.right <= size.columns * (1 - share)
        assert placed.rect.y >= size.rows * share
        assert placed.rect.bottom <= size.rows * (1 - share)
