"""Every guide there is can be taken along: at most three presses from its page, at every size of the screen."""

from __future__ import annotations

import pytest

from channel_api.search.lexicon_building import entry_of
from content.files import Content, content_folder, load_content
from content.understanding.vocabulary import Vocabulary
from content.understanding.wording import load_wording
from tests.journeys.test_ten_presses import RememberingChannel, presses_to_every_item
from tests.tvapp.camera import photograph, read_codes
from tests.tvapp.conftest import MONDAY_MORNING, SIZES
from tests.tvapp.samples import packaged_words
from tvapp.frame import Size
from tvapp.memory import Memory
from tvapp.remote import Command
from tvapp.television import Television

MOST_PRESSES = 3
MOST_FROM_HOME = 10
LEAST_TYPED, MOST_TYPED = 2, 4
WITH_ROOM = (SIZES[0], SIZES[2])  # the most and the least a code has room for


@pytest.fixture(scope="module")
def real_content() -> Content:
    return load_content(content_folder())


@pytest.fixture(scope="module")
def channel(real_content: Content) -> RememberingChannel:
    vocabulary = Vocabulary(load_wording(content_folder() / "wording"))
    entries = [entry_of(guide, vocabulary) for guide in real_content.guides.values()]
    return RememberingChannel(real_content, entries=entries)


def watch(channel: RememberingChannel, route: str, size: Size) -> Television:
    return Television(
        channel,
        Memory(region="330106"),
        words=packaged_words(),
        calendar=channel.content.calendar,
        size=size,
        now=MONDAY_MORNING,
        route=route,
    )


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_taking_along_is_at_most_three_presses_from_every_guide(channel: RememberingChannel, size: Size) -> None:
    presses = {
        service: presses_to_every_item(watch(channel, f"guide/{service}", size).layout)["take"]
        for service in channel.content.guides
    }
    assert {service: count for service, count in presses.items() if count > MOST_PRESSES} == {}


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_taking_along_is_at_most_ten_presses_from_home(channel: RememberingChannel, size: Size) -> None:
    """By its topic, or by the number pad: the blue key, a few first letters, arrows."""
    from_home = presses_to_every_item(watch(channel, "home", size).layout)
    by_topic = {
        service: from_home[f"topic-{topic.id}"] + presses
        for topic in channel.content.topics
        if topic.on_home
        for service, presses in presses_to_every_item(watch(channel, f"topic/{topic.id}", size).layout).items()
        if service in channel.content.guides
    }
    on_page = {
        service: presses_to_every_item(watch(channel, f"guide/{service}", size).layout)["take"]
        for service in channel.content.guides
    }
    far = {service for service, presses in by_topic.items() if presses + on_page[service] > MOST_FROM_HOME}
    by_keypad = {service: presses_by_keypad(channel, service, size) for service in far}
    assert {s: n for s, n in by_keypad.items() if n + on_page[s] > MOST_FROM_HOME} == {}
    assert far < by_topic.keys(), "most are near by their topic"


def presses_by_keypad(channel: RememberingChannel, service: str, size: Size) -> int:
    """The blue key, the first letters of one of its names, then to it and OK; the fewest over names and lengths."""
    entry = next(entry for entry in channel.entries if entry.id == service)
    fewest = MOST_FROM_HOME
    for digits in entry.t9:
        for typed in range(LEAST_TYPED, min(len(digits), MOST_TYPED) + 1):
            television = watch(channel, "home", size)
            keys = [Command.BLUE, *(Command(f"DIGIT_{digit}") for digit in digits[:typed])]
            for second, key in enumerate(keys):
                television.press(key, at_seconds=float(second))
            here = television.visit.sheet, television.visit.focused
            presses = presses_to_every_item(television.layout, start=here)
            fewest = min(fewest, len(keys) + presses.get(f"found-{service}", MOST_FROM_HOME))
    return fewest


@pytest.mark.parametrize("size", WITH_ROOM, ids=str)
def test_the_list_of_every_guide_is_read_back_as_text(channel: RememberingChannel, size: Size) -> None:
    channel.is_out_of_reach_of_telephones()
    for service, guide in channel.content.guides.items():
        (text,) = read_codes(photograph(watch(channel, f"guide/{service}/take", size).frame()))
        assert text.startswith(guide.spoken_name or guide.title), service
        assert len(text.encode()) <= 300
