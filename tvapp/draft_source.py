"""Where a television that draws a draft gets its data: the draft itself, and around it what is published."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from channel_api.client.client import ChannelClient
from content.inheritance import GuideInForce
from content.model import Office
from tvapp.executors import AtOnce
from tvapp.fetched import Fetched
from tvapp.guide_source import GuideSource


class DraftSource(GuideSource):
    """One draft at a time takes the place of the published guide of its name; a new one stands beside them all."""

    def __init__(self, connect: Callable[[], ChannelClient], *, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(connect, AtOnce(), clock=clock)
        self._draft: GuideInForce | None = None

    def show(self, draft: GuideInForce) -> None:
        """From now on this one."""
        self._draft = draft

    def guide(self, service: str, region: str) -> Fetched[GuideInForce]:
        """The draft, where it is the one that is asked for."""
        draft = self._draft
        is_it = draft is not None and draft.guide.id == service
        return Fetched(draft) if is_it else super().guide(service, region)

    def offices(self, service: str, region: str) -> Fetched[tuple[Office, ...]]:
        """Of a service that was never published no office knows yet."""
        found = super().offices(service, region)
        is_new = found.problem == "not_found" and self._draft is not None and self._draft.guide.id == service
        return Fetched(()) if is_new else found
