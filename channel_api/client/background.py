"""Fetches everything a region has, slowly and in the background, so that a home without network still has all of it.

By ETag, at a bounded rate; what was fetched or confirmed lately is not asked again, so a pass that was broken off goes
on where it was. Knows no screens.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread
from typing import Literal, TypeVar

from channel_api.client.client import Answer, ChannelClient
from channel_api.client.errors import ClientError, Limited, Unreachable
from channel_api.client.reading import Manner, Source

T = TypeVar("T")

REQUESTS_PER_SECOND = 4.0  # a region of 150 services takes about a minute and a half, and no server feels it
FRESH_SECONDS = 1800.0  # content changes a few times a day
PASS_EVERY_SECONDS = 3600.0
FIRST_RETRY_SECONDS = 15.0  # doubled each time the server stays away, up to the usual pause

MOST_LEVELS = 6  # country, province, city, district, street, community

PassEnd = Literal["done", "stopped", "unreachable", "limited"]


@dataclass(frozen=True, slots=True)
class PassCounts:
    """What one pass did: answers that were new, that the server confirmed, that were recent enough, that failed."""

    end: PassEnd
    changed: int
    confirmed: int
    recent: int
    failed: int
    requests: int
    retry_after_seconds: float = 0.0


class _StoppedError(Exception):
    """Ends a pass from within."""


class _Bounded(Manner):
    """One request after the other with a pause between them; counts, and ends the pass when the server is away."""

    def __init__(
        self, pause_seconds: float, fresh_seconds: float, monotonic: Callable[[], float], wait: Callable[[float], bool]
    ) -> None:
        self.fresh_seconds = fresh_seconds
        self._pause_seconds, self._monotonic, self._wait = pause_seconds, monotonic, wait
        self._next_at = monotonic()
        self.requests = 0
        self.sources: dict[Source, int] = {"changed": 0, "confirmed": 0, "kept": 0, "recent": 0}

    def before_request(self) -> None:
        now = self._monotonic()
        self._wait_or_stop(max(0.0, self._next_at - now))
        self._next_at = max(now, self._next_at) + self._pause_seconds
        self.requests += 1

    def after_reading(self, source: Source, trouble: ClientError | None) -> None:
        self.sources[source] += 1
        if isinstance(trouble, Unreachable | Limited):
            raise trouble
        self._wait_or_stop(0.0)  # where all is recent no request would ask

    def _wait_or_stop(self, seconds: float) -> None:
        if self._wait(seconds):
            raise _StoppedError


class RegionFetcher:
    """`wait` waits so many seconds and tells whether to stop; by default, and besides, `stop` ends it at once."""

    def __init__(
        self,
        client: ChannelClient,
        region: str,
        *,
        requests_per_second: float = REQUESTS_PER_SECOND,
        fresh_seconds: float = FRESH_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
        wait: Callable[[float], bool] | None = None,
    ) -> None:
        self._client, self._region = client, region
        self._pause_seconds = 1.0 / requests_per_second
        self._fresh_seconds = fresh_seconds
        self._monotonic = monotonic
        self._stopping = Event()
        self._wait_seconds = wait or self._stopping.wait

    def _wait(self, seconds: float) -> bool:
        return self._stopping.is_set() or self._wait_seconds(seconds)

    def run_pass(self) -> PassCounts:
        """Fetches all there is once. Returns early when stopped, and when the server does not answer or has enough."""
        manner = _Bounded(self._pause_seconds, self._fresh_seconds, self._monotonic, self._wait)
        walk = _Pass(self._client.reading_in(manner), self._region)
        end: PassEnd = "done"
        retry_after_seconds = 0.0
        try:
            walk.fetch_all()
        except _StoppedError:
            end = "stopped"
        except Unreachable:
            end = "unreachable"
        except Limited as error:
            end, retry_after_seconds = "limited", error.retry_after_seconds
        return PassCounts(
            end=end,
            changed=manner.sources["changed"],
            confirmed=manner.sources["confirmed"],
            recent=manner.sources["recent"],
            failed=walk.failed + manner.sources["kept"],
            requests=manner.requests,
            retry_after_seconds=retry_after_seconds,
        )

    def run(self, *, every_seconds: float = PASS_EVERY_SECONDS) -> None:
        """Pass after pass until stopped; sooner again after one that did not come to its end."""
        retry_seconds = FIRST_RETRY_SECONDS
        while not self._stopping.is_set():
            counts = self.run_pass()
            if counts.end == "done":
                retry_seconds, pause_seconds = FIRST_RETRY_SECONDS, every_seconds
            else:
                pause_seconds = max(retry_seconds, counts.retry_after_seconds)
                retry_seconds = min(retry_seconds * 2, every_seconds)
            if self._wait(pause_seconds):
                return

    def start(self) -> None:
        """Runs on a thread of its own, which does not keep the program from ending."""
        Thread(target=self.run, name=f"fetching {self._region}", daemon=True).start()

    def stop(self) -> None:
        """Returns at once; no further request is sent, and one that is on its way ends by its own time limits."""
        self._stopping.set()


class _Pass:
    """One way through everything a region has. A single answer that fails is counted; a server that is away ends it."""

    def __init__(self, client: ChannelClient, region: str) -> None:
        self._client, self._region = client, region
        self.failed = 0

    def fetch_all(self) -> None:
        """Most wanted first: what the home screen and local understanding need, then the guides, topic by topic.

        Raises Unreachable, Limited, and what the manner of reading raises."""
        client, region = self._client, self._region
        topics = self._try(client.topics, region)
        self._try(client.hotlines)
        self._try(client.notices, region)
        self._try(client.lexicon, region)
        self._fetch_way_up()
        for scenario in self._try(client.scenarios) or ():
            self._try(client.scenario, scenario.id)
        for topic in topics or ():
            for service in self._try(client.services, topic.id, region) or ():
                self._try(client.guide, service.id, region)
                self._try(client.offices, service.id, region)

    def _fetch_way_up(self) -> None:
        """What the choice of a region shows on the way to this one."""
        code = self._region
        for _ in range(MOST_LEVELS):
            place = self._try(self._client.region, code)
            self._try(self._client.regions, code)
            if place is None or not place.parent:
                return
            code = place.parent

    def _try(self, fetch: Callable[..., Answer[T]], *arguments: str) -> T | None:
        try:
            return fetch(*arguments).value
        except (Unreachable, Limited):
            raise
        except ClientError:
            self.failed += 1
            return None
