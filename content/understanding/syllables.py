"""Chinese characters to syllables, and syllables that speakers and recognisers confuse to one form.

Syllables are toneless and lower case, ü is written v. Pure: the tables are passed in, they stand in wording/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

UNKNOWN_SYLLABLE = "?"


@dataclass(frozen=True)
class SyllableTable:
    """How characters are read: one syllable each, and words that are read otherwise (longest word wins)."""

    characters: Mapping[str, str]
    words: Mapping[str, Sequence[str]]
    _longest_word: int = field(init=False, default=0)
    _beginnings: frozenset[str] = field(init=False, default=frozenset(), repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_longest_word", max(map(len, self.words), default=0))
        object.__setattr__(self, "_beginnings", frozenset(word[:2] for word in self.words))

    @cached_property
    def all_syllables(self) -> frozenset[str]:
        """Every syllable some character has."""
        return frozenset(self.characters.values())

    def of(self, text: Sequence[str]) -> list[str]:
        """One syllable for each character of `text`; what is no known character becomes UNKNOWN_SYLLABLE."""
        spoken: list[str] = []
        start, last = 0, len(text) - 1
        while start <= last:
            first = text[start]
            pair = first + text[start + 1] if start < last else first
            word = next(self._words_at(text, start), None) if pair in self._beginnings else None
            if word is None:
                spoken.append(self.characters.get(first, UNKNOWN_SYLLABLE))
            else:
                spoken += self.words[word]
            start = len(spoken)
        return spoken

    def with_word(self, word: str, spoken: Sequence[str]) -> SyllableTable:
        """The table with one more word."""
        return SyllableTable(self.characters, {**self.words, word: spoken})

    def _words_at(self, text: Sequence[str], start: int) -> Iterator[str]:
        for length in range(min(self._longest_word, len(text) - start), 1, -1):
            word = "".join(text[start : start + length])
            if word in self.words:
                yield word


@dataclass(frozen=True)
class ConfusionSets:
    """Which beginnings and endings of syllables sound alike to many; each pair is (heard, folded to). `near_…`: those
    that only a bad line confuses, each with the one that stands for its group."""

    beginnings: tuple[tuple[str, str], ...]
    endings: tuple[tuple[str, str], ...]
    whole: Mapping[str, str]
    near_beginnings: Mapping[str, str] = field(default_factory=dict)
    near_endings: Mapping[str, str] = field(default_factory=dict)
    _blurred: dict[str, str] = field(init=False, default_factory=dict, repr=False)
    fold: Callable[[str], str] = field(init=False, repr=False, compare=False)
    """The one form that stands for all syllables confused with this one."""

    def __post_init__(self) -> None:
        # A look into a dict and no more: some hundred thousand syllables are folded at each start.
        object.__setattr__(self, "fold", _Remembered(self._fold).__getitem__)

    def blur(self, folded: str) -> str:
        """The one form of all folded syllables that a bad line takes for this one."""
        blurred = self._blurred.get(folded)
        if blurred is None:
            vowel = next((place for place, letter in enumerate(folded) if letter in "aeiouv"), len(folded))
            beginning, ending = folded[:vowel], folded[vowel:]
            blurred = self.near_beginnings.get(beginning, beginning) + self.near_endings.get(ending, ending)
            self._blurred[folded] = blurred
        return blurred

    def _fold(self, syllable: str) -> str:
        folded = self.whole.get(syllable, syllable)
        for heard, meant in self.beginnings:
            if folded.startswith(heard):
                folded = meant + folded[len(heard) :]
                break
        for heard, meant in self.endings:
            if folded.endswith(heard):
                folded = folded[: len(folded) - len(heard)] + meant
                break
        return folded


class _Remembered(dict[str, str]):
    """What a function gave for each text it was asked for."""

    def __init__(self, made_by: Callable[[str], str]) -> None:
        super().__init__()
        self._made_by = made_by

    def __missing__(self, text: str) -> str:
        made = self[text] = self._made_by(text)
        return made


def initial_letter(syllable: str) -> str:
    """The letter one types for a syllable: `zheng` is z."""
    return syllable[:1]
