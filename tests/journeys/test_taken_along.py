"""Every guide there is can be taken along: at most three presses from its page, at every size of the screen."""

from __future__ import annotations

import pytest

from content.files import Content, content_folder, load_content
from tests.journeys.test_ten_presses import RememberingChannel, presses_to_every_item
from tests.tvapp.camera import photograph, read_codes
from tests.tvapp.conftest import MONDAY_MORNING, SIZES
from tvapp.frame import Size
from tvapp.memory import Memory
from tvapp.television import Television
from tvapp.words import Words

MOST_PRESSES = 3
WITH_ROOM = SIZES[:3]


@pytest.fixture(scope="module")
def real_content() -> Content:
    return load_content(content_folder())


@pytest.fixture(scope="module")
def channel(real_content: Content) -> RememberingChannel:
    return RememberingChannel(real_content)


def watch(channel: RememberingChannel, route: str, size: Size) -> Television:
    return Television(
        channel,
        Memory(region="330106"),
        words=Words.load(),
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


@pytest.mark.parametrize("size", WITH_ROOM, ids=str)
def test_the_list_of_every_guide_is_read_back_as_text(channel: RememberingChannel, size: Size) -> None:
    channel.is_out_of_reach_of_telephones()
    for service, guide in channel.content.guides.items():
        (text,) = read_codes(photograph(watch(channel, f"guide/{service}/take", size).frame()))
        assert text.startswith(guide.spoken_name or guide.title), service
        assert len(text.encode()) <= 300
