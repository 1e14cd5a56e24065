"""What was meant, of everything a recogniser thinks it may have heard. Pure.

Danger and identity numbers count wherever they are heard; of the rest, what several hypotheses agree on wins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from voice.intents import CHAT, PARTICULARS, Decision, Heard, Slot

MOST_HYPOTHESES = 5  # beyond them recognisers only vary small words
LESS_FOR_EACH_RANK = 0.85  # how much less the next hypothesis counts than the one before it
RIVAL = 0.8  # a second service this near to the first, in weight, is asked about
_BEST_FIRST: tuple[Decision, ...] = ("accept", "confirm", "choose", "reject")
NOTHING = frozenset({"not_understood", "out_of_domain"})
Meaning = tuple[str, tuple[tuple[str, Slot], ...]]


def texts_of(said: str | Sequence[str]) -> tuple[str, ...]:
    """The hypotheses, best first, each once; typed text is one. Never empty."""
    given: Iterable[str] = (said,) if isinstance(said, str) else said
    texts = tuple(dict.fromkeys(text.strip() for text in given if text.strip()))
    return texts[:MOST_HYPOTHESES] or ("",)


def weigh(heard: Sequence[Heard]) -> Heard:
    """What all hypotheses together mean; `heard` is in their order and never empty."""
    first = heard[0]
    if len(heard) == 1 or first.intent.name == "emergency":
        return first
    for one in heard[1:]:
        if one.intent.name == "emergency":
            is_doubtful = first.intent.name not in NOTHING and _count(heard, "emergency") == 1
            return replace(one, decision="confirm") if is_doubtful else one
    for one in heard:
        if one.intent.name == "identity_number_guard":
            return one
    return _best(heard)


def is_nothing(heard: Heard) -> bool:
    """Whether nothing was understood that has an answer."""
    return heard.intent.name in NOTHING and CHAT not in heard.intent.slots


def _best(heard: Sequence[Heard]) -> Heard:
    weights: dict[Meaning, float] = defaultdict(float)
    members: dict[Meaning, list[Heard]] = defaultdict(list)
    for rank, one in enumerate(heard):
        if not is_nothing(one):
            meaning = _meaning(one)
            weights[meaning] += LESS_FOR_EACH_RANK**rank * one.certainty
            members[meaning].append(one)
    if not weights:
        return heard[0]
    ordered = sorted(weights, key=lambda meaning: -weights[meaning])
    best = _surest(members[ordered[0]])
    rivals = [_surest(members[one]) for one in ordered[1:] if weights[one] >= RIVAL * weights[ordered[0]]]
    is_contested = best.decision == "accept" and _service(best) and any(map(_service, rivals))
    return _either(best, [one for one in rivals if _service(one)]) if is_contested else best


def _either(best: Heard, rivals: Sequence[Heard]) -> Heard:
    """Two services were heard about as well: the household says which."""
    services = tuple(dict.fromkeys(_service(one) for one in (best, *rivals)))
    if len(services) == 1:
        return best
    slots = {**best.intent.slots, "candidates": services[:3]}
    return replace(best, intent=replace(best.intent, slots=slots), decision="choose")


def _meaning(heard: Heard) -> Meaning:
    """What must be the same for two hypotheses to agree: the candidates of a choice and particulars may differ."""
    may_differ = {"candidates", *PARTICULARS}
    slots = ((name, value) for name, value in heard.intent.slots.items() if name not in may_differ)
    return heard.intent.name, tuple(sorted(slots))


def _surest(members: Sequence[Heard]) -> Heard:
    return min(members, key=lambda one: _BEST_FIRST.index(one.decision))


def _service(heard: Heard) -> str:
    return heard.intent.text("service") if heard.intent.name == "ask_guide" else ""


def _count(heard: Sequence[Heard], name: str) -> int:
    return sum(one.intent.name == name for one in heard)
