"""Fetching a whole region in the background: everything, slowly, by ETag, and gone at once when told."""

import threading
import time
from pathlib import Path

import pytest

from channel_api.client.background import PassCounts, RegionFetcher
from channel_api.client.client import ChannelClient
from tests.channel_api.client.conftest import Clock
from tests.channel_api.client.fake_server import FakeServer, Given, problem
from tests.channel_api.client.samples import GUIDE, OFFICE, SCENARIO, SUMMARY, plain, plain_guide

REGION_CODE = "330106"
ANSWERS = 13  # everything the fake server has, region by region up


class Waiting:
    """Time that passes only by waiting; can be told to stop the fetcher at the n-th wait."""

    def __init__(self, box_clock: Clock, stop_at: int = 0) -> None:
        self._clock, self._stop_at = box_clock, stop_at
        self.waits: list[float] = []

    def __call__(self, seconds: float) -> bool:
        self._clock.advance(seconds)
        self.waits.append(seconds)
        return len(self.waits) == self._stop_at


@pytest.fixture
def waiting(box_clock: Clock) -> Waiting:
    return Waiting(box_clock)


@pytest.fixture
def fetcher(channel: ChannelClient, box_clock: Clock, waiting: Waiting) -> RegionFetcher:
    return RegionFetcher(channel, REGION_CODE, requests_per_second=2.0, monotonic=box_clock, wait=waiting)


def test_after_one_pass_the_home_has_everything_without_the_server(
    fetcher: RegionFetcher, channel: ChannelClient, channel_server: FakeServer
) -> None:
    counts = fetcher.run_pass()
    assert counts == PassCounts(end="done", changed=ANSWERS, confirmed=0, recent=0, failed=0, requests=ANSWERS)
    channel_server.goes_offline()
    for fetch in (
        lambda: channel.topics(REGION_CODE),
        lambda: channel.services("household", REGION_CODE),
        lambda: channel.guide(GUIDE.id, REGION_CODE),
        lambda: channel.offices(GUIDE.id, REGION_CODE),
        lambda: channel.office(OFFICE.id, REGION_CODE),
        lambda: channel.notices(REGION_CODE),
        lambda: channel.lexicon(REGION_CODE),
        lambda: channel.region(REGION_CODE),
        lambda: channel.region("330100"),
        lambda: channel.regions("330100"),
        lambda: channel.scenario(SCENARIO.id),
        channel.scenarios,
        channel.hotlines,
    ):
        assert fetch().age_seconds is not None


def test_requests_keep_their_distance(fetcher: RegionFetcher, waiting: Waiting, box_clock: Clock) -> None:
    begin = box_clock()
    counts = fetcher.run_pass()
    assert box_clock() - begin == pytest.approx((counts.requests - 1) / 2.0)


def test_a_long_list_keeps_its_distance_too(
    fetcher: RegionFetcher, channel_server: FakeServer, box_clock: Clock
) -> None:
    channel_server.lists["/v1/hotlines"] *= 1000
    begin = box_clock()
    assert fetcher.run_pass().requests == ANSWERS + 9
    assert box_clock() - begin == pytest.approx((ANSWERS + 8) / 2.0)


def test_a_second_pass_soon_asks_nothing(fetcher: RegionFetcher, channel_server: FakeServer) -> None:
    fetcher.run_pass()
    asked = len(channel_server.asked)
    counts = fetcher.run_pass()
    assert (counts.end, counts.recent, counts.requests) == ("done", ANSWERS, 0)
    assert len(channel_server.asked) == asked


def test_a_later_pass_has_everything_confirmed_and_fetches_only_what_changed(
    fetcher: RegionFetcher, channel_server: FakeServer, box_clock: Clock
) -> None:
    fetcher.run_pass()
    box_clock.advance(7200)
    channel_server.answers[f"/v1/services/{GUIDE.id}"]["title"] = "新名字"
    counts = fetcher.run_pass()
    assert (counts.changed, counts.confirmed, counts.recent) == (1, ANSWERS - 1, 0)


