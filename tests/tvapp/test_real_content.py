"""Every page of a guide at every size, with the shortest, the usual and the longest of the channel's own guides."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from content.files import Content, content_folder, load_content
from content.inheritance import GuideInForce
from content.model import Guide
from tests.tvapp.conftest import MONDAY_MORNING, SIZES
from tests.tvapp.fake_channel import FakeChannel
from tests.tvapp.samples import packaged_words
from tests.tvapp.test_every_screen import (
    assert_lines_begin_well,
    assert_no_text_is_lost,
    assert_nothing_overlaps_or_leaves,
    reachable_from,
)
from tvapp.frame import Size
from tvapp.layout import Layout
from tvapp.memory import Memory
from tvapp.routes import PATTERNS
from tvapp.television import Television

SHARES = {"shortest": 0.0, "median": 0.5, "99th percentile": 0.99, "longest": 1.0}
PARTS = tuple(pattern for pattern in PATTERNS if pattern.startswith("guide/{id}"))

# What makes a page of a guide long, part by part.
LENGTHS: dict[str, Callable[[Guide], int]] = {
    "guide/{id}": lambda guide: len(guide.title) + len(repr(guide.short)),
    "guide/{id}/steps/{n}": lambda guide: max((len(step.detail) for step in guide.steps), default=0),
    "guide/{id}/materials": lambda guide: len(repr(guide.materials)),
    "guide/{id}/offices": lambda guide: len(repr(guide.channels)) + len(repr(guide.booking)),
    "guide/{id}/fees": lambda guide: len(repr((guide.fees, guide.limits, guide.results, guide.when_to_apply))),
    "guide/{id}/conditions": lambda guide: len(repr((guide.eligibility, guide.scope, guide.agent, guide.legal_basis))),
    "guide/{id}/faq": lambda guide: len(repr(guide.faq)),
}


@pytest.fixture(scope="module")
def real_channel() -> FakeChannel:
    return RememberingChannel(load_content(content_folder()))


class RememberingChannel(FakeChannel):
    """Works the guides of the one region out once."""

    _known: list[GuideInForce] | None = None

    def _in_force(self, region: str) -> list[GuideInForce]:
        if self._known is None:
            self._known = super()._in_force(region)
        return self._known


def guide_at(content: Content, pattern: str, share: float) -> Guide:
    """The guide of that rank when all are sorted by the length of this page."""
    length = LENGTHS.get(pattern, lambda guide: len(repr(guide)))
    ranked = sorted(content.guides.values(), key=lambda guide: (length(guide), guide.id))
    return ranked[round(share * (len(ranked) - 1))]


def open_at(channel: FakeChannel, route: str, size: Size) -> Layout:
    words, calendar, memory = packaged_words(), channel.content.calendar, Memory(region="330106")
    television = Television(channel, memory, words=words, calendar=calendar, size=size, now=MONDAY_MORNING, route=route)
    return television.layout


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("share", SHARES.values(), ids=SHARES)
@pytest.mark.parametrize("pattern", PARTS)
def test_real_guides_are_whole_and_reachable(real_channel: FakeChannel, pattern: str, share: float, size: Size) -> None:
    guide = guide_at(real_channel.content, pattern, share)
    for number in range(1, max(len(guide.steps), 1) + 1) if "{n}" in pattern else (1,):
        layout = open_at(real_channel, pattern.format(id=guide.id, n=number), size)
        assert_nothing_overlaps_or_leaves(layout)
        assert_no_text_is_lost(layout)
        assert_lines_begin_well(layout)
        wanted = {placed.item.key for placed in [*layout.all_placed(), *layout.legend]}
        assert reachable_from(layout, layout.page.focus or layout.all_placed()[0].item.key) == wanted


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("route", ["home", "region", "notices", "hotlines", "scenarios"])
def test_the_lists_of_the_real_content_are_whole(real_channel: FakeChannel, route: str, size: Size) -> None:
    layout = open_at(real_channel, route, size)
    assert_nothing_overlaps_or_leaves(layout)
    assert_no_text_is_lost(layout)
    assert_lines_begin_well(layout)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_real_topic_office_and_life_event_is_whole(real_channel: FakeChannel, size: Size) -> None:
    content = real_channel.content
    longest = sorted(content.offices, key=lambda office: len(office.name) + len(office.address))
    offices = [longest[round(share * (len(longest) - 1))] for share in SHARES.values()]
    routes = [f"office/{office.id}" for office in offices]
    routes += [f"topic/{topic.id}" for topic in content.topics]
    routes += [f"scenario/{scenario.id}" for scenario in content.scenarios]
    routes += [f"emergency/{hotline.number}" for hotline in content.hotlines]
    for route in routes:
        layout = open_at(real_channel, route, size)
        assert_nothing_overlaps_or_leaves(layout)
        assert_no_text_is_lost(layout)
        assert_lines_begin_well(layout)
