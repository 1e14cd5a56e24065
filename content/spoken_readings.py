"""How speech must read characters of more than one sound, from `wording/spoken_readings.yaml` and the place names.

Pure. Whether the words of the tables cover everything the channel says is a test; a voice asks `find` before it speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from content.yaml_text import load_plain

_CHINESE = re.compile("[一-鿿]")


@dataclass(frozen=True, slots=True)
class SpokenCharacter:
    """A character with several sounds in a text; `syllable` with its tone (`hang2`), empty where no word tells it."""

    position: int
    character: str
    syllable: str


class SpokenReadings:
    """The words that tell how a character sounds; those around it are asked."""

    def __init__(self, words: Mapping[str, Mapping[str, str]]) -> None:
        """`words`: for each character the words it stands in, each with the syllable it has there."""
        self._words = {character: dict(by_word) for character, by_word in words.items()}
        self._longest = {character: max(map(len, by_word)) for character, by_word in self._words.items()}

    @classmethod
    def load(cls, wording: Path) -> SpokenReadings:
        """The tables of the wording folder."""
        words: dict[str, dict[str, str]] = {}
        for character, by_syllable in load_plain(wording / "spoken_readings.yaml").items():
            for syllable, text in by_syllable.items():
                words.setdefault(character, {}).update(dict.fromkeys(text.split(), syllable))
        for name, spoken in load_plain(wording / "place_readings.yaml").items():
            for character, syllable in zip(name, spoken.split(), strict=True):
                if character in words:
                    words[character][name] = syllable
        return cls(words)

    @property
    def characters(self) -> frozenset[str]:
        """The characters that are looked after."""
        return frozenset(self._words)

    def find(self, text: str) -> Iterator[SpokenCharacter]:
        """Every such character of a text, in order."""
        for position, character in enumerate(text):
            if character in self._words:
                yield SpokenCharacter(position, character, self._syllable_at(text, position))

    def _syllable_at(self, text: str, position: int) -> str:
        """What the words around it tell; a word inside a longer one tells nothing, and neither do two that disagree."""
        character = text[position]
        spans = [span for span in self._words_around(text, position) if text[slice(*span)] in self._words[character]]
        widest = [span for span in spans if not any(_is_inside(span, other) for other in spans)]
        told = {self._words[character][text[slice(*span)]] for span in widest}
        if len(told) == 1:
            return told.pop()
        is_alone = not spans and self._stands_alone(text, position)
        return self._words[character].get(character, "") if is_alone else ""

    def _words_around(self, text: str, position: int) -> Iterator[tuple[int, int]]:
        """Every piece of two characters and more that holds the position and may be a word of the table."""
        longest = self._longest[text[position]]
        for start in range(max(0, position - longest + 1), position + 1):
            for end in range(max(position + 1, start + 2), min(len(text), start + longest) + 1):
                yield start, end

    def _stands_alone(self, text: str, position: int) -> bool:
        around = text[max(0, position - 1) : position] + text[position + 1 : position + 2]
        return not _CHINESE.search(around)


def _is_inside(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]
