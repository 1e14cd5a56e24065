"""Asks a running server's search, for the statistics of editors (docs/adr/0018).

The one module of content that knows the network: imported by the command alone and only when asked for, never by what
reads or checks content. It sends nothing but the test questions of the guides.
"""

from __future__ import annotations

import http.client
import json
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from typing import Any

from content.faults import ContentError
from content.question_share import FirstAnswer

TIMEOUT_SECONDS = 10.0
# A household asks once in minutes; this leaves a small box free for those who watch while an editor counts.
MOST_QUESTIONS_PER_SECOND = 40.0


class UnansweredError(ContentError):
    """The server does not answer, or what answers is not this channel's server."""


class SearchAsker:
    """Asks `/v1/search` for one region at a bounded rate. `clock` and `wait` are in seconds."""

    def __init__(
        self,
        url: str,
        *,
        region: str,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise UnansweredError(url)
        self._search = url.rstrip("/") + "/v1/search"
        self._region = region
        self._clock = clock
        self._wait = wait
        self._next_at = clock()
        # A server on this machine or in this house is asked directly, never through a proxy of the environment.
        direct = [urllib.request.ProxyHandler({})] if parts.scheme == "http" else []
        self._opener = urllib.request.build_opener(*direct)

    def ask(self, question: str) -> FirstAnswer:
        """The verdict and the first result. Raises UnansweredError."""
        self._keep_to_the_rate()
        query = urllib.parse.urlencode({"q": question, "region": self._region, "limit": "1"})
        try:
            with self._opener.open(f"{self._search}?{query}", timeout=TIMEOUT_SECONDS) as response:
                return _first_of(json.load(response))
        except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError, AttributeError) as error:
            raise UnansweredError(self._search) from error

    def _keep_to_the_rate(self) -> None:
        early_seconds = self._next_at - self._clock()
        if early_seconds > 0:
            self._wait(early_seconds)
        self._next_at = max(self._next_at, self._clock()) + 1 / MOST_QUESTIONS_PER_SECOND


def _first_of(answer: Any) -> FirstAnswer:
    results = answer["results"]
    if not results:
        return FirstAnswer(str(answer["verdict"]))
    return FirstAnswer(str(answer["verdict"]), str(results[0]["id"]), str(results[0]["title"]))
