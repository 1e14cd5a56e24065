"""What could be better in a text: hard words, long sentences, characters a voice may misread, regions it would harm.

It advises and stops nothing; what stops a text are the faults.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from channel_api.editing.kinds import GUIDES, EditedKind
from channel_api.editing.texts import Text
from channel_api.guide_checking import GuideChecker
from content.faults import Fault
from content.listening import Listening, listen
from content.model import Guide
from content.rules_language import our_words
from content.spoken_readings import SpokenReadings
from content.spoken_sentences import split_sentences, spoken_sentences

AROUND = 4  # characters on each side that show which word is meant


@dataclass(frozen=True, slots=True)
class Harm:
    """A regional difference that a guide's new text makes wrong, and how."""

    key: str
    faults: tuple[Fault, ...]


class TextAdvice:
    """`wording`: the folder with the table of readings. Safe to use from many threads."""

    def __init__(self, checker: GuideChecker, wording: Path) -> None:
        self._checker = checker
        self._wording = wording

    @cached_property
    def _readings(self) -> SpokenReadings:
        return SpokenReadings.load(self._wording)

    def find_notes(self, text: Text, today: date, kind: EditedKind) -> list[Fault]:
        """Notes with the keys of their fields."""
        thing, _ = kind.thing_of(text)
        if thing is None:
            return []
        return [*self._checker.find_notes(text, today, kind), *self._find_unsure_readings(thing)]

    def listen(self, text: Text, today: date, kind: EditedKind) -> Listening | None:
        """What a guide is like to listen to."""
        thing, _ = kind.thing_of(text)
        return listen(thing, self._checker.rule_book(today).language) if isinstance(thing, Guide) else None

    def find_harm(self, text: Text, live_text: Text | None, today: date, kind: EditedKind) -> list[Harm]:
        """What a guide's text makes wrong in its regional differences that was not wrong before."""
        if kind is not GUIDES or not text:
            return []
        after = self._checker.find_overlay_faults(text, today)
        before = self._checker.find_overlay_faults(live_text, today) if live_text else {}
        harm = {key: [fault for fault in faults if fault not in before.get(key, ())] for key, faults in after.items()}
        return [Harm(key, tuple(faults)) for key, faults in harm.items() if faults]

    def _find_unsure_readings(self, thing: Any) -> Iterator[Fault]:
        spoken = set(spoken_sentences([thing]))
        for key, text in our_words(thing):
            for sentence in split_sentences(text):
                unsure = (
                    [one for one in self._readings.find(sentence) if not one.syllable] if sentence in spoken else []
                )
                for one in unsure:
                    around = sentence[max(0, one.position - AROUND) : one.position + AROUND + 1]
                    yield Fault("reading_unsure", key, {"character": one.character, "text": around})
