"""Finding known words in what was said, by character, by sound and with one slip of the hand.

A sentence is covered with the words that explain most of it, none overlapping. Pure; built once from the wording.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from content.understanding.normalize import is_letters, plain_text, units_of
from content.understanding.pinyin_input import is_full_pinyin, split_syllables
from content.understanding.syllables import UNKNOWN_SYLLABLE, initial_letter
from content.understanding.wording import Wording

SpotKind = Literal["meaning", "aspect", "filler", "foreign"]
SpotHow = Literal["exact", "pinyin", "initials", "fuzzy"]
TYPED = ""  # the character of a syllable that was typed in letters

LONGEST_WORD_UNITS = 10
SHORTEST_WORD_WITH_SLIPS = 3
SHORTEST_WORD_WITH_GAPS = 4  # three characters less one are too often a word of their own
LONGEST_WORD_WITH_SLIPS = 7
_COVER_POWER = 1.6  # one long word explains more than two short ones
# How sure a spot is, by how it was found and how many syllables agree; toneless pairs of syllables are often accidents.
_SURE_BY_SOUND = {1: 0.5, 2: 0.8, 3: 0.92}
_SURE_BY_FOLDED_SOUND = {1: 0.3, 2: 0.55, 3: 0.85}
_SURE_WITH_A_SLIP = {3: 0.6, 4: 0.8}
_SURE_BY_INITIALS = 0.85
_KIND_PREFERENCE: dict[SpotKind, float] = {"meaning": 1.0, "foreign": 1.0, "aspect": 0.95, "filler": 0.9}


@dataclass(frozen=True, slots=True)
class Utterance:
    """A text in units with their sounds; `characters[i]` is TYPED where only the sound is known."""

    characters: tuple[str, ...]
    sounds: tuple[str, ...]
    folded: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.characters)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the vocabulary and what it stands for; `names` are meanings or one aspect."""

    text: str
    kind: SpotKind
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A word found at `start` up to `end`; `sure` 0 to 1."""

    start: int
    end: int
    word: Word
    how: SpotHow
    sure: float


class Vocabulary:
    """All words of the wording, looked up by characters, syllables, initials and near misses."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self._weights = {meaning.name: meaning.weight for meaning in wording.meanings}
        self._exact: dict[str, Word] = {}
        self._by_sound: dict[str, list[Word]] = defaultdict(list)
        self._by_folded: dict[str, list[Word]] = defaultdict(list)
        self._by_initials: dict[str, Word] = {}
        self._by_slip: dict[str, Word] = {}
        for word in _words(wording):
            self._add(word)

    def _add(self, word: Word) -> None:
        said = self.read(word.text)
        key = "".join(said.characters)
        if key in self._exact:
            return
        self._exact[key] = word
        is_spoken = UNKNOWN_SYLLABLE not in said.sounds
        if is_spoken:
            self._by_sound[" ".join(said.sounds)].append(word)
            self._by_folded[" ".join(said.folded)].append(word)
        if word.kind == "meaning" and len(said) >= 2 and is_spoken:
            self._by_initials.setdefault("".join(map(initial_letter, said.sounds)), word)
        if word.kind == "meaning" and len(key) == len(said) >= SHORTEST_WORD_WITH_SLIPS:
            gaps = _gaps(key) if len(key) >= SHORTEST_WORD_WITH_GAPS else ()
            for slip in (*_wrong_ones(key), *gaps):
                self._by_slip.setdefault(slip, word)

    def units(self, raw: str) -> list[str]:
        """Any string in its units, before sounds are looked up."""
        return units_of(plain_text(raw, self.wording.traditional))

    def weight_of(self, meaning: str) -> float:
        """How much a meaning tells about which service is wanted, 0 to 1."""
        return self._weights[meaning]

    def read(self, raw: str) -> Utterance:
        """Any string as units with sounds; letters that spell syllables become those syllables."""
        characters: list[str] = []
        known = self.wording.syllables.all_syllables
        for unit in self.units(raw):
            pieces = split_syllables(unit, known) if is_letters(unit) and unit not in self._exact else [unit]
            if len(pieces) > 1 and not is_full_pinyin(pieces, known):
                pieces = [unit]
            characters += pieces
        sounds = self.wording.syllables.of(characters)
        for position, character in enumerate(characters):
            if is_letters(character) and character in known and character not in self._exact:
                sounds[position], characters[position] = character, TYPED
        fold = self.wording.confusions.fold
        return Utterance(tuple(characters), tuple(sounds), tuple(map(fold, sounds)))

    def cover(self, said: Utterance) -> list[Spot]:
        """The words that together explain most of `said`, in order, none overlapping."""
        best: list[tuple[float, Spot | None]] = [(0.0, None)]
        ending: dict[int, list[Spot]] = defaultdict(list)
        for spot in self._spots(said):
            ending[spot.end].append(spot)
        for end in range(1, len(said) + 1):
            choice: tuple[float, Spot | None] = (best[end - 1][0], None)
            for spot in ending.get(end, ()):
                worth = best[spot.start][0] + _worth(spot)
                if worth > choice[0]:
                    choice = (worth, spot)
            best.append(choice)
        return list(_walk_back(best))[::-1]

    def _spots(self, said: Utterance) -> Iterator[Spot]:
        size = len(said)
        for start in range(size):
            for end in range(start + 1, min(size, start + LONGEST_WORD_UNITS) + 1):
                yield from self._spots_between(said, start, end)

    def _spots_between(self, said: Utterance, start: int, end: int) -> Iterator[Spot]:
        characters, length = said.characters[start:end], end - start
        is_typed = TYPED in characters
        if not is_typed:
            key = "".join(characters)
            if word := self._exact.get(key):
                yield Spot(start, end, word, "exact", 1.0)
                return
            if length == 1 and is_letters(key) and (word := self._by_initials.get(key)):
                yield Spot(start, end, word, "initials", _SURE_BY_INITIALS)
        if length > 1 or is_typed:
            yield from self._spots_by_sound(said, start, end)
        if SHORTEST_WORD_WITH_SLIPS <= length <= LONGEST_WORD_WITH_SLIPS and not is_typed:
            yield from self._spots_with_a_slip(characters, start, end)

    def _spots_by_sound(self, said: Utterance, start: int, end: int) -> Iterator[Spot]:
        length = min(end - start, 3)
        found = self._by_sound.get(" ".join(said.sounds[start:end]), [])
        sure = _SURE_BY_SOUND[length]
        if not found:
            found = self._by_folded.get(" ".join(said.folded[start:end]), [])
            sure = _SURE_BY_FOLDED_SOUND[length]
        for word in found:
            agreeing = sum(one == other for one, other in zip(said.characters[start:end], word.text, strict=False))
            yield Spot(start, end, word, "pinyin", sure + (1 - sure) * agreeing / (end - start))

    def _spots_with_a_slip(self, characters: Sequence[str], start: int, end: int) -> Iterator[Spot]:
        word = self._find_near("".join(characters)) if all(map(_is_single, characters)) else None
        if word is not None:
            yield Spot(start, end, word, "fuzzy", _SURE_WITH_A_SLIP[min(len(word.text), 4)])

    def _find_near(self, text: str) -> Word | None:
        """The meaning's word that `text` was to be: one character wrong, missing, too many, or two swapped."""
        if word := self._by_slip.get(text):
            return word
        for slip in _wrong_ones(text):
            if word := self._by_slip.get(slip):
                return word
        if len(text) < SHORTEST_WORD_WITH_GAPS:
            return None
        return next((word for near in (*_gaps(text), *_swaps(text)) if (word := self._long_meaning(near))), None)

    def _long_meaning(self, text: str) -> Word | None:
        word = self._exact.get(text)
        return word if word and word.kind == "meaning" and len(word.text) >= SHORTEST_WORD_WITH_SLIPS else None


