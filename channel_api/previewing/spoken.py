"""What the voice says of a guide, sentence by sentence, with the field it stands in and how long it takes. Pure.

The sentences are those of `content.spoken_sentences`, which server and boxes share; here they are told by field.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from content.model import Guide, Hotline, Notice, Office, Scenario
from content.spoken_numbers import read_numbers
from content.spoken_sentences import speech_key, split_sentences

CHARACTERS_A_MINUTE = 185  # how fast a box speaks where nobody changed it: older listeners prefer 180 to 200
PARTS: dict[str, tuple[str, ...]] = {
    "first": ("short.time", "short.fee", "short.place", "short.materials", "short.visits", "title", "spoken_name"),
    "steps": ("steps.title", "steps.speech", "steps.detail"),
    "materials": ("materials.name", "materials.source", "materials.when", "materials.note", "materials.alternative"),
    "faq": ("faq.q", "faq.a"),
    "others": (
        "eligibility",
        "fees.name",
        "fees.amount",
        "results.name",
        "results.valid",
        "scope",
        "agent.note",
        "when_to_apply.text",
        "booking.how",
        "visits.reason",
        "department",
        "limits.promised.note",
        "limits.statutory.note",
    ),
}
"""By what a listener hears together: the fields of a guide that are spoken, as their labels name them."""
OTHER_KINDS: dict[type, tuple[str, ...]] = {
    Notice: ("title", "text"),
    Office: ("name", "address", "transit"),
    Hotline: ("name", "hours", "do_first", "number"),
    Scenario: ("title", "summary", "questions.text", "questions.answers.text", "outcomes.text"),
}


@dataclass(frozen=True, slots=True)
class SpokenSentence:
    """One sentence. `label` names the field, `row` counts from 1 (0: the field is no list); `key`: of its sound."""

    label: str
    row: int
    text: str
    seconds: float
    key: str


def sentences_of(thing: Any, voice: str) -> dict[str, list[SpokenSentence]]:
    """By part; a part in which nothing is said is left out. What is said twice stands where it is heard first."""
    seen: set[str] = set()
    found: dict[str, list[SpokenSentence]] = {}
    parts = PARTS if isinstance(thing, Guide) else {"all": OTHER_KINDS.get(type(thing), ())}
    for part, labels in parts.items():
        rows = [(row, place, label, text) for place, label in enumerate(labels) for row, text in _texts(thing, label)]
        for row, _, label, text in sorted(rows) if part != "first" else rows:
            for sentence in split_sentences(text):
                if sentence not in seen:
                    seen.add(sentence)
                    one = SpokenSentence(label, row, sentence, seconds_of(sentence), speech_key(voice, sentence))
                    found.setdefault(part, []).append(one)
    return found


def seconds_of(sentence: str, rate: int = CHARACTERS_A_MINUTE) -> float:
    """About how long it takes. Figures count as they are said: 3301 is four characters, 45天 is four too."""
    said = sum(character.isalnum() for character in read_numbers(sentence))
    return round(said * 60 / rate, 1)


def _texts(thing: Any, label: str) -> Iterator[tuple[int, str]]:
    """The texts of a field with their rows, those that say something."""
    name, _, rest = label.partition(".")
    value = getattr(thing, name)
    if isinstance(value, tuple):
        yield from ((row, text) for row, item in enumerate(value, start=1) for text in _inner(item, rest))
    else:
        yield from ((0, text) for text in _inner(value, rest))


def _inner(value: Any, path: str) -> Iterator[str]:
    """The texts at a path below, those of lists one after the other."""
    if isinstance(value, tuple):
        for item in value:
            yield from _inner(item, path)
    elif path:
        name, _, rest = path.partition(".")
        yield from _inner(getattr(value, name, None), rest)
    elif isinstance(value, str) and value:
        yield value
