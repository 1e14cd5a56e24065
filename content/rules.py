"""What makes a guide good enough to be relied upon, one small function a rule; they bind sourced and verified guides.

Pure: today and the tables of words are given. The words an editor reads stand in `wording/faults.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from content.codec import fields_of
from content.faults import Fault, quote
from content.hours import CHINA
from content.model import Guide, Limit, Short
from content.rules_language import PlainLanguage
from content.rules_names import bare, find_alike_questions, find_repeated_names
from content.rules_text import find_careless_writing, find_unspeakable

LONGEST_SPOKEN_NAME_CHARACTERS = 8
FEWEST_ANSWERED_QUESTIONS = 3
BINDING_STATUSES = ("sourced", "verified")

_NEEDED_PARTS = ("department", "channels", "visits", "scope", "eligibility", "steps", "phones", "aliases")
_AREA_CODED = re.compile(r"0[0-9]{2,3}-?[0-9]{5,8}(?:[-转][0-9]{1,6})?")
_NEEDS_NO_AREA_CODE = re.compile(r"[0-9]{3}|[0-9]{5}|400-?[0-9]{3}-?[0-9]{4}|800-?[0-9]{3}-?[0-9]{4}")
_SHORT_NUMBER = re.compile(r"[0-9]{3}|[0-9]{5}")
_JOINTS = re.compile("[、，,；;/ ]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """What the rules need besides the guide: today in China, and the tables of words editors complete.

    `shared_names`: by bare name, the services that are meant to bear it together."""

    today: date
    catch_alls: tuple[str, ...] = ()
    nothing_needed: tuple[str, ...] = ()
    shared_names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    language: PlainLanguage = field(default_factory=PlainLanguage)


Rule = Callable[[Guide, RuleBook], Iterator[Fault]]


def today_in_china(now: datetime) -> date:
    return now.astimezone(CHINA).date()


def parse_date(text: str) -> date | None:
    """A date written YYYY-MM-DD, else None."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None


def needed_parts(guide: Guide, book: RuleBook) -> Iterator[Fault]:
    for part in _NEEDED_PARTS:
        if not getattr(guide, part):
            yield Fault("missing_part", part)


def same_day(guide: Guide, book: RuleBook) -> Iterator[Fault]:
    """即办件: done while one waits, so a promise of days contradicts it."""
    _, promised = _both_limits(guide)
    if guide.kind == "即办件" and promised is None:
        yield Fault("missing_part", "limits.promised")
    elif guide.kind == "即办件" and promised and promised.value > 0 and promised.unit != "minute":
        yield Fault("same_day", "limits.promised", {"value": str(promised.value), "unit": promised.unit})


def visit_reason(guide: Guide, book: RuleBook) -> Iterator[Fault]:
    if guide.visits and guide.visits.count and not guide.visits.reason:
        yield Fault("visit_reason", "visits", {"count": str(guide.visits.count)})


def fee_basis(guide: Guide, book: RuleBook) -> Iterator[Fault]:
    for position, fee in enumerate(guide.fees):
        if not fee.basis:
            yield Fault("fee_basis", f"fees[{position}]", {"name": quote(fee.name)})


def promised_within_statutory(guide: Guide, book: RuleBook) -> Iterator[Fault]:
    statutory, promised = _both_limits(guide)
    if statutory and promised and statutory.unit == promised.unit and promised.value > statutory.value:
        values = {"promised": str(promised.value), "statutory": str(statutory.value)}
        yield Fault("promised_too_late", "limits.promised", values)


def _both_limits(guide: Guide) -> tuple[Limit | None, Limit | None]:
    return (guide.limits.statutory, guide.limits.promised) if guide.limits else (None, None)


def phones(guide: Guide, book: RuleBook) -> Iterator[Fault]:
    if not guide.phones:
        return
    numbers = {"consult": guide.phones.consult, "complaint": guide.phones.complaint}
    for name, text in numbers.items():
        if not text:
            yield Fault("missing_part", f"phones.{name}")
        yield from find_phone_faults(f"phones.{name}", text)
    consult = re.sub(r"\D", "", numbers["consult"])
    is_same_line = consult == re.sub(r"\D", "", numbers["complaint"])
    if consult and is_same_line and not _SHORT_NUMBER.fullmatch(consult):
        yield Fault("phones_same", "phones.complaint", {"phone": quote(numbers["consult"])})


