"""What a guide answers to each aspect, short first, and which part of it the screen shows. Pure.

Nothing is invented: what the guide does not say is sent to its telephone number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from content.agent_note import tells_by_itself
from content.calendar import Calendar
from content.hours import CHINA, is_open, next_opening, spans_on
from content.model import Guide, Limit, Office
from voice.digits import slowly
from voice.replies import Replies

FALLBACK_PHONE = "12345"
DAYS_OF_WEEK = 7
NOON, EVENING, HALF_AN_HOUR = 12, 18, 30
MOST_NAMED = 3  # papers named in one breath
# The contract's table of aspects and screens.
PARTS = {
    "overview": "",
    "steps": "/steps/1",
    "materials": "/materials",
    **dict.fromkeys(("place", "hours", "phone", "booking"), "/offices"),
    **dict.fromkeys(("time", "fee", "visits", "deadline"), "/fees"),
    **dict.fromkeys(("eligibility", "scope", "agent", "online"), "/conditions"),
}


@dataclass(frozen=True, slots=True)
class Matter:
    """A guide with what its answers need besides."""

    guide: Guide
    offices: Sequence[Office]
    at: datetime
    calendar: Calendar
    replies: Replies

    @property
    def phone(self) -> str:
        """Whom to call about it."""
        return (self.guide.phones.consult if self.guide.phones else "") or FALLBACK_PHONE

    def say(self, key: str, **values: object) -> str:
        """A reply about this guide."""
        return self.replies.text(f"aspects.{key}", phone=self.phone, **values)

    def short(self, name: str) -> str:
        """One of the five short answers; empty where nobody wrote it."""
        return str(getattr(self.guide.short, name)) if self.guide.short else ""


def route_of(service: str, aspect: str) -> str:
    """The screen of an aspect."""
    return f"guide/{service}{PARTS.get(aspect, '')}"


def name_of(guide: Guide) -> str:
    """How people call it."""
    return guide.spoken_name or guide.title


def answer(aspect: str, matter: Matter) -> list[str]:
    """The sentences, most important first; never empty."""
    said = [text for text in ANSWERS[aspect](matter) if text]
    return said or [matter.replies.text("not_published", phone=matter.phone)]


def _overview(matter: Matter) -> list[str]:
    place, papers = matter.short("place"), matter.short("materials")
    return [text for text in (place, papers, matter.short("time")) if text] or list(matter.guide.eligibility[:1])


def _materials(matter: Matter) -> list[str]:
    if matter.short("materials"):
        return [matter.short("materials")]
    names = [material.name for material in matter.guide.materials if material.need == "必要" and not material.exempt]
    return [matter.say("materials", names="、".join(names[:MOST_NAMED]))] if names else [matter.say("materials_none")]


def _place(matter: Matter) -> list[str]:
    nearest = next((office for office in matter.offices if office.kind != "自助终端"), None)
    return [matter.short("place"), matter.say("nearest", name=plain_name(nearest.name)) if nearest else ""]


def _hours(matter: Matter) -> list[str]:
    for office in matter.offices:
        if office.hours is None:
            continue
        name = plain_name(office.name)
        if is_open(office.hours, matter.at, matter.calendar):
            return [matter.say("open_now", name=name)]
        opening = next_opening(office.hours, matter.at, matter.calendar)
        if opening:
            return [matter.say("open_next", name=name, day=_say_day(matter, opening), time=_clock(matter, opening))]
    return [matter.say("hours_unknown")]


def hours_on(weekday: int, matter: Matter, named: str = "") -> list[str]:
    """Whether the office is open on the next such day (0 Monday), and from when to when; `named`: as 明天."""
    office = next((one for one in matter.offices if one.hours is not None), None)
    if office is None or office.hours is None:
        return [matter.say("hours_unknown")]
    today = matter.at.astimezone(CHINA).date()
    day = today + timedelta(days=(weekday - today.weekday()) % DAYS_OF_WEEK)
    spans = spans_on(office.hours, day, matter.calendar)
    name, named = plain_name(office.name), named or matter.replies.texts("weekdays")[weekday]
    if not spans:
        return [matter.say("closed_on", name=name, day=named)]
    start, end = (datetime.combine(day, time.min, CHINA) + timedelta(minutes=m) for m in (spans[0][0], spans[-1][1]))
    pauses = matter.say("pause") if len(spans) > 1 else ""
    return [matter.say("open_on", name=name, day=named, start=_clock(matter, start), end=_clock(matter, end)), pauses]


def plain_name(name: str) -> str:
    """A name without the words before its dot."""
    return name.split("·")[-1]  # 示例网点·西湖区政务服务大厅: that it is an example is said after the answer


def _say_day(matter: Matter, opening: datetime) -> str:
    days = (opening.date() - matter.at.astimezone(CHINA).date()).days
    names = matter.replies.texts("days")
    return names[days] if days < len(names) else matter.replies.texts("weekdays")[opening.weekday()]


def _clock(matter: Matter, moment: datetime) -> str:
    return clock_at(moment.hour * 60 + moment.minute, matter)


def clock_at(minutes: int, matter: Matter) -> str:
    """A time of day as people say it, given in minutes after midnight: 下午5点半."""
    hour, minute = divmod(minutes, 60)
    part = "morning" if hour <= NOON else "afternoon" if hour < EVENING else "evening"
    past = matter.replies.text("half_an_hour") if minute == HALF_AN_HOUR else f"{minute:02}" if minute else ""
    return matter.replies.text(f"time_of_day.{part}", hour=hour if hour <= NOON else hour - NOON, minute=past)


def _time(matter: Matter) -> list[str]:
    limits = matter.guide.limits
    limit = limits and (limits.promised or limits.statutory)
    return [matter.short("time") or (_say_limit(matter, limit) if limit else "")]


def _say_limit(matter: Matter, limit: Limit) -> str:
    if limit.value == 0:
        return matter.say("at_once")
    return matter.say("limit", limit=matter.say(f"units.{limit.unit}", value=limit.value))


def _fee(matter: Matter) -> list[str]:
    if matter.short("fee"):
        return [matter.short("fee")]
    fees = [matter.say("fee", name=fee.name, amount=fee.amount) for fee in matter.guide.fees[:1]]
    return fees or [matter.say("no_fee")]


def _visits(matter: Matter) -> list[str]:
    if matter.short("visits") or not matter.guide.visits:
        return [matter.short("visits")]
    count = matter.guide.visits.count
    return [matter.say("visits", count=count) if count else matter.say("visits_none")]


def _online(matter: Matter) -> list[str]:
    channels = matter.guide.channels
    terminal = matter.say("terminal") if channels and channels.terminal else ""
    courier = matter.say("courier") if channels and channels.courier else ""
    if channels and channels.online:
        return [matter.say("online", name=channels.online.name), courier or terminal]
    return [matter.say("online_none"), courier or terminal or matter.short("place")]


def _agent(matter: Matter) -> list[str]:
    agent = matter.guide.agent
    if agent is None:
        return []
    allowed = {True: "agent_yes", False: "agent_no"}.get(agent.allowed) if agent.allowed is not None else None
    return [matter.say(allowed) if allowed and not tells_by_itself(agent) else "", agent.note]


def _booking(matter: Matter) -> list[str]:
    booking = matter.guide.booking
    if booking is None:
        return []
    return (
        [matter.say("booking_yes") if booking.required else "", booking.how] if booking.required or booking.how else []
    )


def _deadline(matter: Matter) -> list[str]:
    return [matter.guide.when_to_apply.text] if matter.guide.when_to_apply else []


def _steps(matter: Matter) -> list[str]:
    return step_sentences(matter, 1)


def step_sentences(matter: Matter, n: int) -> list[str]:
    """One step, with how many there are before the first; n from 1 to their count."""
    steps, say = matter.guide.steps, matter.replies.text
    if not steps:
        return [say("steps.none", phone=matter.phone)]
    step = steps[n - 1]
    text, is_last = step.speech or step.title, n == len(steps) > 1
    told = say("steps.step", n=ORDINALS[n], text=text) if n < len(ORDINALS) else text
    told = say("steps.step_last", text=text) if is_last else told
    return [say("steps.first", count=len(steps)), told] if n == 1 else [told]


def said_again(aspect: str, matter: Matter) -> list[str]:
    """What is said where the same is asked twice in a row: a number slowly, a place with its address."""
    if aspect == "phone":
        return [slowly(matter.say("phone"))]
    office = next((one for one in matter.offices if one.address), None)
    if aspect == "place" and office:
        return [matter.say("address", name=plain_name(office.name), address=office.address), office.transit]
    return []


ORDINALS = "〇一二三四五六七八九"
ANSWERS: dict[str, Callable[[Matter], list[str]]] = {
    "overview": _overview,
    "steps": _steps,
    "materials": _materials,
    "place": _place,
    "hours": _hours,
    "time": _time,
    "fee": _fee,
    "eligibility": lambda matter: list(matter.guide.eligibility),
    "online": _online,
    "agent": _agent,
    "visits": _visits,
    "scope": lambda matter: [matter.guide.scope],
    "phone": lambda matter: [matter.say("phone")],
    "booking": _booking,
    "deadline": _deadline,
}
