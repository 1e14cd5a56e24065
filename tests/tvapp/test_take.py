"""Taking a guide along: the code on the screen is read back as a telephone would, wherever there is room for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.files import Content
from content.inheritance import GuideInForce
from content.model import Guide, Material, Short
from tests.tvapp.camera import photograph, photograph_svg, read_codes
from tests.tvapp.conftest import MONDAY_MORNING, SIZES, MakeTelevision
from tests.tvapp.fake_channel import FakeChannel
from tests.tvapp.samples import overlong_guide, packaged_words
from tests.tvapp.test_every_screen import (
    assert_lines_begin_well,
    assert_no_text_is_lost,
    assert_nothing_overlaps_or_leaves,
    reachable_from,
)
from tvapp.fetched import Fetched
from tvapp.frame import Points, Size
from tvapp.memory import EDGES, Memory
from tvapp.pocket_list import BYTE_LIMITS, is_whole, list_texts
from tvapp.qr import BYTES_BY_SIDE, side_of, squares_of, with_border
from tvapp.remote import Command, Source
from tvapp.svg import render_svg
from tvapp.television import Television
from tvapp.theme import THEMES

ADDRESS = "HTTPS://CHANNEL.EXAMPLE.CN/T/ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WITH_ROOM, WITHOUT_ROOM = SIZES[:3], SIZES[3]
TAKE = "guide/id-card-lost/take"


class ChannelElsewhere(FakeChannel):
    """Gives guides of other places too, as the server does when it is asked for the country."""

    def guide(self, service: str, region: str) -> Fetched[GuideInForce]:
        guide = self.content.guides[service]
        return Fetched(GuideInForce(guide=guide, origins={"title": guide.region}))


def watch(
    channel: FakeChannel,
    size: Size,
    *,
    route: str = TAKE,
    theme: str = "dark",
    edge_percent: int = 5,
    source: Source = "terminal",
) -> Television:
    memory = Memory(region="330106", theme=theme, edge_percent=edge_percent)
    return Television(
        channel,
        memory,
        words=packaged_words(),
        calendar=channel.content.calendar,
        size=size,
        now=MONDAY_MORNING,
        route=route,
        remote_source=source,
    )


def keys_of(television: Television) -> list[str]:
    return [item.key for item in television.page.items]


def press(television: Television, *commands: Command) -> None:
    for number, command in enumerate(commands):
        television.press(command, at_seconds=10.0 * (number + 1))


def photograph_points(points: Points, side: int = 7) -> list[bytearray]:
    """The code as a browser draws it: whole points for each square, on a dark screen."""
    rows = with_border(points.squares, 3)
    dark = [bytearray([0] * (len(rows[0]) * side))] * side
    drawn = [bytearray(b"".join((b"\0" if s == "1" else b"\xff") * side for s in row)) for row in rows]
    return [*dark, *(bytearray(line) for line in drawn for _ in range(side)), *dark]


# -- the address -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", sorted(THEMES))
@pytest.mark.parametrize("size", WITH_ROOM, ids=str)
def test_the_address_is_read_back_from_the_cells(channel: FakeChannel, size: Size, theme: str) -> None:
    television = watch(channel, size, theme=theme)
    assert read_codes(photograph(television.frame())) == [ADDRESS]
    assert channel.taken[-1] == ("id-card-lost", "330106", (), "")


@pytest.mark.parametrize("size", WITH_ROOM, ids=str)
def test_the_address_is_read_back_from_the_picture_that_is_written(channel: FakeChannel, size: Size) -> None:
    svg = render_svg(watch(channel, size).frame())
    assert read_codes(photograph_svg(svg)) == [ADDRESS]
    assert not set("▀▄█") & set(svg), "letters would leave gaps"


@pytest.mark.parametrize("edge_percent", EDGES)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_whatever_a_set_cuts_off_there_is_a_way_to_take_it_along(
    channel: FakeChannel, size: Size, edge_percent: int
) -> None:
    television = watch(channel, size, edge_percent=edge_percent)
    codes = read_codes(photograph(television.frame()))
    assert codes == ([ADDRESS] if "scan" in keys_of(television) else [])
    assert codes or "code" in keys_of(television)
    assert_nothing_overlaps_or_leaves(television.layout)
    assert_no_text_is_lost(television.layout)


@pytest.mark.parametrize("size", WITH_ROOM, ids=str)
@pytest.mark.parametrize("route", [TAKE, "guide/overlong/take"])
def test_text_and_code_lie_beside_each_other_and_the_shortcuts_stay(
    sample_content: Content, size: Size, route: str
) -> None:
    guides = {**sample_content.guides, "overlong": overlong_guide()}
    television = watch(FakeChannel(replace(sample_content, guides=guides)), size, route=route)
    layout, picture = television.layout, television.layout.areas.picture
    assert picture is not None
    assert len(layout.legend) == 3
    for sheet in layout.sheets:
        for placed in [*sheet.placed, *layout.legend]:
            is_apart = placed.rect.right <= picture.rect.x or placed.rect.y >= picture.rect.bottom
            assert is_apart, placed
    assert read_codes(photograph(television.frame())) == [ADDRESS]


def test_the_focus_does_not_disturb_the_code(channel: FakeChannel) -> None:
    for size in WITH_ROOM:
        television = watch(channel, size)
        for _ in range(6):
            press(television, Command.DOWN)
            assert read_codes(photograph(television.frame())) == [ADDRESS]


def test_beside_a_code_the_page_line_still_names_the_key(channel: FakeChannel) -> None:
    television = watch(channel, WITHOUT_ROOM, source="browser")
    assert len(television.layout.sheets) > 1
    assert "第1页，按0翻页" in television.frame().text()


def test_where_there_is_no_room_there_is_a_code_to_type(channel: FakeChannel) -> None:
    television = watch(channel, WITHOUT_ROOM)
    shown = television.frame().text()
    assert "channel.example.cn/k" in shown
    assert "6W2F WYMW" in shown
    assert "10点10分前有用" in shown
    assert "6W2F" not in "".join(television.telling.last_said), "no code is ever said"
    assert television.frame().points is None
    press(television, Command.DOWN, Command.DOWN, Command.DOWN, Command.OK)
    assert [ticket for _, _, _, ticket in channel.taken][-1] == MONDAY_MORNING.isoformat(), "another code was asked for"


def test_while_the_page_is_made_there_is_something_to_press(channel: FakeChannel) -> None:
    channel.take_problem = "loading"
    television = watch(channel, SIZES[1])
    assert television.page.is_waiting
    assert television.focused_item() is not None
    channel.take_problem = ""
    television.refresh()
    assert read_codes(photograph(television.frame())) == [ADDRESS]


# -- in browsers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_browser_gets_the_code_as_a_picture_at_every_size(channel: FakeChannel, size: Size) -> None:
    television = watch(channel, size, source="browser")
    points = television.frame().points
    assert points is not None
    assert read_codes(photograph_points(points)) == [ADDRESS]
    assert points.rect.width >= 0.4 * size.rows, "large enough for a camera at the other end of the room"
    assert points.rect.width <= 2 * points.rect.height <= points.rect.width + 1, (
        "square: a cell is twice as high as wide"
    )
    assert_nothing_overlaps_or_leaves(television.layout)
    assert_no_text_is_lost(television.layout)
    press(television, Command.HOME)
    assert television.frame().points is None


# -- the list as text --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("problem", ["not_found", "unreachable", "limited", "bad_answer"])
@pytest.mark.parametrize("size", WITH_ROOM, ids=str)
def test_without_a_page_the_code_holds_the_list_itself(channel: FakeChannel, size: Size, problem: str) -> None:
    channel.take_problem = problem  # type: ignore[assignment]  # the four are problems
    (text,) = read_codes(photograph(watch(channel, size).frame()))
    assert text.startswith("补身份证\n还要带：居民户口簿")
    assert len(text.encode()) <= 300
    assert text.endswith("看电视"), "what is cut says so"


def test_a_browser_gets_the_whole_list(channel: FakeChannel) -> None:
    channel.is_out_of_reach_of_telephones()
    points = watch(channel, WITHOUT_ROOM, source="browser").frame().points
    assert points is not None
    (text,) = read_codes(photograph_points(points))
    for said in ("还要带：居民户口簿、居民身份证申领登记表", "电话：", "去哪办："):
        assert said in text
    assert len(text.encode()) <= 300


def test_where_neither_fits_the_list_stands_on_the_screen(channel: FakeChannel) -> None:
    channel.is_out_of_reach_of_telephones()
    shown = watch(channel, WITHOUT_ROOM).frame().text()
    assert "画不下二维码" in shown
    assert "还要带：居民户口簿" in shown


def test_a_list_is_cut_between_two_things_and_never_longer_than_asked() -> None:
    words, guide = packaged_words(), overlong_guide()
    texts = list_texts(guide, (), "去政务服务大厅。", words)
    assert [len(text.encode()) for text in texts] == sorted((len(text.encode()) for text in texts), reverse=True)
    assert all(any(len(text.encode()) <= limit for limit in BYTE_LIMITS) for text in texts)
    names = {material.name for material in guide.materials}
    for text in texts:
        assert not is_whole(text, words)
        kept = text.rpartition("\n")[0].partition("还要带：")[2]
        assert all(name in names for name in kept.split("、") if name)


def test_what_only_another_place_does_is_taken_along_from_there_and_says_so(sample_content: Content) -> None:
    there = replace(sample_content.guides["id-card-lost"], id="elsewhere", region="330109")
    channel = ChannelElsewhere(replace(sample_content, guides={**sample_content.guides, "elsewhere": there}))
    watch(channel, SIZES[1], route="guide/elsewhere/take")
    assert channel.taken[-1][:2] == ("elsewhere", "330109")
    channel.is_out_of_reach_of_telephones()
    (text,) = read_codes(photograph(watch(channel, SIZES[1], route="guide/elsewhere/take").frame()))
    assert text.startswith("补身份证（只在萧山区办）\n")


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("service", ["id-card-lost", "overlong"])
@pytest.mark.parametrize("source", ["terminal", "browser"])
def test_the_list_as_text_leaves_everything_whole(
    sample_content: Content, size: Size, service: str, source: Source
) -> None:
    channel = FakeChannel(replace(sample_content, guides={**sample_content.guides, "overlong": overlong_guide()}))
    channel.is_out_of_reach_of_telephones()
    television = watch(channel, size, route=f"guide/{service}/take", source=source)
    assert_nothing_overlaps_or_leaves(television.layout)
    assert_no_text_is_lost(television.layout)
    assert_lines_begin_well(television.layout)
    wanted = {placed.item.key for placed in [*television.layout.all_placed(), *television.layout.legend]}
    assert reachable_from(television.layout, television.visit.focused) == wanted


@pytest.mark.parametrize(
    ("materials", "short", "ticked", "said"),
    [
        (("甲", "乙", "丙"), "", ("乙",), "还要带：甲、丙\n"),
        (("甲",), "", ("甲",), "要带的都备好了\n"),
        ((), "什么都不用带。", (), "什么都不用带。\n"),
        ((), "", (), "要带什么，打电话问\n"),
    ],
)
def test_a_list_names_only_what_is_still_missing(
    materials: tuple[str, ...], short: str, ticked: tuple[str, ...], said: str
) -> None:
    guide = Guide(
        id="x",
        region="000000",
        title="某事",
        topic="household",
        materials=tuple(Material(name=name) for name in materials),
        short=Short(materials=short),
    )
    text = list_texts(guide, ticked, "", packaged_words())[0]
    assert text == f"某事（示例）\n{said}电话：12345"


# -- ticks -------------------------------------------------------------------------------------------------------------


def test_what_is_ticked_goes_along_and_is_still_ticked_afterwards(
    channel: FakeChannel, make_television: MakeTelevision
) -> None:
    television = make_television("guide/id-card-lost/materials", size=SIZES[0])
    press(television, Command.OK, Command.DOWN, Command.OK, Command.DIGIT_6)
    assert television.visit.route.text == TAKE
    assert channel.taken[-1][2] == ("居民户口簿", "居民身份证申领登记表")
    assert "备好2样，还差3样" in television.frame().text()
    press(television, Command.BACK)
    assert television.visit.route.text == "guide/id-card-lost/materials"
    assert television.frame().text().count("[好]") == 2
    assert television.visit.focused == "take"


def test_ticks_are_kept_on_the_way_to_the_guide_and_forgotten_at_home(make_television: MakeTelevision) -> None:
    television = make_television("guide/id-card-lost", size=SIZES[0])
    press(television, Command.DIGIT_4, Command.OK, Command.BACK, Command.DIGIT_4)
    assert television.frame().text().count("[好]") == 1
    press(television, Command.BACK, Command.DIGIT_0, Command.DIGIT_1)
    assert television.visit.route.text == TAKE
    assert "备好1样" in television.frame().text()
    press(television, Command.HOME)
    television.history.open("guide/id-card-lost/materials")
    television.refresh()
    assert "[好]" not in television.frame().text()


def test_ticks_of_one_guide_are_not_those_of_another(make_television: MakeTelevision) -> None:
    television = make_television("guide/id-card-lost/materials")
    press(television, Command.OK)
    television.history.open("guide/social-card-replace/materials")
    television.refresh()
    assert "[好]" not in television.frame().text()


# -- the code itself ---------------------------------------------------------------------------------------------------


def test_a_code_of_capitals_is_smaller_than_one_of_small_letters() -> None:
    assert len(squares_of(ADDRESS)) == 29
    assert len(squares_of(ADDRESS.lower())) > 29


@pytest.mark.parametrize("length", [1, *(count for most in BYTES_BY_SIDE.values() for count in (most, most + 1))])
def test_how_large_a_code_is_is_known_before_it_is_drawn(length: int) -> None:
    text = "带" * (length // 3) + "a" * (length % 3) if length >= 3 else "é"
    assert side_of(text) == len(squares_of(text))


def test_a_long_address_needs_no_larger_code() -> None:
    host = "GOVERNMENT-SERVICES.HANGZHOU.GOV.CN"
    assert len(squares_of(f"HTTPS://{host}/T/{'A' * 26}")) == 29
