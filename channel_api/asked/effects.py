"""What a new name would change: answers before and after, and whether that is better, worse or only other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from channel_api.answers import SearchAnswer, Verdict
from content.understanding.verdict import SHOWN_CHOICES

Source = Literal["this", "own", "asked"]
"""The very text the name is for, a question a guide brings along, a text that many asked."""
Way = Literal["better", "worse", "other", "same"]
MOST_CHECKED = 600  # each asked twice, for one to eight milliseconds; nobody waits longer


@dataclass(frozen=True, slots=True)
class Check:
    """A text that is asked before and after. `expected`: the guide it should lead to, empty where nobody said."""

    text: str
    region: str
    expected: str
    source: Source


@dataclass(frozen=True, slots=True)
class Answered:
    """What a household would see: how sure, and the guides shown."""

    verdict: Verdict
    ids: tuple[str, ...]

    @classmethod
    def of(cls, answer: SearchAnswer) -> Answered:
        shown = answer.results[:SHOWN_CHOICES] if answer.verdict != "none" else ()
        return cls(answer.verdict, tuple(result.id for result in shown[: 1 if answer.verdict == "confident" else None]))


@dataclass(frozen=True, slots=True)
class Effect:
    """One text whose answer changes, or the text the name is for."""

    check: Check
    before: Answered
    after: Answered
    way: Way


def judge(check: Check, before: Answered, after: Answered) -> Effect:
    """Better and worse only where it is known what is right."""
    if not check.expected:
        is_same = before == after
        return Effect(check, before, after, "same" if is_same else "other")
    gain = standing(after, check.expected) - standing(before, check.expected)
    way: Way = "better" if gain > 0 else "worse" if gain < 0 else "same"
    return Effect(check, before, after, way)


def standing(answered: Answered, expected: str) -> int:
    """0 where the guide is not shown, then the third, second and first of a choice, then the one sure answer."""
    if expected not in answered.ids:
        return 0
    return SHOWN_CHOICES + 1 if answered.verdict == "confident" else SHOWN_CHOICES - answered.ids.index(expected)


def choose_checks(checks: Iterable[Check], name: str, *, most: int = MOST_CHECKED) -> list[Check]:
    """Each text once for each guide it should lead to, those first that share most characters with the name; the rest
    by chance, but always the same."""
    once = each_once(checks)
    letters = set(name)

    def order(check: Check) -> tuple[bool, int, bytes]:
        shared = len(letters & set(check.text))
        return check.source != "this", -shared, hashlib.sha256(check.text.encode()).digest()

    return sorted(once, key=order)[:most]


def each_once(checks: Iterable[Check]) -> list[Check]:
    """A text of two guides is two checks: what the one gains the other may lose. What is also asked by many is one."""
    known = {(check.text, check.region, check.expected): check for check in reversed(list(checks))}
    named = {(text, region) for text, region, expected in known if expected}
    return [check for check in known.values() if check.expected or (check.text, check.region) not in named]


def told_first(effects: Iterable[Effect]) -> list[Effect]:
    """What changes for the worse first, then the better, then what is only other; what stays is left out."""
    order: Sequence[Way] = ("worse", "better", "other")
    changed = [effect for effect in effects if effect.way != "same"]
    return sorted(changed, key=lambda effect: (order.index(effect.way), effect.check.source, effect.check.text))