def find_phone_faults(key: str, text: str) -> Iterator[Fault]:
    """Numbers nobody can dial from another town."""
    for number in _JOINTS.split(text):
        is_callable = _AREA_CODED.fullmatch(number) or _NEEDS_NO_AREA_CODE.fullmatch(number)
        if number and not is_callable:
            yield Fault("phone_area_code", key, {"phone": quote(number)})


def catch_alls(guide: Guide, book: RuleBook) -> Iterator[Fault]:
    """Conditions that tell nobody whether he meets them."""
    places = [(f"eligibility[{position}]", text) for position, text in enumerate(guide.eligibility)]
    for position, material in enumerate(guide.materials):
        parts = (("name", material.name), ("when", material.when), ("note", material.note))
        places += [(f"materials[{position}].{name}", text) for name, text in parts]
    phrases = [(phrase, bare(phrase)) for phrase in book.catch_alls]
    for key, text in places:
        plain = bare(text)
        found = next((phrase for phrase, plain_phrase in phrases if plain_phrase in plain), None)
        if found:
            yield Fault("catch_all", key, {"phrase": found})


def short_answers(guide: Guide, book: RuleBook) -> Iterator[Fault]:
    for spec in fields_of(Short):
        text = getattr(guide.short, spec.name) if guide.short else ""
        if not text:
            yield Fault("missing_part", f"short.{spec.key}")
        yield from find_unspeakable(f"short.{spec.key}", text)


def spoken_steps(guide: Guide, book: RuleBook) -> Iterator[Fault]:
    for position, step in enumerate(guide.steps):
        if not step.speech:
            yield Fault("missing_part", f"steps[{position}].speech")
        yield from find_unspeakable(f"steps[{position}].speech", step.speech)


def spoken_name(guide: Guide, book: RuleBook) -> Iterator[Fault]:
    if not guide.spoken_name:
        yield Fault("missing_part", "spoken_name")
    elif len(guide.spoken_name) > LONGEST_SPOKEN_NAME_CHARACTERS:
        values = {"count": str(len(guide.spoken_name)), "most": str(LONGEST_SPOKEN_NAME_CHARACTERS)}
        yield Fault("spoken_name_too_long", "spoken_name", values)


def answered_questions(guide: Guide, book: RuleBook) -> Iterator[Fault]:
    if len(guide.faq) < FEWEST_ANSWERED_QUESTIONS:
        yield Fault("too_few_faq", "faq", {"count": str(len(guide.faq)), "least": str(FEWEST_ANSWERED_QUESTIONS)})


def materials(guide: Guide, book: RuleBook) -> Iterator[Fault]:
    answer = guide.short.materials if guide.short else ""
    if not guide.materials and not any(phrase in answer for phrase in book.nothing_needed):
        yield Fault("no_materials", "materials", {"phrases": "、".join(book.nothing_needed)})


def names(guide: Guide, book: RuleBook) -> Iterator[Fault]:
    yield from find_repeated_names(guide)
    yield from find_alike_questions(guide)


def sources(guide: Guide, book: RuleBook) -> Iterator[Fault]:
    """Binds only who claims to have read something."""
    if guide.status not in BINDING_STATUSES:
        return
    if not guide.sources:
        yield Fault("no_source", "sources")
    for position, source in enumerate(guide.sources):
        if not source.date:
            yield Fault("missing_part", f"sources[{position}].date")
    for key in ("sourced_on", "review_by"):
        if not getattr(guide, key):
            yield Fault("missing_part", key)


def careless_writing(guide: Guide, book: RuleBook) -> Iterator[Fault]:
    yield from find_careless_writing(guide)


RULES: tuple[Rule, ...] = (
    needed_parts,
    same_day,
    visit_reason,
    fee_basis,
    promised_within_statutory,
    phones,
    catch_alls,
    short_answers,
    spoken_steps,
    spoken_name,
    answered_questions,
    materials,
    names,
    sources,
    careless_writing,
)


def find_rule_faults(guide: Guide, book: RuleBook) -> list[Fault]:
    """Everything that keeps a guide from being relied upon."""
    return list(apply(RULES, guide, book))


def apply(rules: Iterable[Rule], guide: Guide, book: RuleBook) -> Iterator[Fault]:
    for rule in rules:
        yield from rule(guide, book)
