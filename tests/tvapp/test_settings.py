"""Settings: what OK changes is seen at once and kept."""

import pytest

from tests.tvapp.conftest import MONDAY_MORNING, SIZES, MakeTelevision
from tests.tvapp.fake_channel import FakeChannel
from tests.tvapp.samples import packaged_words
from tests.tvapp.test_every_screen import FILLED, assert_no_text_is_lost, assert_nothing_overlaps_or_leaves
from tvapp.frame import Size
from tvapp.kiosk import GRIDS
from tvapp.memory import EDGES, RATES, THEMES, Memory
from tvapp.remote import Command
from tvapp.television import Television
from tvapp.walk import press


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
    number = next(placed.number for placed in television.layout.all_placed() if placed.item.key == "captions")
    television.press(Command[f"DIGIT_{number}"], at_seconds=10)
    assert not television.memory.captions


def test_a_wider_edge_moves_the_picture_inwards_at_once(make_television: MakeTelevision) -> None:
    television = make_television("settings")
    before = television.layout.areas.title
    choose(television, "edges", 10)
    after = television.layout.areas.title
    assert television.memory.edge_percent == 8
    assert after.x > before.x
    assert after.right < before.right


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("faster", 200, "念快一点了，每分钟二百字。"),
        ("slower", 170, "念慢一点了，每分钟一百七十字。"),
    ],
)
def test_a_step_of_the_rate_is_said_in_words(make_television: MakeTelevision, name: str, value: int, said: str) -> None:
    television = make_television("settings")
    assert television.memory.rate == 185
    assert choose(television, name, 10) == (said,)
    assert television.memory.rate == value


def test_the_rate_ends_at_130_and_at_245_and_says_so(make_television: MakeTelevision) -> None:
    television = make_television("settings")
    for name, end in (("slower", 130), ("faster", 245)):
        heard = [choose(television, name, 10 + count)[0] for count in range(len(RATES))]
        assert television.memory.rate == end
        assert heard[-1].startswith("不能再")


def test_volume_voice_and_speech_are_kept_and_said(make_television: MakeTelevision) -> None:
    television = make_television("settings")
    assert choose(television, "louder", 10) == ("声音大一点了，音量五格，共五格。",)
    assert choose(television, "louder", 12) == ("不能再大了，音量五格，共五格。",)
    assert choose(television, "voice", 14) == ("改好了，男声。",)
    assert choose(television, "speech", 16) == ("改好了，关着。",)
    memory = television.memory
    assert (memory.volume, memory.voice, memory.speech_on) == (100, "male", False)


def test_a_step_back_undoes_a_step(make_television: MakeTelevision) -> None:
    television = make_television("settings")
    for there, back in (("faster", "slower"), ("quieter", "louder")):
        choose(television, there, 10)
        choose(television, back, 12)
    assert television.memory == Memory(region="330106")


def test_a_plain_terminal_says_how_text_becomes_larger(make_television: MakeTelevision) -> None:
    television = make_television("settings")
    shown = television.frame().text()
    assert "Ctrl和加号" in shown
    assert television.page.find("bigger") is None


def test_larger_text_is_chosen_step_by_step_where_it_can_be_changed(make_television: MakeTelevision) -> None:
    television = make_television("settings", changes_text_size=True)
    assert choose(television, "bigger", 10) == ("字大一点了，大字。",)
    assert television.memory.text_size == "large"
    television.resize(Size(*GRIDS["large"]))
    choose(television, "bigger", 12)
    television.resize(Size(*GRIDS["largest"]))
    assert choose(television, "bigger", 14) == ("不能再大了，最大的字。",)
    assert choose(television, "smaller", 16) == ("字小一点了，大字。",)


def test_everything_is_forgotten_only_after_a_question(make_television: MakeTelevision) -> None:
    television = make_television("settings")
    choose(television, "forget", 10)
    assert television.focused_item() == television.page.find("keep")
    television.press(Command.OK, at_seconds=12)
    assert television.memory.region == "330106"
    choose(television, "forget", 14)
    television.press(Command.BACK, at_seconds=16)
    assert television.visit.route.text == "settings"
    assert television.memory.region == "330106"
    choose(television, "forget", 18)
    assert choose(television, "forget_all", 20)[0] == "都清掉了。"
    assert television.memory == Memory()


def test_a_taught_remote_outlives_forgetting() -> None:
    assert Memory("330106", remote="own", rate=130).forgotten() == Memory(remote="own")


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("changes_text_size", [True, False])
def test_the_question_and_every_setting_fit(
    make_television: MakeTelevision, size: Size, changes_text_size: bool
) -> None:
    television = make_television("settings", size=size, changes_text_size=changes_text_size)
    assert_nothing_overlaps_or_leaves(television.layout)
    assert_no_text_is_lost(television.layout)
    choose(television, "forget", 10)
    assert_nothing_overlaps_or_leaves(television.layout)
    assert_no_text_is_lost(television.layout)
    assert television.page.find("forget_all") is not None


@pytest.mark.parametrize("percent", EDGES)
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("route", FILLED)
def test_nothing_leaves_the_safe_area_however_wide_the_edge(
    channel: FakeChannel, route: str, size: Size, percent: int
) -> None:
    memory = Memory(region="330106", edge_percent=percent)
    calendar = channel.content.calendar
    television = Television(
        channel, memory, words=packaged_words(), calendar=calendar, size=size, now=MONDAY_MORNING, route=route
    )
    layout, share = television.layout, percent / 100
    assert len(layout.legend) == 3
    assert_no_text_is_lost(layout)
    for placed in [*layout.all_placed(), *layout.legend]:
        assert placed.rect.x >= size.columns * share
        assert placed.rect.right <= size.columns * (1 - share)
        assert placed.rect.y >= size.rows * share
        assert placed.rect.bottom <= size.rows * (1 - share)
