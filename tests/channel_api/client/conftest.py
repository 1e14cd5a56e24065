"""A server that can fail, a clock that stands, and a client between them with its own folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from channel_api.client.client import ChannelClient
from tests.channel_api.client.fake_server import FakeServer, running_server
from tests.channel_api.client.samples import (
    CASE,
    CITY,
    GUIDE,
    HOTLINE,
    LEXICON,
    NOTICE,
    OFFICE,
    REGION,
    SCENARIO,
    SEARCH,
    SUMMARY,
    TOPIC,
    plain,
    plain_guide,
)


class Clock:
    """Seconds since 1970; stands until told."""

    def __init__(self, seconds: float = 1_795_000_000.0) -> None:
        self.seconds = seconds

    def __call__(self) -> float:
        return self.seconds

    def advance(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.fixture
def box_clock() -> Clock:
    return Clock()


@pytest.fixture
def channel_server() -> Iterator[FakeServer]:
    """Has one of everything."""
    with running_server() as server:
        server.lists = {
            "/v1/regions": [plain(REGION)],
            "/v1/topics": [plain(TOPIC)],
            "/v1/services": [plain(SUMMARY)],
            f"/v1/services/{GUIDE.id}/offices": [plain(OFFICE)],
            "/v1/hotlines": [plain(HOTLINE)],
            "/v1/notices": [plain(NOTICE)],
            "/v1/scenarios": [plain(SCENARIO)],
        }
        server.answers = {
            "/v1/regions/330106": plain(REGION),
            "/v1/regions/330100": plain(CITY),
            f"/v1/services/{GUIDE.id}": plain_guide(),
            f"/v1/scenarios/{SCENARIO.id}": plain(SCENARIO),
            "/v1/lexicon": plain(LEXICON),
            "/v1/search": plain(SEARCH),
            "/v1/cases/lookup": plain(CASE),
            "/v1/feedback": {"number": "123412341234", "code": "654321"},
            "/v1/demand": {"counted": 2},
            "/v1/ratings": {"stars": 5, "votes": 1, "average": None},
            "/readyz": {"status": "ready", "services": 1},
        }
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "last-known"


@pytest.fixture
def channel(channel_server: FakeServer, folder: Path, box_clock: Clock) -> ChannelClient:
    """Times out soon, so that a slow server does not hold the tests up."""
    return ChannelClient(
        channel_server.url, folder=folder, connect_timeout_seconds=0.5, read_timeout_seconds=0.2, clock=box_clock
    )
