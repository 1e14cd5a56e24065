"""The data of one browser's session: what is public is fetched once for all, what is personal stays in the session."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any

from channel_api.answers import Aspect, DemandDoor
from channel_api.client.client import ChannelClient
from tvapp.bounds import Key
from tvapp.fetched import Fetched
from tvapp.guide_source import SENT_ONCE, TAKE, GuideSource, Load

OWN = (*SENT_ONCE, TAKE, "search")  # questions and lists are nobody else's business


class SessionSource(GuideSource):
    """Asks `shared` for everything that is the same for everybody in a region."""

    def __init__(
        self,
        shared: GuideSource,
        connect: Callable[[], ChannelClient],
        executor: Executor,
        *,
        clock: Callable[[], float],
    ) -> None:
        super().__init__(connect, executor, clock=clock)
        self._shared = shared

    def note_opening(self, route: str, door: DemandDoor | None, aspect: Aspect = "") -> None:
        """Counted for all browsers together."""
        self._shared.note_opening(route, door, aspect)

    def forget_problems(self) -> None:
        """Lets what failed be tried again, here and for all."""
        super().forget_problems()
        self._shared.forget_problems()

    def _get(self, key: Key, load: Load) -> Fetched[Any]:
        return super()._get(key, load) if key[0] in OWN else self._shared._get(key, load)
