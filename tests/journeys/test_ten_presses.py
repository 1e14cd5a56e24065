"""Every guide there is can be opened from home with at most ten presses, at every size of the screen."""

from __future__ import annotations

from collections import deque

import pytest

from content.files import Content, content_folder, load_content
from content.inheritance import GuideInForce
from tests.tvapp.conftest import MONDAY_MORNING, SIZES
from tests.tvapp.fake_channel import FakeChannel
from tests.tvapp.samples import packaged_words
from tvapp.frame import Size
from tvapp.layout import Layout
from tvapp.memory import Memory
from tvapp.navigation import Target, settle, step, turn
from tvapp.television import Television

MOST_PRESSES = 10


class RememberingChannel(FakeChannel):
    """Works out a region's guides once: the walk looks at every topic."""

    _known: list[GuideInForce] | None = None

    def _in_force(self, region: str) -> list[GuideInForce]:
        if self._known is None:
            self._known = super()._in_force(region)
        return self._known


@pytest.fixture(scope="module")
def real_content() -> Content:
    return load_content(content_folder())


def presses_to_every_item(layout: Layout, start: Target | None = None) -> dict[str, int]:
    """How many presses open each item of a page, from where the focus is when it appears, or from `start`: arrows and
    OK, digits, 0."""
    start = start or settle(layout, 0, "")
    distance = {start: 0}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        targets = [step(layout, here[0], here[1], way) for way in ("UP", "DOWN", "LEFT", "RIGHT")]
        for target in [*targets, turn(layout, here[0], 1, wraps=True)]:
            if target is not None and target not in distance:
                distance[target] = distance[here] + 1
                waiting.append(target)
    presses = {}
    for (_, key), count in distance.items():
        presses[key] = min(presses.get(key, count + 1), count + 1)
    for sheet_number, sheet in enumerate(layout.sheets):
        first = min(count for (sheet_here, _), count in distance.items() if sheet_here == sheet_number)
        for placed in sheet.placed:
            if placed.number:
                presses[placed.item.key] = min(presses[placed.item.key], first + 1)
    return presses


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_guide_is_at_most_ten_presses_from_home(real_content: Content, size: Size) -> None:
    channel = RememberingChannel(real_content)
    memory = Memory(region="330106")

    def layout_of(route: str) -> Layout:
        words, calendar = packaged_words(), real_content.calendar
        television = Television(
            channel, memory, words=words, calendar=calendar, size=size, now=MONDAY_MORNING, route=route
        )
        return television.layout

    from_home = presses_to_every_item(layout_of("home"))
    topics = sorted({guide.topic for guide in real_content.guides.values()} - {"other"})
    needed = {
        service: from_home[f"topic-{topic}"] + presses
        for topic in topics
        for service, presses in presses_to_every_item(layout_of(f"topic/{topic}")).items()
        if service in real_content.guides
    }
    assert set(needed) == {guide.id for guide in real_content.guides.values() if guide.topic != "other"}
    assert {service: presses for service, presses in needed.items() if presses > MOST_PRESSES} == {}
