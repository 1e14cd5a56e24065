"""Which known words a sentence holds: it is covered with the words that explain most of it, none overlapping.

Words are found by character and by sound; only what is left unexplained is looked at for slips of the hand. Pure.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from content.understanding.normalize import is_letters
from content.understanding.vocabulary import (
    LONGEST_WORD_UNITS,
    LONGEST_WORD_WITH_SLIPS,
    SHORTEST_WORD_WITH_SLIPS,
    TYPED,
    Utterance,
    Vocabulary,
    Word,
    WordKind,
)

SpotHow = Literal["exact", "pinyin", "initials", "fuzzy"]

# 补 is said of tyres too: a single character tells less than a word.
SURE_OF_ONE_CHARACTER = 0.6
# Nobody types more; what is longer was spoken, and three characters of it less one are a short word by chance.
LONGEST_TYPED = 16
SHORTEST_BLURRED = 3
_COVER_POWER = 1.6  # one long word explains more than two short ones
_WORTH_OF_LENGTH = tuple(math.pow(length, _COVER_POWER) for length in range(LONGEST_WORD_UNITS + 1))
# How sure a spot is, by how it was found and how many syllables agree; toneless pairs of syllables are often accidents.
_SURE_BY_SOUND = {1: 0.5, 2: 0.8, 3: 0.92}
_SURE_BY_FOLDED_SOUND = {1: 0.3, 2: 0.55, 3: 0.85}
_SURE_BY_BLURRED_SOUND = 0.55
_SHARE_OF_AGREEING = 0.6
_SURE_WITH_A_SLIP = {3: 0.5, 4: 0.75}
_SURE_BY_INITIALS = 0.85
_KIND_PREFERENCE: dict[WordKind, float] = {"meaning": 1.0, "foreign": 1.0, "aspect": 0.95, "filler": 0.9}


@dataclass(frozen=True, slots=True)
class Spot:
    """A word found at `start` up to `end`; `sure` 0 to 1."""

    start: int
    end: int
    word: Word
    how: SpotHow
    sure: float


def cover_exactly(said: Utterance, vocabulary: Vocabulary) -> list[Spot]:
    """The words of a text without errors, such as a name of the catalogue."""
    return _best_cover(len(said), _exact_spots(said, vocabulary))


def cover(said: Utterance, vocabulary: Vocabulary) -> list[Spot]:
    """The words of a text that may have been misheard or mistyped."""
    found = [*_exact_spots(said, vocabulary), *_spots_by_sound(said, vocabulary)]
    best = _best_cover(len(said), found)
    slips = [*_spots_with_a_slip(said, best, vocabulary), *_spots_on_a_bad_line(said, best, vocabulary)]
    return _best_cover(len(said), [*found, *slips]) if slips else best


def _exact_spots(said: Utterance, vocabulary: Vocabulary) -> Iterator[Spot]:
    characters, begun = said.characters, vocabulary.begun
    size = len(characters)
    for start, unit in enumerate(characters):
        text = ""
        for end in range(start + 1, min(size, start + LONGEST_WORD_UNITS) + 1):
            character = characters[end - 1]
            text += character
            if character == TYPED or text not in begun:
                break
            if word := begun[text]:
                yield Spot(start, end, word, "exact", 1.0 if end - start > 1 else SURE_OF_ONE_CHARACTER)
        if unit and is_letters(unit) and (word := vocabulary.find_by_initials(unit)):
            yield Spot(start, start + 1, word, "initials", _SURE_BY_INITIALS)


def _spots_by_sound(said: Utterance, vocabulary: Vocabulary) -> Iterator[Spot]:
    folded = said.folded
    size = len(folded)
    for start, heard in enumerate(folded):
        for end in range(start + 1, min(size, start + LONGEST_WORD_UNITS) + 1):
            if end - start > 1:
                heard = f"{heard} {folded[end - 1]}"
            if not vocabulary.begins_sound(heard):
                break
            is_typed = TYPED in said.characters[start:end]
            if end - start > 1 or is_typed:
                yield from _spots_sounding(said, start, end, vocabulary)


def _spots_sounding(said: Utterance, start: int, end: int, vocabulary: Vocabulary) -> Iterator[Spot]:
    length = end - start
    found = vocabulary.find_by_sound(said.sounds[start:end])
    sure = _SURE_BY_SOUND[min(length, 3)]
    if not found:
        found, sure = vocabulary.find_by_folded(said.folded[start:end]), _SURE_BY_FOLDED_SOUND[min(length, 3)]
    characters = said.characters[start:end]
    for word in found:
        agreeing = sum(one == other for one, other in zip(characters, word.text, strict=False))
        is_accident = length == 2 and agreeing == 0 and sure < _SURE_BY_SOUND[2] and TYPED not in characters
        if agreeing < length and not is_accident:
            yield Spot(start, end, word, "pinyin", sure + (1 - sure) * _SHARE_OF_AGREEING * agreeing / length)


def _spots_with_a_slip(said: Utterance, best: list[Spot], vocabulary: Vocabulary) -> Iterator[Spot]:
    """Words with a slip that would explain something no word explains yet."""
    shortest = SHORTEST_WORD_WITH_SLIPS if len(said) <= LONGEST_TYPED else SHORTEST_WORD_WITH_SLIPS + 1
    for start, end in _windows(len(said), best, shortest):
        characters = said.characters[start:end]
        word = vocabulary.find_near("".join(characters)) if all(len(one) == 1 for one in characters) else None
        if word is not None:
            yield Spot(start, end, word, "fuzzy", _SURE_WITH_A_SLIP[min(len(word.text), 4)])


def _spots_on_a_bad_line(said: Utterance, best: list[Spot], vocabulary: Vocabulary) -> Iterator[Spot]:
    """Words of which sounds were taken for near ones, where at least one character was heard right."""
    for start, end in _windows(len(said), best, SHORTEST_BLURRED):
        characters = said.characters[start:end]
        for word in vocabulary.find_by_blurred(said.folded[start:end]):
            length = end - start
            agreeing = sum(one == other for one, other in zip(characters, word.text, strict=False))
            if 0 < agreeing < length:
                sure = _SURE_BY_BLURRED_SOUND
                yield Spot(start, end, word, "pinyin", sure + (1 - sure) * _SHARE_OF_AGREEING * agreeing / length)


def _windows(size: int, best: list[Spot], shortest: int) -> Iterator[tuple[int, int]]:
    """Stretches of at least `shortest` characters that hold something unexplained and no longer word that is surely
    there."""
    is_open, is_sure = [True] * size, [False] * size
    for spot in best:
        length = spot.end - spot.start
        is_open[spot.start : spot.end] = [False] * length
        is_sure[spot.start : spot.end] = [spot.how == "exact" and length > 1] * length
    for start in range(size):
        for end in range(start + 1, min(size, start + LONGEST_WORD_WITH_SLIPS) + 1):
            if is_sure[end - 1]:
                break
            if end - start >= shortest and any(is_open[start:end]):
                yield start, end


def _best_cover(size: int, spots: Iterable[Spot]) -> list[Spot]:
    ending: dict[int, list[Spot]] = defaultdict(list)
    for spot in spots:
        ending[spot.end].append(spot)
    best: list[tuple[float, Spot | None]] = [(0.0, None)]
    for end in range(1, size + 1):
        choice: tuple[float, Spot | None] = (best[end - 1][0], None)
        for spot in ending.get(end, ()):
            worth = best[spot.start][0] + _worth(spot)
            if worth > choice[0]:
                choice = (worth, spot)
        best.append(choice)
    return list(_walk_back(best))[::-1]


def _worth(spot: Spot) -> float:
    return _WORTH_OF_LENGTH[spot.end - spot.start] * spot.sure * _KIND_PREFERENCE[spot.word.kind]


def _walk_back(best: list[tuple[float, Spot | None]]) -> Iterator[Spot]:
    end = len(best) - 1
    while end > 0:
        spot = best[end][1]
        if spot is None:
            end -= 1
        else:
            yield spot
            end = spot.start