def test_a_pass_goes_on_where_it_was_broken_off(
    channel: ChannelClient, channel_server: FakeServer, box_clock: Clock
) -> None:
    broken_off = RegionFetcher(
        channel, REGION_CODE, monotonic=box_clock, wait=Waiting(box_clock, stop_at=12)
    ).run_pass()
    assert (broken_off.end, broken_off.requests) == ("stopped", 6)
    rest = RegionFetcher(channel, REGION_CODE, monotonic=box_clock, wait=Waiting(box_clock)).run_pass()
    assert rest.end == "done"
    assert broken_off.changed + rest.changed == ANSWERS
    assert rest.recent == broken_off.changed


def test_a_server_that_is_away_ends_the_pass_at_once(
    fetcher: RegionFetcher, channel_server: FakeServer, box_clock: Clock
) -> None:
    channel_server.goes_offline()
    assert (fetcher.run_pass().end, fetcher.run_pass().requests) == ("unreachable", 1)
    channel_server.comes_back()
    fetcher.run_pass()
    box_clock.advance(7200)
    channel_server.goes_offline()
    assert (fetcher.run_pass().end, fetcher.run_pass().requests) == ("unreachable", 1)


def test_a_server_that_has_enough_ends_the_pass_and_says_for_how_long(
    fetcher: RegionFetcher, channel_server: FakeServer
) -> None:
    channel_server.limits("300")
    counts = fetcher.run_pass()
    assert (counts.end, counts.retry_after_seconds, counts.requests) == ("limited", 300, 1)


def test_one_bad_answer_does_not_keep_the_rest_away(fetcher: RegionFetcher, channel_server: FakeServer) -> None:
    channel_server.lists["/v1/services"] = [plain(SUMMARY) | {"id": f"s{n}"} for n in range(3)]
    channel_server.given["/v1/services/s0"] = Given(200, b"garbage")
    channel_server.given["/v1/services/s1"] = problem(404, "not_found")
    channel_server.answers["/v1/services/s2"] = plain_guide()
    counts = fetcher.run_pass()
    assert counts.end == "done"
    assert counts.failed == 5  # two guides, and the offices of three services that have none
    assert "/v1/services/s2" in channel_server.paths_asked()


def test_a_guide_that_became_garbage_is_counted_and_its_last_version_stays(
    fetcher: RegionFetcher, channel: ChannelClient, channel_server: FakeServer, box_clock: Clock
) -> None:
    fetcher.run_pass()
    box_clock.advance(7200)
    channel_server.given[f"/v1/services/{GUIDE.id}"] = Given(200, b"garbage")
    counts = fetcher.run_pass()
    assert (counts.end, counts.failed) == ("done", 1)
    assert channel.guide(GUIDE.id, REGION_CODE).value.guide == GUIDE


def test_passes_are_repeated_sooner_after_a_failure_and_then_ever_later(
    channel: ChannelClient, channel_server: FakeServer, box_clock: Clock
) -> None:
    channel_server.goes_offline()
    waiting = Waiting(box_clock, stop_at=14)
    RegionFetcher(channel, REGION_CODE, monotonic=box_clock, wait=waiting).run(every_seconds=100.0)
    assert [seconds for seconds in waiting.waits if seconds] == [15, 30, 60, 100, 100, 100, 100]


def test_a_fetcher_in_its_pause_stops_within_a_tenth_of_a_second(channel: ChannelClient, folder: Path) -> None:
    fetcher = RegionFetcher(channel, REGION_CODE, requests_per_second=0.01)
    running = threading.Thread(target=fetcher.run)
    running.start()
    begin = time.monotonic()
    fetcher.stop()
    assert time.monotonic() - begin < 0.1
    running.join(0.5)
    assert not running.is_alive()


def test_a_stopped_fetcher_sends_nothing_more(fetcher: RegionFetcher, channel_server: FakeServer) -> None:
    fetcher.stop()
    assert (fetcher.run_pass().end, channel_server.asked) == ("stopped", [])
