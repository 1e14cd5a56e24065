"""What a screen gets when it asks for data: the value, or why there is none, and how old it is. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from channel_api.answers import (
    Aspect,
    CaseProgress,
    DemandDoor,
    FeedbackReceipt,
    LexiconEntry,
    RatingReceipt,
    ServiceSummary,
    TakeReceipt,
    TopicCount,
)
from content.inheritance import GuideInForce
from content.model import Hotline, Notice, Office, Region, Scenario

T = TypeVar("T")
Problem = Literal["", "loading", "unreachable", "not_found", "limited", "refused", "bad_answer"]


@dataclass(frozen=True, slots=True)
class Fetched(Generic[T]):
    """`value` is there unless `problem` says why not; `age_seconds` is given where the server could not be asked."""

    value: T | None = None
    problem: Problem = ""
    age_seconds: float | None = None


class Data(Protocol):
    """All a screen may ask for, at once; what is not here yet is `loading`, and `on_change` tells when it came."""

    on_change: Callable[[], None]

    def regions(self, parent: str) -> Fetched[tuple[Region, ...]]: ...

    def region(self, code: str) -> Fetched[Region]: ...

    def topics(self, region: str) -> Fetched[tuple[TopicCount, ...]]: ...

    def services(self, topic: str, region: str) -> Fetched[tuple[ServiceSummary, ...]]: ...

    def guide(self, service: str, region: str) -> Fetched[GuideInForce]: ...

    def offices(self, service: str, region: str) -> Fetched[tuple[Office, ...]]: ...

    def office(self, office: str, region: str) -> Fetched[Office]: ...

    def hotlines(self) -> Fetched[tuple[Hotline, ...]]: ...

    def notices(self, region: str) -> Fetched[tuple[Notice, ...]]: ...

    def found_by_keypad(self, digits: str, region: str) -> Fetched[Sequence[LexiconEntry]]: ...

    def found_by_letters(self, letters: str, region: str) -> Fetched[Sequence[LexiconEntry]]: ...

    def scenarios(self) -> Fetched[tuple[Scenario, ...]]: ...

    def scenario(self, scenario: str) -> Fetched[Scenario]: ...

    def feedback(self, ticket: str, kind: str, choice: str, *, service: str, region: str) -> Fetched[FeedbackReceipt]:
        """Sends it once for each ticket, and then tells what came of it."""

    def rating(self, ticket: str, service: str, stars: int) -> Fetched[RatingReceipt]:
        """Likewise."""

    def take(self, service: str, region: str, ticked: Sequence[str], ticket: str) -> Fetched[TakeReceipt]:
        """A page for the telephone; the same one for the same ticket and ticks as long as it is good for long yet."""

    def case(self, number: str, code: str) -> Fetched[CaseProgress]: ...

    def note_opening(self, route: str, door: DemandDoor | None, aspect: Aspect = "") -> None:
        """Counts by which door a viewer came to a guide and what was asked about it; nothing without a door."""

    def forget_case(self) -> None:
        """Drops every case answer: the viewer left the case screens."""

    def forget_problems(self) -> None:
        """Asks again for everything that failed."""
