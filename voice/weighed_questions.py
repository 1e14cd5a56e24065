"""How clearly a question is about a service, and which of two readings is the clearer one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from content.understanding.verdict import CALIBRATED, SHOWN_CHOICES, Found
from voice.about_guide import ask
from voice.intents import Heard, Intent, Situation, Slot

SURE_WHILE_DICTATING = 0.6  # of a service: beside a number only one that is clearly named is meant


def about_current(intent: Intent, situation: Situation) -> Heard:
    """A question that names no service: about the current one, or first of all which one."""
    aspect = intent.text("aspect")
    if situation.service:
        return ask(situation.service, aspect, situation.question)
    if otherwise := intent.text("otherwise"):
        return Heard("", Intent(otherwise))
    return Heard("", Intent("ask_guide", {"service": "", "aspect": aspect}), "reject")


def is_about_service(heard: Heard) -> bool:
    """Whether a service is named or meant."""
    return heard.intent.name == "ask_guide" and bool(heard.intent.text("service"))


def weight(heard: Heard) -> float:
    """How clearly a service is meant: sure ones before those to be asked about."""
    if not is_about_service(heard):
        return 0.0
    return heard.certainty * {"accept": 1.0, "confirm": 0.7, "choose": 0.5}.get(heard.decision, 0.0)


def better(one: Heard, other: Heard) -> Heard:
    """The clearer of two."""
    return one if weight(one) >= weight(other) else other


def with_aspect(heard: Heard, aspect: str) -> Heard:
    """The same question about one aspect; as it was where there is none."""
    if not aspect or not heard.intent.text("service"):
        return heard
    return replace(heard, intent=replace(heard.intent, slots={**heard.intent.slots, "aspect": aspect}))


def is_clear(heard: Heard) -> bool:
    """Whether nothing else can be meant, even while a number is dictated."""
    if heard.intent.name == "ask_guide":
        return heard.decision == "accept" and heard.certainty >= SURE_WHILE_DICTATING
    return heard.intent.name in ("out_of_domain", "hotline")


def as_found(said: str, results: Sequence[Found], aspect: str, *, is_sure: bool) -> Heard:
    """A question as search understands it: taken, asked about, or several offered."""
    first = results[0]
    if is_sure and first.kind == "hotline":
        return Heard("", Intent("hotline", {"number": first.id}), certainty=first.score)
    offered = [found for found in results if found.kind == "service" and found.score >= first.score / 2]
    if not offered:
        return Heard("", Intent("hotline", {"number": first.id}), certainty=first.score)
    if is_sure:
        return replace(ask(first.id, aspect, said), certainty=first.score)
    is_clear = len(offered) == 1 or offered[0].score - offered[1].score >= CALIBRATED.margin
    slots: dict[str, Slot] = {"service": offered[0].id, "aspect": aspect or "overview"}
    if is_clear:
        return Heard("", Intent("ask_guide", slots), "confirm", said, certainty=first.score)
    candidates = tuple(found.id for found in offered[:SHOWN_CHOICES])
    return Heard("", Intent("ask_guide", {**slots, "candidates": candidates}), "choose", said, certainty=first.score)
