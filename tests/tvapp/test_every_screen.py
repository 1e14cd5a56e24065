"""Machine proof: on every screen, at every size, with short and overlong content, nothing is cut or out of reach."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from channel_api.answers import NextStep
from content.files import Content
from tests.tvapp.conftest import MONDAY_MORNING, SIZES, MakeTelevision
from tests.tvapp.fake_channel import FakeChannel
from tests.tvapp.samples import CASE_CODE, CASE_NUMBER, overlong_guide, packaged_words
from tvapp.frame import Size
from tvapp.layout import Layout
from tvapp.memory import Memory
from tvapp.navigation import step, turn
from tvapp.remote import Command
from tvapp.routes import PATTERNS
from tvapp.screens import SCREENS
from tvapp.television import Television
from tvapp.wrap import cell_width

FILLED = [
    pattern.format(id="id-card-lost", n=2, number="110")
    for pattern in PATTERNS
    if pattern not in ("topic/{id}", "office/{id}", "scenario/{id}")
] + ["topic/household", "office/hall-330106", "office/terminal-330106", "scenario/moving"]
OVERLONG = [route.replace("id-card-lost", "overlong") for route in FILLED if "id-card-lost" in route]
LINE_BEGINNINGS = "，。；：！？）"


@pytest.fixture
def crowded(sample_content: Content) -> FakeChannel:
    """Content with one guide as long as the longest real ones, and offices with the longest addresses."""
    guides = {**sample_content.guides, "overlong": overlong_guide()}
    offices = tuple(
        replace(office, address="杭州市西湖区文三路与教工路交叉口往东走两百米" * 3) for office in sample_content.offices
    )
    return FakeChannel(replace(sample_content, guides=guides, offices=offices))


def _open(channel: FakeChannel, route: str, size: Size, region: str = "330106") -> Television:
    memory = Memory(region=region)
    calendar = channel.content.calendar
    return Television(
        channel, memory, words=packaged_words(), calendar=calendar, size=size, now=MONDAY_MORNING, route=route
    )


def test_every_route_has_a_screen() -> None:
    assert set(SCREENS) == set(PATTERNS)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("route", FILLED + OVERLONG)
def test_everything_is_whole_and_inside_the_safe_area(crowded: FakeChannel, route: str, size: Size) -> None:
    layout = _open(crowded, route, size).layout
    assert_nothing_overlaps_or_leaves(layout)
    assert_no_text_is_lost(layout)
    assert_lines_begin_well(layout)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("route", FILLED + OVERLONG)
def test_every_control_is_reachable_by_arrows(crowded: FakeChannel, route: str, size: Size) -> None:
    layout = _open(crowded, route, size).layout
    wanted = {placed.item.key for placed in [*layout.all_placed(), *layout.legend]}
    assert len(layout.legend) == 3
    for start in wanted:
        assert reachable_from(layout, start) == wanted


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("route", FILLED)
def test_home_is_at_most_four_backs_away(make_television: MakeTelevision, route: str, size: Size) -> None:
    television = make_television(route, size=size)
    for _ in range(12):
        television.press(Command.DOWN, at_seconds=0)
        television.press(Command.OK, at_seconds=1)
    assert television.history.depth <= 4
    for count in range(60):  # what was typed is taken back letter by letter first
        if television.visit.route.text == "home":
            break
        television.press(Command.BACK, at_seconds=2 + count)
    assert television.visit.route.text == "home"


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("route", FILLED)
@pytest.mark.parametrize("fault", ["unreachable", "loading", "bad_answer"])
def test_without_data_every_screen_keeps_a_focused_control(
    channel: FakeChannel, route: str, size: Size, fault: str
) -> None:
    channel.problem = fault  # type: ignore[assignment]  # the three are problems
    television = _open(channel, route, size)
    item = television.focused_item()
    assert item is not None
    assert_nothing_overlaps_or_leaves(television.layout)
    assert "►" in television.frame().text()
    shown = television.frame().text()
    channel.comes_back()
    television.refresh()
    assert television.focused_item() is not None
    assert television.frame().text() != shown or route in ("help", "settings", "case/progress", "emergency/110")


@pytest.mark.parametrize(("columns", "rows"), [(20, 5), (1, 1), (10, 3), (500, 200)])
@pytest.mark.parametrize("route", FILLED)
def test_a_strange_window_breaks_nothing(make_television: MakeTelevision, route: str, columns: int, rows: int) -> None:
    television = make_television(route)
    focused = television.visit.focused
    television.resize(Size(columns, rows))
    television.frame()
    television.resize(Size(80, 23))
    assert television.visit.focused == focused
    television.resize(Size(columns, rows))
    for command in (Command.DOWN, Command.DIGIT_0, Command.UP, Command.RIGHT):
        television.press(command, at_seconds=1)
        television.frame()
    television.resize(Size(80, 23))
    assert television.focused_item() is not None


def test_the_progress_of_a_case_fits_every_size(make_television: MakeTelevision) -> None:
    for size in SIZES:
        television = make_television("case/progress", size=size)
        television.history.replace("case/progress", {"number": CASE_NUMBER, "code": CASE_CODE})
        television.refresh()
        assert "审查中" in television.frame().text()
        assert_nothing_overlaps_or_leaves(television.layout)
        assert_no_text_is_lost(television.layout)


def test_a_day_counted_into_an_unpublished_year_is_shown_as_an_estimate(
    channel: FakeChannel, make_television: MakeTelevision
) -> None:
    case = channel.cases[CASE_NUMBER, CASE_CODE]
    step = NextStep(who="窗口", what="做证", where="", by="2027-01-12")
    for is_certain, shown in ((True, "2027年1月12日"), (False, "预计2027年1月12日，那年的放假安排还没公布")):
        channel.cases[CASE_NUMBER, CASE_CODE] = replace(
            case, promised_by="2027-01-12", next_step=step, days_are_certain=is_certain
        )
        television = make_television("case/progress", size=SIZES[0])
        television.history.replace("case/progress", {"number": CASE_NUMBER, "code": CASE_CODE})
        television.refresh()
        items = {item.key: item for item in television.page.items}
        assert items["promised"].value == shown
        assert ("预计最晚2027年1月12日" in items["next"].value) is not is_certain


def assert_nothing_overlaps_or_leaves(layout: Layout) -> None:
    width, height = layout.size.columns, layout.size.rows
    for sheet in layout.sheets:
        rects = [placed.rect for placed in [*sheet.placed, *layout.legend]]
        for rect in rects:
            assert rect.x >= width * 0.05
            assert rect.right <= width * 0.95
            assert rect.y >= height * 0.05
            assert rect.bottom <= height * 0.95
        for one, other in itertools.combinations(rects, 2):
            is_apart = one.right <= other.x or other.right <= one.x or one.bottom <= other.y or other.bottom <= one.y
            assert is_apart, (one, other)
        for placed, block in zip(sheet.placed, sheet.blocks, strict=True):
            for line in block.lines:
                ends = [offset + cell_width(text) for offset, text, _ in line.pieces]
                assert all(end <= placed.rect.width for end in ends), (placed.item.label, ends, placed.rect)
            assert block.height <= placed.rect.height


def assert_no_text_is_lost(layout: Layout) -> None:
    """All that a page says stands on its sheets, character by character."""
    shown = "".join(
        text for sheet in layout.sheets for block in sheet.blocks for line in block.lines for _, text, _ in line.pieces
    )
    for item in layout.page.items:
        for text in (item.label, item.value, item.detail):
            for character in text:
                assert character in " \n" or character in shown
    wanted = sum(len("".join((i.label + i.value + i.detail).split())) for i in layout.page.items)
    assert len("".join(shown.split())) == wanted


def assert_lines_begin_well(layout: Layout) -> None:
    lines = [*layout.areas.title_lines, *layout.areas.status_lines]
    lines += [p[1] for s in layout.sheets for b in s.blocks for line in b.lines for p in line.pieces]
    assert [line for line in lines if line and line[0] in LINE_BEGINNINGS] == []


def reachable_from(layout: Layout, start: str) -> set[str]:
    """The keys the arrows and 0 lead to, from one control on."""
    sheet = layout.sheet_of(start)
    seen = {(sheet, start)}
    waiting = [(sheet, start)]
    while waiting:
        here = waiting.pop()
        targets = [step(layout, here[0], here[1], way) for way in ("UP", "DOWN", "LEFT", "RIGHT")]
        for target in [*targets, turn(layout, here[0], 1, wraps=True)]:
            if target is not None and target not in seen:
                seen.add(target)
                waiting.append(target)
    return {key for _, key in seen}
