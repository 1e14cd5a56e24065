"""What of a text can be compared: its meanings, and pairs of characters and sounds where no word is known.

Features are texts with a strength from 0 to 1. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass

from content.understanding.syllables import UNKNOWN_SYLLABLE
from content.understanding.vocabulary import TYPED, Spot, Utterance, Vocabulary

# How much a feature tells beside a whole word. Measured on the tuning sentences of benchmarks/search_sentences.yaml.
_CHARACTER_PAIR = 0.3
_SOUND_PAIR = 0.4
_CHARACTER = 0.12
_NUMBER_OR_LETTERS = 0.8
_INSIDE_A_WORD = 0.2


@dataclass(frozen=True, slots=True)
class Features:
    """What a text says. `strengths` by feature; `foreign`: words that no government service goes with."""

    strengths: dict[str, float]
    spots: tuple[Spot, ...]
    aspects: tuple[str, ...]
    foreign: tuple[str, ...]


def features_of(raw: str, vocabulary: Vocabulary) -> Features:
    """The features of any string. A text of fillers only is compared as it stands: nothing is left without any."""
    said = vocabulary.read(raw)
    spots = vocabulary.cover(said)
    strengths = _strengths(said, spots, vocabulary)
    if not strengths:
        strengths = _strengths(said, [spot for spot in spots if spot.word.kind == "foreign"], vocabulary)
    return Features(
        strengths,
        tuple(spots),
        aspects=tuple(name for spot in spots if spot.word.kind == "aspect" for name in spot.word.names),
        foreign=tuple(spot.word.text for spot in spots if spot.word.kind == "foreign"),
    )


def _strengths(said: Utterance, spots: list[Spot], vocabulary: Vocabulary) -> dict[str, float]:
    strengths: dict[str, float] = {}
    covered = [False] * len(said)
    for spot in spots:
        covered[spot.start : spot.end] = [True] * (spot.end - spot.start)
        if spot.word.kind == "meaning":
            for name in spot.word.names:
                _raise_to(strengths, f"m:{name}", spot.sure * vocabulary.weight_of(name))
            _add_pairs(strengths, said, spot.start, spot.end, _INSIDE_A_WORD)
    start = 0
    for end in range(len(said) + 1):
        if end == len(said) or covered[end]:
            _add_pairs(strengths, said, start, end, 1.0)
            start = end + 1
    return strengths


def _add_pairs(strengths: dict[str, float], said: Utterance, start: int, end: int, share: float) -> None:
    """The pairs and single characters between `start` and `end`."""
    for position in range(start, end):
        character, sound = said.characters[position], said.folded[position]
        if character != TYPED:
            _raise_to(strengths, f"u:{character}", share * (_CHARACTER if len(character) == 1 else _NUMBER_OR_LETTERS))
        if position + 1 == end:
            break
        following, next_sound = said.characters[position + 1], said.folded[position + 1]
        if TYPED not in (character, following):
            _raise_to(strengths, f"c:{character}{following}", share * _CHARACTER_PAIR)
        if UNKNOWN_SYLLABLE not in (sound, next_sound):
            _raise_to(strengths, f"s:{sound} {next_sound}", share * _SOUND_PAIR)


def _raise_to(strengths: dict[str, float], feature: str, strength: float) -> None:
    if strength > strengths.get(feature, 0.0):
        strengths[feature] = strength
