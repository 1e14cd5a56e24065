"""A television without server, screen or clock of its own, over a small frozen content."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from content.files import Content, load_content
from content.hours import CHINA
from tests.tvapp.fake_channel import FakeChannel
from tests.tvapp.samples import packaged_words, sample_cases, sample_entries
from tvapp.frame import Size
from tvapp.memory import Memory
from tvapp.television import Television

SAMPLE_CONTENT = Path(__file__).parent / "sample_content"
MONDAY_MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)
SIZES = (Size(101, 28), Size(80, 23), Size(68, 19), Size(50, 14))

MakeTelevision = Callable[..., Television]


@pytest.fixture(scope="session")
def sample_content() -> Content:
    return load_content(SAMPLE_CONTENT)


@pytest.fixture
def channel(sample_content: Content) -> FakeChannel:
    return FakeChannel(sample_content, cases=sample_cases(), entries=sample_entries(sample_content))


@pytest.fixture
def make_television(channel: FakeChannel) -> MakeTelevision:
    def make(route: str = "home", *, size: Size = SIZES[1], region: str = "330106", **options: object) -> Television:
        return Television(
            channel,
            Memory(region=region),
            words=packaged_words(),
            calendar=channel.content.calendar,
            size=size,
            now=MONDAY_MORNING,
            route=route,
            **options,  # type: ignore[arg-type]  # those of a television
        )

    return make


@pytest.fixture
def television(make_television: MakeTelevision) -> Television:
    return make_television()
