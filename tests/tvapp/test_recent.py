"""Guides looked at last: found again on the search screen, unless people would hide them."""

from dataclasses import replace

from tests.tvapp.conftest import MONDAY_MORNING, SIZES, MakeTelevision
from tests.tvapp.fake_channel import FakeChannel
from tests.tvapp.samples import packaged_words
from tvapp.memory import MOST_RECENT, Memory
from tvapp.remote import Command, parse_walk
from tvapp.television import Television
from tvapp.walk import take_walk


def walk(television: Television, keys: str) -> None:
    take_walk(television, parse_walk(keys))


def test_a_guide_that_was_looked_at_is_offered_by_the_search_newest_first(television: Television) -> None:
    walk(television, "1 1 back 2 home blue")
    shown = television.frame().text()
    assert shown.index("最近看过") < shown.index("临时居民身份证") < shown.index("居民身份证丢失补领")
    assert television.memory.recent == ("id-card-temporary", "id-card-lost")


def test_looking_again_through_the_parts_of_a_guide_remembers_it_once(television: Television) -> None:
    walk(television, "1 1 4 back 6 back home 1 1")
    assert television.memory.recent == ("id-card-lost",)


def test_a_guide_people_would_hide_leaves_no_trace(channel: FakeChannel, television: Television) -> None:
    hidden = replace(channel.content.guides["id-card-lost"], sensitive=True)
    channel.content = replace(channel.content, guides={**channel.content.guides, "id-card-lost": hidden})
    walk(television, "1 1 4 home 1 2 home blue")
    assert television.memory.recent == ("id-card-temporary",)
    assert "居民身份证丢失补领" not in television.frame().text().split("大家常办")[0]


def test_a_television_many_share_remembers_no_guide(channel: FakeChannel) -> None:
    television = Television(
        channel,
        Memory(region="330106"),
        words=packaged_words(),
        calendar=channel.content.calendar,
        size=SIZES[1],
        now=MONDAY_MORNING,
        keeps_recent=False,
    )
    walk(television, "1 1")
    assert television.memory.recent == ()


def test_a_guide_that_arrives_late_is_remembered_when_it_is_shown(
    channel: FakeChannel, make_television: MakeTelevision
) -> None:
    channel.is_slow()
    television = make_television("guide/id-card-lost")
    assert television.memory.recent == ()
    channel.comes_back()
    television.refresh()
    assert television.memory.recent == ("id-card-lost",)


def test_no_more_than_a_handful_are_kept() -> None:
    memory = Memory()
    for number in range(MOST_RECENT + 3):
        memory = memory.with_recent(f"guide-{number}")
    assert memory.recent[0] == f"guide-{MOST_RECENT + 2}"
    assert len(memory.recent) == MOST_RECENT


def test_clearing_what_is_remembered_clears_them(television: Television) -> None:
    walk(television, "1 1 home")
    television.history.open("settings")
    television.refresh()
    for count, key in enumerate(("forget", "forget_all")):
        television.visit.focused = key
        television.press(Command.OK, at_seconds=900 + count)
    assert television.memory == Memory()
    walk(television, "home blue")
    assert "最近看过" not in television.frame().text()


def test_the_first_of_each_topic_is_offered_to_whoever_has_looked_at_nothing_yet(television: Television) -> None:
    walk(television, "blue")
    shown = television.frame().text()
    assert "大家常办" in shown
    assert "居民身份证丢失补领" in shown
    assert "最近看过" not in shown
