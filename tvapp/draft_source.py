"""Where a television that draws a draft gets its data: the draft itself, and around it what is published."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any, TypeVar

from channel_api.client.client import ChannelClient
from channel_api.client.draft import Draft
from content.inheritance import GuideInForce
from content.model import Hotline, Notice, Office, Scenario
from tvapp.executors import AtOnce
from tvapp.fetched import Fetched
from tvapp.guide_source import GuideSource

T = TypeVar("T")


class DraftSource(GuideSource):
    """One draft at a time takes the place of what is published under its name; a new one stands before the others."""

    def __init__(self, connect: Callable[[], ChannelClient], *, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(connect, AtOnce(), clock=clock)
        self._draft: Any = None

    def show(self, draft: Draft) -> None:
        """From now on this one."""
        self._draft = draft.thing

    def guide(self, service: str, region: str) -> Fetched[GuideInForce]:
        """The draft, where it is the one that is asked for."""
        return Fetched(self._draft) if self._is_guide(service) else super().guide(service, region)

    def offices(self, service: str, region: str) -> Fetched[tuple[Office, ...]]:
        """Of a service that was never published no office knows yet."""
        found = super().offices(service, region)
        is_new = found.problem == "not_found" and self._is_guide(service)
        return Fetched(()) if is_new else found

    def office(self, office: str, region: str) -> Fetched[Office]:
        """Likewise."""
        is_it = isinstance(self._draft, Office) and self._draft.id == office
        return Fetched(self._draft) if is_it else super().office(office, region)

    def notices(self, region: str) -> Fetched[tuple[Notice, ...]]:
        """The draft first: it is what one wants to see."""
        return self._first(Notice, super().notices(region), lambda notice: notice.id)

    def hotlines(self) -> Fetched[tuple[Hotline, ...]]:
        """Likewise."""
        return self._first(Hotline, super().hotlines(), lambda line: line.number)

    def scenario(self, scenario: str) -> Fetched[Scenario]:
        """Likewise."""
        is_it = isinstance(self._draft, Scenario) and self._draft.id == scenario
        return Fetched(self._draft) if is_it else super().scenario(scenario)

    def _is_guide(self, service: str) -> bool:
        return isinstance(self._draft, GuideInForce) and self._draft.guide.id == service

    def _first(self, cls: type[T], found: Fetched[tuple[T, ...]], name: Callable[[T], str]) -> Fetched[tuple[T, ...]]:
        draft = self._draft
        if not isinstance(draft, cls):
            return found
        others = (thing for thing in found.value or () if name(thing) != name(draft))
        return Fetched((draft, *others))
