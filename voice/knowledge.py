"""What the dialogue asks others for: guides, places, cases. It alone calls the channel's client.

Screens and answers never wait for a server that is known to be away: then what is kept answers at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Literal, Protocol, TypeVar, cast

from channel_api.answers import CaseProgress, FeedbackKind, FeedbackReceipt, Lexicon, SearchAnswer
from channel_api.client.client import Answer, ChannelClient
from channel_api.client.errors import ClientError, Limited, NotFound, Refused
from channel_api.client.reading import Manner, Source
from content.codec import decode_kind
from content.faults import FaultyContentError
from content.files import content_folder
from content.inheritance import GuideInForce
from content.model import Hotline, Office, Region
from content.ready_sentences import ready_sentences_by_kind
from content.understanding.verdict import SHOWN_CHOICES
from content.yaml_text import load_plain
from voice.regions_named import PLACES_FILE, RegionNames

T = TypeVar("T")
Problem = Literal["not_found", "limited", "refused", "unreachable"]

FRESH_SECONDS = 300.0  # content changes a few times a day
SEARCH_SECONDS = 0.4  # for what may well be nothing: later than this silence would be longer than the answer is worth
AWAY_SECONDS = 30.0  # how long a server that did not answer is left alone


class Knowledge(Protocol):
    """Everything a conversation may need to know."""

    def guide(self, service: str, region: str) -> GuideInForce | Problem: ...

    def offices(self, service: str, region: str) -> Sequence[Office]: ...

    def region(self, code: str) -> Region | None: ...

    def region_names(self) -> RegionNames: ...

    def hotlines(self) -> Sequence[Hotline]: ...

    def look_up_case(self, number: str, code: str) -> CaseProgress | Problem: ...

    def send_feedback(self, choice: str, service: str, region: str) -> FeedbackReceipt | Problem: ...

    def rate_service(self, service: str, stars: int) -> bool: ...

    def search(self, said: str, region: str) -> SearchAnswer | None: ...


class _Unhurried(Manner):
    """What was confirmed lately is not asked again, and nothing at all while the server is away."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._away_until = 0.0
        self.fresh_seconds = FRESH_SECONDS

    def before_request(self) -> None:
        if self._monotonic() >= self._away_until:
            self.fresh_seconds = FRESH_SECONDS

    def after_reading(self, source: Source, trouble: ClientError | None) -> None:
        if trouble is not None:
            self._away_until = self._monotonic() + AWAY_SECONDS
            self.fresh_seconds = float("inf")
        elif self._monotonic() >= self._away_until:
            self.fresh_seconds = FRESH_SECONDS


class ChannelKnowledge:
    """Knowledge from the channel's server, or from what it said last."""

    def __init__(self, client: ChannelClient, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._client = client.reading_in(_Unhurried(monotonic))
        self._hurried = client.hurried(SEARCH_SECONDS)
        self._monotonic = monotonic
        self._no_search_until = 0.0

    def lexicon(self, region: str) -> Lexicon | None:
        """What is needed to understand; None where it was never fetched."""
        return self._find(lambda: self._client.lexicon(region))

    def guide(self, service: str, region: str) -> GuideInForce | Problem:
        """The guide in force there; of what only another place offers, the guide of that place."""
        try:
            return self._client.guide_or_elsewhere(service, region).value
        except ClientError as error:
            return _problem_of(error)

    def offices(self, service: str, region: str) -> Sequence[Office]:
        """Where it is done; none where that is not known."""
        return self._find(lambda: self._client.offices(service, region)) or ()

    def region(self, code: str) -> Region | None:
        """One region as the server has it, else as it came with the channel."""
        return self._find(lambda: self._client.region(code)) or self.region_names().get(code)

    def region_names(self) -> RegionNames:
        """All regions by name; read when a place is first named."""
        return self._region_names

    @cached_property
    def _region_names(self) -> RegionNames:
        return load_region_names()

    def hotlines(self) -> Sequence[Hotline]:
        """The public numbers; those that came with the channel where the server never said."""
        return self._find(self._client.hotlines) or load_packaged_hotlines()

    def look_up_case(self, number: str, code: str) -> CaseProgress | Problem:
        """Asked once for each time the person gives a code: a wrong one counts."""
        try:
            return self._client.look_up_case(number, code)
        except ClientError as error:
            return _problem_of(error)

    def send_feedback(self, choice: str, service: str, region: str) -> FeedbackReceipt | Problem:
        """Sends a ready sentence; with the receipt one sees later what came of it."""
        kind = next(kind for kind, sentences in ready_sentences_by_kind().items() if choice in sentences)
        try:
            return self._client.send_feedback(cast(FeedbackKind, kind), choice=choice, service=service, region=region)
        except ClientError as error:
            return _problem_of(error)

    def rate_service(self, service: str, stars: int) -> bool:
        """Whether the stars were counted."""
        try:
            self._client.rate_service(service, stars)
        except ClientError:
            return False
        return True

    def search(self, said: str, region: str) -> SearchAnswer | None:
        """What the server finds where the names kept here hold nothing: it knows the whole text of every guide.

        None where it does not answer at once; then it is left alone for a while."""
        if self._monotonic() < self._no_search_until:
            return None
        try:
            return self._hurried.search(said, region, limit=SHOWN_CHOICES)
        except ClientError:
            self._no_search_until = self._monotonic() + AWAY_SECONDS
            return None

    def _find(self, fetch: Callable[[], Answer[T]]) -> T | None:
        try:
            return fetch().value
        except ClientError:
            return None


def load_packaged_hotlines() -> tuple[Hotline, ...]:
    """The hotlines that came with the channel: an emergency needs no server. Raises FaultyContentError."""
    hotlines: tuple[Hotline, ...]
    hotlines, faults = decode_kind(tuple[Hotline, ...], load_plain(content_folder() / "hotlines.yaml"), from_text=True)
    if faults:
        raise FaultyContentError(faults)
    return hotlines


def load_region_names() -> RegionNames:
    """All regions that came with the channel. Raises FaultyContentError."""
    regions, faults = decode_kind(tuple[Region, ...], load_plain(content_folder() / "regions.yaml"), from_text=True)
    if faults:
        raise FaultyContentError(faults)
    return RegionNames(regions, load_plain(PLACES_FILE))


def _problem_of(error: ClientError) -> Problem:
    kinds: tuple[tuple[type[ClientError], Problem], ...] = (
        (NotFound, "not_found"),
        (Limited, "limited"),
        (Refused, "refused"),
    )
    return next((problem for kind, problem in kinds if isinstance(error, kind)), "unreachable")
