"""Keeps everything of the household's region on the box, so that the channel works when the network does not."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

from channel_api.client.background import RegionFetcher
from channel_api.client.client import ChannelClient
from channel_api.client.errors import ClientError


class RegionKeeper:
    """One region at a time; a new one ends the fetching of the old."""

    def __init__(self, connect: Callable[[], ChannelClient]) -> None:
        self._connect = connect
        self._fetcher: RegionFetcher | None = None
        self._wanted = ""

    def keep(self, region: str) -> None:
        """From now on this region, on a thread of its own; the same region again changes nothing."""
        if region == self._wanted:
            return
        self.stop()
        self._wanted = region
        Thread(target=self._run, args=(region,), name="region-keeper", daemon=True).start()

    def _run(self, region: str) -> None:
        try:
            fetcher = RegionFetcher(self._connect(), region)
        except ClientError:
            return  # no server at all: screens say so, and a restart of the television asks again
        if region == self._wanted:
            self._fetcher = fetcher
            fetcher.run()

    def stop(self) -> None:
        """Ends what is under way within a tenth of a second."""
        self._wanted = ""
        if self._fetcher is not None:
            self._fetcher.stop()
