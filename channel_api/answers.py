"""What the HTTP API answers, as plain frozen classes that server and client share.

The server encodes them, describes them in OpenAPI and checks them in tests; the client decodes them. A guide in force
is `content.inheritance.GuideInForce`; regions, offices, hotlines, notices and scenarios are the classes of
`content.model`.
No pydantic here: a television box reads these too.

Long because everything that goes over the wire stands side by side, each a few lines of fields.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from content.model import Status
from content.understanding.lexicon import Lexicon as Lexicon
from content.understanding.lexicon import LexiconEntry as LexiconEntry
from content.understanding.verdict import MatchedField as MatchedField
from content.understanding.verdict import MatchedHow as MatchedHow
from content.understanding.verdict import Verdict as Verdict

CaseState = Literal[
    "received",
    "accepted",
    "reviewing",
    "correction_needed",
    "suspended",
    "decided",
    "completed",
    "delivered",
    "not_accepted",
    "refused",
    "withdrawn",
    "terminated",
]
FeedbackKind = Literal["guide_wrong", "complaint", "suggestion", "praise"]
DemandDoor = Literal["keypad", "voice", "first_choice", "second_choice", "third_choice"]
"""How a viewer came to a service on the box: from the number pad's results, by voice, or as one of three offered."""
Aspect = Literal[
    "",
    "overview",
    "steps",
    "materials",
    "place",
    "hours",
    "time",
    "fee",
    "eligibility",
    "online",
    "agent",
    "visits",
    "scope",
    "phone",
    "booking",
    "deadline",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCount:
    """A topic and how many services it has in the region asked for; `on_home` false: found by search only."""

    id: str
    title: str
    count: int
    order: int
    on_home: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSummary:
    """One line of a list of services."""

    id: str
    title: str
    topic: str
    department: str
    summary: str
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """Why a result was found."""

    field: MatchedField
    how: MatchedHow
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPlace:
    """Where a service is offered that the region asked about does not have."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """One result; `score` 0 to 1, `id` of a hotline is its number; `place`: the only one that offers it."""

    kind: Literal["service", "hotline"]
    id: str
    title: str
    topic: str
    score: float
    matched: Matched
    place: ResultPlace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """`confident`: the first is the answer; `choose`: show the first three; `none`: nothing in the catalogue."""

    q: str
    region: str
    verdict: Verdict
    results: tuple[SearchResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseService:
    """The service a case belongs to; `id` empty for the channel's own feedback cases."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What happens next: who does what, where, until when (ISO date, may be empty)."""

    who: str
    what: str
    where: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One state a case reached; `at` ISO 8601 with offset."""

    at: str
    state: CaseState
    label: str
    office: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseProgress:
    """How far a case has come. `accepted_on`, `promised_by` ISO dates or None; `working_days_left` may be negative.

    `days_are_certain` false: a year they run through has no published holidays yet, so they are an estimate (预计)."""

    number_masked: str
    service: CaseService
    state: CaseState
    state_label: str
    meaning: str
    next_step: NextStep | None
    timeline: tuple[TimelineEntry, ...]
    accepted_on: str | None
    promised_by: str | None
    working_days_left: int | None
    days_are_certain: bool = True
    is_sample: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackReceipt:
    """The number and six-digit code with which the answer to a feedback can be looked up."""

    number: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeReceipt:
    """Where a telephone opens what is taken along: `url` for a camera, or `code` to type at `code_url`; each with its
    end (ISO 8601)."""

    url: str
    expires_at: str
    code: str
    code_url: str
    code_expires_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingReceipt:
    """Stars as counted; `average` is None until `shown_from` votes are in."""

    stars: int
    votes: int
    average: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandCount:
    """How often a box answered by itself; `service` empty: nothing was found, `aspect` empty: none was asked for."""

    door: DemandDoor
    service: str = ""
    aspect: Aspect = ""
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandReceipt:
    """How many of the counts sent were taken; those of services that are not published are not."""

    counted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictCount:
    """Searches of one verdict and one topic, all texts together; `topic` empty where nothing was found."""

    verdict: Verdict
    topic: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedText:
    """A text that more than four boxes searched for, and how it was answered last; `offered`: up to three ids."""

    text: str
    count: int
    verdict: Verdict
    topic: str
    offered: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterChoice:
    """A service that was offered behind another and chosen; `asked_as`: known texts that offer it so."""

    service: str
    second: int
    third: int
    asked_as: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandReport:
    """What was asked from `since` to `until`, both included, most often first; `boxes`: answered without the server."""

    since: str
    until: str
    searches: int
    verdicts: tuple[VerdictCount, ...]
    most_asked: tuple[AskedText, ...]
    no_result: tuple[AskedText, ...]
    later_choices: tuple[LaterChoice, ...]
    boxes: tuple[DemandCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EfficiencyFigures:
    """Promised against actual working days of one service, or of several together, which then have no name.

    `open` and `overdue`: not decided yet, and beyond the promise; null for one to four, which a sum leaves out too.
    `p90_days`: nine of ten were decided within; null below ten cases. `on_time_percent` is rounded down."""

    service: str
    title: str
    promised_days: float
    decided: int
    on_time_percent: int
    median_days: float
    p90_days: int | None
    open: int | None
    overdue: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EfficiencyGroup:
    """One department, and its services with most cases first; without a name: small ones of several together."""

    department: str
    figures: EfficiencyFigures
    services: tuple[EfficiencyFigures, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EfficiencyReport:
    """Cases decided from `since` to `until`, both included; groups below `fewest_cases` are left out everywhere."""

    since: str
    until: str
    is_sample: bool
    fewest_cases: int
    total: EfficiencyFigures | None
    departments: tuple[EfficiencyGroup, ...]