def _words(wording: Wording) -> Iterable[Word]:
    """Every word once; where tables share a word, the meaning counts before aspect, filler and foreign word."""
    for text, names in wording.compounds.items():
        yield Word(text, "meaning", names)
    for meaning in wording.meanings:
        for text in meaning.words:
            yield Word(text, "meaning", (meaning.name,))
    for aspect, texts in wording.aspects.items():
        for text in texts:
            yield Word(text, "aspect", (aspect,))
    for text in wording.foreign:
        yield Word(text, "foreign", (text,))
    for text in wording.fillers:
        yield Word(text, "filler", ())


def _wrong_ones(text: str) -> Iterator[str]:
    for position in range(len(text)):
        yield f"{text[:position]}*{text[position + 1 :]}"


def _gaps(text: str) -> Iterator[str]:
    for position in range(len(text)):
        yield text[:position] + text[position + 1 :]


def _swaps(text: str) -> Iterator[str]:
    for position in range(len(text) - 1):
        yield text[:position] + text[position + 1] + text[position] + text[position + 2 :]


def _is_single(character: str) -> bool:
    return len(character) == 1


def _worth(spot: Spot) -> float:
    length: float = spot.end - spot.start
    return math.pow(length, _COVER_POWER) * spot.sure * _KIND_PREFERENCE[spot.word.kind]


def _walk_back(best: list[tuple[float, Spot | None]]) -> Iterator[Spot]:
    end = len(best) - 1
    while end > 0:
        spot = best[end][1]
        if spot is None:
            end -= 1
        else:
            yield spot
            end = spot.start
