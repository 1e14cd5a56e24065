"""Rules that need more than one file: overlays against what they change, names that two services share; and notes.

A note is no fault: it tells an editor what to look at, and never stops anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from content.faults import Fault
from content.files import Content
from content.inheritance import KEYED_FIELDS, Overlay, resolve
from content.model import Guide, Notice, Office, Status
from content.regions import ancestry
from content.rules import BINDING_STATUSES, RuleBook, find_rule_faults, parse_date

FEWEST_TEST_QUESTIONS = 10
_ALWAYS_BINDS: Status = "verified"  # an overlay must make sense whatever its guide is worth


def overlays_above(content: Content, overlay: Overlay) -> list[Overlay]:
    """The overlays of the same service in the wider regions, widest first."""
    by_region = {other.region: other for other in content.overlays if other.id == overlay.id}
    wider = ancestry(content.regions, overlay.region)[:-1]
    return [by_region[code] for code in wider if code in by_region]


def find_overlay_faults(content: Content, overlay: Overlay, book: RuleBook) -> Iterator[tuple[Fault, str]]:
    """What the overlay makes wrong (what was wrong before is not its fault), with the status of the guide it makes."""
    guide = content.guides[overlay.id]
    above = overlays_above(content, overlay)
    before, after = resolve(guide, above), resolve(guide, [*above, overlay])
    if before is None:
        yield Fault("overlay_closed_above"), _ALWAYS_BINDS
        return
    if after is None:
        if overlay.changes:
            yield Fault("overlay_closed_and_changed", "available"), _ALWAYS_BINDS
        return
    if not overlay.changes:
        yield Fault("overlay_says_nothing"), _ALWAYS_BINDS
    for key in _unchanged(overlay, before.guide, after.guide):
        yield Fault("overlay_no_change", key), _ALWAYS_BINDS
    known = {(fault.code, fault.key) for fault in find_rule_faults(before.guide, book)}
    for fault in find_rule_faults(after.guide, book):
        if (fault.code, fault.key) not in known:
            yield fault, after.guide.status


def _unchanged(overlay: Overlay, before: Guide, after: Guide) -> Iterator[str]:
    for key, value in overlay.changes.items():
        old, new = getattr(before, key), getattr(after, key)
        if key in KEYED_FIELDS and isinstance(value, Mapping):
            parts = [part for part in value if _part(old, part) == _part(new, part)]
            yield from (f"{key}.{part}" for part in parts)
        elif old == new:
            yield key


def _part(group: Any, name: str) -> Any:
    return getattr(group, name, None)


def find_guide_notes(guide: Guide, book: RuleBook) -> Iterator[Fault]:
    """What an editor should look at in one guide."""
    if guide.limits and guide.limits.statutory and guide.limits.promised:
        statutory, promised = guide.limits.statutory, guide.limits.promised
        is_on_the_spot = promised.value == 0
        if statutory.unit != promised.unit and not is_on_the_spot:
            units = {"promised": str(promised.unit), "statutory": str(statutory.unit)}
            yield Fault("limits_not_comparable", "limits", units)
    yield from find_review_notes(guide, book)
    is_bound = guide.status in BINDING_STATUSES
    if is_bound and len(guide.questions) < FEWEST_TEST_QUESTIONS:
        values = {"count": str(len(guide.questions)), "least": str(FEWEST_TEST_QUESTIONS)}
        yield Fault("too_few_questions", "questions", values)


def find_review_notes(value: Guide | Office | Notice, book: RuleBook) -> Iterator[Fault]:
    """That the day to look at it again has passed."""
    review = parse_date(value.review_by)
    if review and review < book.today:
        yield Fault("review_is_due", "review_by", {"day": value.review_by})


def find_overlay_notes(overlay: Overlay, guide: Guide) -> Iterator[Fault]:
    """Local facts on a sourced guide look sourced too, unless the overlay says where they come from."""
    says_where_from = "sources" in overlay.changes or "status" in overlay.changes
    if overlay.changes and guide.status in BINDING_STATUSES and not says_where_from:
        yield Fault("overlay_without_source", "", {"status": guide.status})
