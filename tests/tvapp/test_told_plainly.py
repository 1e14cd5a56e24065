"""What is said while data is on its way, and how parts of a sentence are joined."""

import pytest

from content.model import Region
from tests.tvapp.conftest import SIZES, MakeTelevision
from tests.tvapp.fake_channel import FakeChannel
from tvapp.fetched import Fetched
from tvapp.page import join_spoken, passage
from tvapp.remote import parse_walk
from tvapp.television import Television
from tvapp.walk import take_walk


def walk(television: Television, keys: str) -> None:
    take_walk(television, parse_walk(keys))


def test_what_was_chosen_is_still_said_when_the_next_screen_arrives_late(
    channel: FakeChannel, make_television: MakeTelevision
) -> None:
    television = make_television(region="000000")
    walk(television, "7 2 2")
    known = channel.topics
    channel.topics = lambda region: Fetched(problem="loading")  # type: ignore[method-assign]
    walk(television, "4")
    assert television.page.is_waiting
    channel.topics = known  # type: ignore[method-assign]
    television.refresh()
    assert television.telling.last_said[0] == "选好了，西湖区。"
    assert "这里是政务服务频道。" in television.telling.last_said


def test_a_key_ends_what_was_kept_for_the_screen_on_its_way(
    channel: FakeChannel, make_television: MakeTelevision
) -> None:
    television = make_television(region="000000")
    walk(television, "7 2 2")
    known = channel.topics
    channel.topics = lambda region: Fetched(problem="loading")  # type: ignore[method-assign]
    walk(television, "4 down")
    channel.topics = known  # type: ignore[method-assign]
    television.refresh()
    assert all("选好了" not in sentence for sentence in television.telling.last_said)


def test_a_place_is_called_by_its_name_before_it_is_fetched_by_itself(
    channel: FakeChannel, make_television: MakeTelevision
) -> None:
    known = channel.region
    here = ("000000",)

    def region(code: str) -> Fetched[Region]:
        return known(code) if code in here else Fetched(problem="loading")

    channel.region = region  # type: ignore[method-assign]
    television = make_television("region", region="000000")
    walk(television, "2")
    assert television.telling.last_said[0] == "浙江省。"
    assert television.page.title == "选地区　浙江省"
    walk(television, "2 3")
    assert all("地区不明" not in sentence for sentence in television.telling.last_said)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("多久", "四十五天。"), "多久，四十五天"),
        (("要多久？", "四十五天。"), "要多久？四十五天"),
        (("着火了！", "先跑"), "着火了！先跑"),
        (("只有这个。",), "只有这个"),
    ],
)
def test_a_question_keeps_its_mark_and_gets_no_comma(parts: tuple[str, ...], said: str) -> None:
    assert join_spoken(parts) == said
    assert "？，" not in passage("faq", "要多久？", "四十五天。").spoken


def test_no_sentence_that_is_said_begins_with_a_comma(make_television: MakeTelevision) -> None:
    television = make_television("guide/id-card-lost/faq")
    for placed in television.layout.all_placed():
        television.visit.focused = placed.item.key
        television.refresh()
        assert not [sentence for sentence in television.telling.last_said if sentence[0] in "，。？！"]


def test_the_list_where_no_code_has_room_is_whole_and_says_thing_by_thing(
    channel: FakeChannel, make_television: MakeTelevision
) -> None:
    channel.is_out_of_reach_of_telephones()
    television = make_television("guide/id-card-lost/take", size=SIZES[3])
    assert television.telling.last_said == ("这个画面太小，画不下二维码。",)
    shown = [placed.item.label for placed in television.layout.all_placed()]
    assert any(label.startswith("多少钱：") for label in shown)
    assert all("看电视" not in label for label in shown)


def test_a_line_for_questions_is_not_called_at_once(make_television: MakeTelevision) -> None:
    calm = make_television("emergency/12345").telling.last_said[0]
    danger = make_television("emergency/110").telling.last_said[0]
    assert "马上" in danger
    assert "马上" not in calm
    assert "12345" in calm
