"""What the server's search adds where the names kept on the box hold nothing: it has read the guides to the end. Pure.

It is never taken for granted: a word of a guide's text is a hint, so what it finds is asked about.
"""

from __future__ import annotations

from dataclasses import replace

from channel_api.answers import SearchAnswer
from content.understanding.verdict import SHOWN_CHOICES
from voice.hypotheses import is_nothing
from voice.intents import Heard, Intent, Slot

STRANGE = "out_of_domain"
LEAST_SCORE = 0.4  # below it the server only guesses as the box does


def is_worth_asking(heard: Heard) -> bool:
    """Whether there was a question in it that nothing here answers."""
    return heard.intent.name == STRANGE and is_nothing(heard)


def with_answer(heard: Heard, answer: SearchAnswer | None) -> Heard:
    """What was heard, in the light of what the server found."""
    if answer is None or answer.verdict == "none":
        return heard
    found = [one for one in answer.results if one.kind == "service" and one.score >= LEAST_SCORE][:SHOWN_CHOICES]
    if not found:
        return heard
    slots: dict[str, Slot] = {"service": found[0].id, "aspect": "overview"}
    if answer.verdict == "confident" or len(found) == 1:
        return replace(heard, intent=Intent("ask_guide", slots), decision="confirm", certainty=found[0].score)
    slots["candidates"] = tuple(result.id for result in found)
    return replace(heard, intent=Intent("ask_guide", slots), decision="choose", certainty=found[0].score)
