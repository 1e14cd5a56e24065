"""What a box answered without the server, told to it once an hour as counts: which service, by which door.

Kept in memory only; what a lost plug or an absent server costs is lost. Nothing waits for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import random
from threading import Event, Lock, Thread

from channel_api.answers import Aspect, DemandCount, DemandDoor
from channel_api.client.client import ChannelClient
from channel_api.client.errors import ClientError, Limited, Unreachable

EVERY_SECONDS = 3600.0
MOST_KEYS = 100  # what the server takes at once; a household opens a dozen guides in an hour
HIGHEST_COUNT = 1_000

Key = tuple[DemandDoor, str, Aspect]


class DemandTeller:
    """`count` from any thread; the first one starts the telling on a thread of its own, which keeps no program from
    ending. `wait` waits so many seconds and tells whether to stop."""

    def __init__(self, connect: Callable[[], ChannelClient], *, wait: Callable[[float], bool] | None = None) -> None:
        self._connect = connect
        self._wait = wait or Event().wait
        self._counts: Counter[Key] = Counter()
        self._lock = Lock()
        self._is_telling = False

    def count(self, service: str, door: DemandDoor, aspect: Aspect = "") -> None:
        """One answer given here; `service` empty where nothing was found."""
        self._add({(door, service, aspect): 1})
        if not self._is_telling:
            self._is_telling = True
            Thread(target=self._run, name="demand", daemon=True).start()

    def tell(self) -> None:
        """Sends what was counted; kept for the next hour where the server is away or has enough."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return
        told = [
            DemandCount(door=door, service=service, aspect=aspect, count=count)
            for (door, service, aspect), count in counts.items()
        ]
        try:
            self._connect().tell_demand(told)
        except (Unreachable, Limited):
            self._add(counts)
        except ClientError:
            return  # a server that does not want these will not want them in an hour either

    def _add(self, counts: dict[Key, int]) -> None:
        with self._lock:
            for key, count in counts.items():
                if key in self._counts or len(self._counts) < MOST_KEYS:
                    self._counts[key] = min(self._counts[key] + count, HIGHEST_COUNT)

    def _run(self) -> None:
        # Some moment of the first hour: after a power cut all boxes of a town start at once, and must not come at once.
        pause_seconds = random() * EVERY_SECONDS  # noqa: S311  spreads load, guards nothing
        while not self._wait(pause_seconds):
            self.tell()
            pause_seconds = EVERY_SECONDS
