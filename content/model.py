"""The things an editor writes: guides, overlays, offices, regions, topics, hotlines, notices, scenarios, calendars.

Field order is the canonical order of the files. An absent group (`None`) or an empty text means "not published";
screens then say so and never guess. All classes are plain frozen data: rules live in `rules`, files in `files`.

Long because it is one vocabulary read from top to bottom; no function stands here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

NATIONAL_REGION = "000000"

Status = Literal["example", "sourced", "verified"]
LimitUnit = Literal["minute", "working_day", "calendar_day", "month"]
RegionLevel = Literal["country", "province", "city", "district"]
OfficeKind = Literal["服务中心", "服务站", "便民点", "派出所", "办事窗口", "自助终端"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """Official codes of a service; opaque texts of 31 to 56 characters, never numbers."""

    catalog: str = ""
    implementation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineChannel:
    """Where a service is done online: the name people know (an app, a site); the address if its page was opened."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """Which ways lead to the service."""

    window: bool = False
    online: OnlineChannel | None = None
    courier: bool = False
    terminal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """Whether a visit must be booked, and how."""

    required: bool = False
    how: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhenToApply:
    """When to come. `text` is said as it stands; `from_` and `to` are dates (`03-01`), `within` a span (`1个月`)."""

    text: str
    from_: str = field(default="", metadata={"key": "from"})
    to: str = ""
    within: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """How often one has to come in person (0 or more), and why if at all."""

    count: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A time limit; `value` 0 with any unit means on the spot."""

    value: int
    unit: LimitUnit
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limit set by law and the shorter one the office promises."""

    statutory: Limit | None = None
    promised: Limit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One paper to bring. `exempt`: need not be brought (electronic certificate); `when`: only in this case;
    `alternative`: what to do when the paper is missing; `originals` and `copies`: how many."""

    name: str
    kind: Literal["证件证书证明", "申请表格文书", "其他"] = "证件证书证明"
    form: Literal["纸质", "电子", "纸质或电子"] = "纸质"
    need: Literal["必要", "非必要", "容缺后补"] = "必要"
    source: str = ""
    originals: int = 1
    copies: int = 0
    note: str = ""
    exempt: bool = False
    when: str = ""
    alternative: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: a short title, what to do in full, and the sentence that is spoken."""

    title: str
    detail: str = ""
    speech: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """One fee: for what, how much (as written, `40元`), and the rule it rests on."""

    name: str
    amount: str
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one gets in the end."""

    name: str
    kind: Literal["证照", "文书", "其他"] = "证照"
    valid: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """Whether somebody else may go, and what they bring."""

    allowed: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """The five answers that come first, one spoken sentence of at most 30 characters each."""

    time: str = ""
    fee: str = ""
    place: str = ""
    materials: str = ""
    visits: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question people ask, and its answer."""

    q: str
    a: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Phones:
    """Whom to call to ask, and whom to call to complain."""

    consult: str = ""
    complaint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A law, rule or page somebody read; `date` is when it was read (YYYY-MM-DD), `url` only if it was opened."""

    title: str
    url: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """One service, complete. `questions` are tests of search and are never indexed nor served."""

    id: str
    region: str
    title: str
    spoken_name: str = ""
    aliases: tuple[str, ...] = ()
    topic: str
    department: str = ""
    audience: tuple[str, ...] = ()
    codes: Codes | None = None
    kind: Literal["", "即办件", "承诺件"] = ""
    channels: Channels | None = None
    booking: Booking | None = None
    when_to_apply: WhenToApply | None = None
    visits: Visits | None = None
    scope: str = ""
    limits: Limits | None = None
    eligibility: tuple[str, ...] = ()
    materials: tuple[Material, ...] = ()
    steps: tuple[Step, ...] = ()
    fees: tuple[Fee, ...] = ()
    results: tuple[Result, ...] = ()
    agent: Agent | None = None
    short: Short | None = None
    faq: tuple[Question, ...] = ()
    legal_basis: tuple[str, ...] = ()
    phones: Phones | None = None
    questions: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    sensitive: bool = False
    notes: str = ""
    status: Status = "example"
    sourced_on: str = ""
    review_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A place with rules of its own. `case_number_lengths`: how long its case numbers are; empty = unknown.
    `has_national_rules` false: the country's guides do not hold there (Hong Kong, Macau, Taiwan)."""

    code: str
    name: str
    parent: str = ""
    level: RegionLevel
    case_number_lengths: tuple[int, ...] = ()
    has_case_feed: bool = False
    has_national_rules: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A group of services; `on_home` false keeps it off the home tiles (search still finds what is in it).

    `first` are the services most people want, in the order of the list; all others follow by their id."""

    id: str
    title: str
    order: int
    on_home: bool = True
    first: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDay:
    """A day with hours of its own: `date` YYYY-MM-DD, `open` spans `HH:MM-HH:MM`, empty = closed."""

    date: str
    open: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Opening hours: spans `HH:MM-HH:MM` (up to 24:00) by weekday; `holidays`: what public holidays mean here."""

    monday: tuple[str, ...] = ()
    tuesday: tuple[str, ...] = ()
    wednesday: tuple[str, ...] = ()
    thursday: tuple[str, ...] = ()
    friday: tuple[str, ...] = ()
    saturday: tuple[str, ...] = ()
    sunday: tuple[str, ...] = ()
    holidays: Literal["closed", "open"] = "closed"
    exceptions: tuple[OpenDay, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A place to go or a machine to use. It serves the named services and all services of the named topics.

    `department`: who answers for what stands here, as of everything below that has one."""

    id: str
    name: str
    kind: OfficeKind
    region: str
    department: str = ""
    address: str = ""
    hours: Hours | None = None
    phone: str = ""
    transit: str = ""
    lat: float | None = None
    lng: float | None = None
    topics: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    order: int = 0
    status: Status = "example"
    sources: tuple[Source, ...] = ()
    review_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hotline:
    """A telephone number of public help: what people say when they need it, and what to do first."""

    number: str
    name: str
    department: str = ""
    says: tuple[str, ...] = ()
    do_first: tuple[str, ...] = ()
    hours: str = ""
    emergency: bool = False
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """An announcement in force from `start` to `end` (YYYY-MM-DD, both included; empty = open)."""

    id: str
    region: str = NATIONAL_REGION
    department: str = ""
    title: str
    text: str
    start: str = ""
    end: str = ""
    source: Source | None = None
    review_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioAnswer:
    """One answer of a question; `leads_to` is the id of the next question or of an outcome."""

    text: str
    leads_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioQuestion:
    """A question with two to five answers, chosen by number key."""

    id: str
    text: str
    answers: tuple[ScenarioAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Where a path ends: the services to do, in order."""

    id: str
    text: str
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """一件事: a few questions that lead to a list of services. The first question is asked first."""

    id: str
    title: str
    department: str = ""
    summary: str = ""
    order: int = 0
    questions: tuple[ScenarioQuestion, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarYear:
    """The days off (`holidays`) and the working weekend days (`workdays`) of a year, published by the State Council.

    `published` false: only the statutory days are known, and answers say 预计."""

    year: int
    published: bool
    holidays: tuple[str, ...] = ()
    workdays: tuple[str, ...] = ()
    source: Source | None = None
