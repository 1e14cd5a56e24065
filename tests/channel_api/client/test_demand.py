"""What the box answered by itself reaches the server as counts, once an hour, and is lost without harm."""

from collections.abc import Sequence
from pathlib import Path
from threading import Event

import pytest

from channel_api.answers import DemandCount, DemandReceipt
from channel_api.client.client import ChannelClient
from channel_api.client.demand import EVERY_SECONDS, HIGHEST_COUNT, MOST_KEYS, DemandTeller
from channel_api.client.errors import ClientError, Limited, Refused, Unreachable

PATIENCE_SECONDS = 10


class FakeClient(ChannelClient):
    """Takes counts, or fails."""

    def __init__(self, folder: Path) -> None:
        super().__init__("http://127.0.0.1:9", folder=folder)
        self.told: list[list[DemandCount]] = []
        self.trouble: ClientError | None = None

    def tell_demand(self, counts: Sequence[DemandCount]) -> DemandReceipt:
        if self.trouble is not None:
            raise self.trouble
        self.told.append(list(counts))
        return DemandReceipt(counted=len(counts))


class Hours:
    """Passes so many pauses at once, then stops."""

    def __init__(self, count: int) -> None:
        self.left = count
        self.waited: list[float] = []
        self.is_over = Event()

    def wait(self, seconds: float) -> bool:
        self.waited.append(seconds)
        self.left -= 1
        if self.left < 0:
            self.is_over.set()
        return self.left < 0


@pytest.fixture
def client(tmp_path: Path) -> FakeClient:
    return FakeClient(tmp_path)


@pytest.fixture
def teller(client: FakeClient) -> DemandTeller:
    return DemandTeller(lambda: client, wait=lambda _: True)


def test_equal_answers_are_one_count(teller: DemandTeller, client: FakeClient) -> None:
    for _ in range(3):
        teller.count("id-card-lost", "keypad")
    teller.count("id-card-lost", "voice", "fee")
    teller.count("", "voice")
    teller.tell()
    assert client.told == [
        [
            DemandCount(door="keypad", service="id-card-lost", count=3),
            DemandCount(door="voice", service="id-card-lost", aspect="fee", count=1),
            DemandCount(door="voice", count=1),
        ]
    ]


def test_nothing_is_sent_where_nothing_was_counted_and_nothing_twice(teller: DemandTeller, client: FakeClient) -> None:
    teller.tell()
    teller.count("id-card-lost", "keypad")
    teller.tell()
    teller.tell()
    assert len(client.told) == 1


@pytest.mark.parametrize("trouble", [Unreachable("away"), Limited("enough", retry_after_seconds=9)], ids=repr)
def test_while_the_server_is_away_or_has_enough_counts_wait(
    teller: DemandTeller, client: FakeClient, trouble: ClientError
) -> None:
    client.trouble = trouble
    teller.count("id-card-lost", "keypad")
    teller.tell()
    client.trouble = None
    teller.count("id-card-lost", "keypad")
    teller.tell()
    assert client.told == [[DemandCount(door="keypad", service="id-card-lost", count=2)]]


def test_what_a_server_refuses_is_dropped(teller: DemandTeller, client: FakeClient) -> None:
    client.trouble = Refused("an older server")
    teller.count("id-card-lost", "keypad")
    teller.tell()
    client.trouble = None
    teller.tell()
    assert client.told == []


def test_no_more_is_kept_than_the_server_takes(teller: DemandTeller, client: FakeClient) -> None:
    for number in range(MOST_KEYS + 20):
        teller.count(f"service-{number}", "keypad")
    for _ in range(HIGHEST_COUNT + 5):
        teller.count("service-0", "keypad")
    teller.tell()
    assert len(client.told[0]) == MOST_KEYS
    assert client.told[0][0].count == HIGHEST_COUNT


def test_it_tells_every_hour_from_some_moment_of_the_first(client: FakeClient) -> None:
    hours = Hours(2)
    teller = DemandTeller(lambda: client, wait=hours.wait)
    teller.count("id-card-lost", "keypad")
    assert hours.is_over.wait(PATIENCE_SECONDS)
    assert len(client.told) == 1
    assert 0 <= hours.waited[0] < EVERY_SECONDS
    assert hours.waited[1:] == [EVERY_SECONDS, EVERY_SECONDS]
