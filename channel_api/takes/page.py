"""What stands on the page a telephone opens: the guide as it is in force now, and which papers are ready. Pure.

Only words of the content and of `words.yaml`; nothing that a caller wrote.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from channel_api.clock import SHANGHAI
from channel_api.takes.opening_hours import say_hours
from channel_api.takes.words import TakeWords
from content.calendar import Calendar
from content.hours import is_open
from content.inheritance import GuideInForce
from content.model import NATIONAL_REGION, Guide, Limit, Material, Office

FALLBACK_PHONE = "12345"
MOST_PLACES = 3  # the nearest; a telephone shows no more at a glance
_DIALABLE = re.compile(r"[0-9][0-9\-]{2,19}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A material and what is to know about it."""

    name: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A number; `link` is empty where a telephone cannot dial it as it stands."""

    label: str
    number: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where to go. `opened`: whether it was open when the page was opened, for a page may lie open for long;
    `warning`: that it is only an example, or empty."""

    name: str
    kind: str
    address: str
    hours: tuple[str, ...]
    is_open: bool
    opened: str
    transit: str
    phone: Phone | None
    warning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What it is, and what is so, a line each."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePage:
    """The whole page. `until`: when it is deleted."""

    title: str
    status: tuple[str, ...]
    missing: tuple[Paper, ...]
    ready: tuple[Paper, ...]
    exempt: tuple[Paper, ...]
    no_papers: str
    place_short: str
    places: tuple[Place, ...]
    steps: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]
    phones: tuple[Phone, ...]
    until: str


def describe_take(
    in_force: GuideInForce,
    ticked: Collection[str],
    offices: Sequence[Office],
    *,
    region_name: str,
    words: TakeWords,
    now: datetime,
    calendar: Calendar,
    expires_at: datetime,
) -> TakePage:
    """`ticked`: names of materials that are ready; `region_name`: whose rule it is, empty for the country's."""
    guide = in_force.guide
    wanted = [material for material in guide.materials if not material.exempt]
    short = guide.short
    return TakePage(
        title=guide.title,
        status=_status(in_force, region_name, words),
        missing=tuple(_paper(material, words) for material in wanted if material.name not in ticked),
        ready=tuple(_paper(material, words) for material in wanted if material.name in ticked),
        exempt=tuple(_paper(material, words) for material in guide.materials if material.exempt),
        no_papers="" if guide.materials else (short.materials if short else "") or words.labels["unknown_materials"],
        place_short=short.place if short else "",
        places=tuple(_place(office, words, now, calendar) for office in offices[:MOST_PLACES]),
        steps=tuple((step.title, step.detail) for step in guide.steps),
        facts=_facts(guide, words),
        phones=_phones(guide, words),
        until=say_moment(expires_at, words),
    )


def say_moment(moment: datetime, words: TakeWords) -> str:
    """A moment of these days, in the country's time."""
    here = moment.astimezone(SHANGHAI)
    return words.moment.format(month=here.month, day=here.day, hour=here.hour, minute=here.minute)


def _status(in_force: GuideInForce, region_name: str, words: TakeWords) -> tuple[str, ...]:
    guide = in_force.guide
    is_national = in_force.most_local_region == NATIONAL_REGION or not region_name
    rule = words.status["national"] if is_national else words.status["local"].format(region=region_name)
    if guide.status == "example":
        return words.status["example"], rule
    return (rule, words.status["checked"].format(date=guide.sourced_on)) if guide.sourced_on else (rule,)


def _paper(material: Material, words: TakeWords) -> Paper:
    facts = [words.label("when", when=material.when)] if material.when else []
    facts.append(words.labels["exempt_note"] if material.exempt else _amounts(material, words))
    if material.source and not material.exempt:
        facts.append(words.label("source", source=material.source))
    facts.append(material.note)
    if material.alternative:
        facts.append(words.label("alternative", alternative=material.alternative))
    return Paper(name=material.name, facts=tuple(fact for fact in facts if fact))


def _amounts(material: Material, words: TakeWords) -> str:
    parts = []
    if material.originals:
        parts.append(words.label("originals", count=material.originals))
    if material.copies:
        parts.append(words.label("copies", count=material.copies))
    if material.form != "纸质":
        parts.append(words.labels["electronic"])
    if material.need != "必要":
        parts.append(words.labels["optional" if material.need == "非必要" else "later"])
    return "，".join(parts)


def _place(office: Office, words: TakeWords, now: datetime, calendar: Calendar) -> Place:
    here = now.astimezone(SHANGHAI)
    at = words.clock.format(hour=here.hour, minute=here.minute)
    opened = office.hours is not None and is_open(office.hours, now, calendar)
    said = words.label("open_now" if opened else "closed_now", at=at)
    return Place(
        name=office.name,
        kind=office.kind,
        address=office.address,
        hours=say_hours(office.hours, words) if office.hours else (),
        is_open=opened,
        opened=said if office.hours else words.labels["hours_unknown"],
        transit=office.transit,
        phone=_phone(words.labels["phone"], office.phone) if office.phone else None,
        warning=words.status["example"] if office.status == "example" else "",
    )


def _facts(guide: Guide, words: TakeWords) -> tuple[Fact, ...]:
    unknown = (words.labels["not_published"],)
    facts = [
        Fact(label=words.labels["time"], lines=_time_lines(guide, words) or unknown),
        Fact(label=words.labels["fee"], lines=_fee_lines(guide) or unknown),
    ]
    if guide.visits:
        count = guide.visits.count
        said = words.label("visits_count", count=count) if count else words.labels["visits_none"]
        lines = (said, guide.visits.reason) if guide.visits.reason else (said,)
        facts.append(Fact(label=words.labels["visits"], lines=lines))
    if guide.channels and guide.channels.online:
        facts.append(Fact(label=words.labels["online"], lines=(guide.channels.online.name,)))
    if guide.booking and guide.booking.required:
        facts.append(Fact(label=words.labels["booking"], lines=(guide.booking.how,) if guide.booking.how else ()))
    return tuple(facts)


def _time_lines(guide: Guide, words: TakeWords) -> tuple[str, ...]:
    lines = [guide.short.time] if guide.short and guide.short.time else []
    if guide.limits and guide.limits.promised:
        lines.append(words.label("promised", limit=_say_limit(guide.limits.promised, words)))
    if guide.limits and guide.limits.statutory:
        lines.append(words.label("statutory", limit=_say_limit(guide.limits.statutory, words)))
    return tuple(lines)


def _say_limit(limit: Limit, words: TakeWords) -> str:
    if limit.value == 0:
        return words.labels["at_once"]
    return words.units[limit.unit].format(value=limit.value) + (f"，{limit.note}" if limit.note else "")


def _fee_lines(guide: Guide) -> tuple[str, ...]:
    short = (guide.short.fee,) if guide.short and guide.short.fee else ()
    return (*short, *(f"{fee.name}：{fee.amount}" for fee in guide.fees))


def _phones(guide: Guide, words: TakeWords) -> tuple[Phone, ...]:
    consult = (guide.phones.consult if guide.phones else "") or FALLBACK_PHONE
    phones = [_phone(words.labels["phone"], consult)]
    if guide.phones and guide.phones.complaint:
        phones.append(_phone(words.labels["complaint"], guide.phones.complaint))
    return tuple(phones)


def _phone(label: str, number: str) -> Phone:
    return Phone(label=label, number=number, link=f"tel:{number}" if _DIALABLE.fullmatch(number) else "")
