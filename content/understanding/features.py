"""What of a text can be compared: its meanings, and pairs of characters and sounds where no word is known.

Features are texts with a strength from 0 to 1. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from content.understanding.finding_words import FoundWord
from content.understanding.spotting import Spot, cover, cover_exactly
from content.understanding.syllables import UNKNOWN_SYLLABLE
from content.understanding.vocabulary import TYPED, Utterance, Vocabulary
from content.understanding.weights import MEASURED, Weights


@dataclass(frozen=True, slots=True)
class Features:
    """What a text says. `strengths` by feature; `foreign`: words that no government service goes with; `core`: the
    characters that are neither filler nor aspect, with a blank for each that is; `text`: all of them; `plain`: one
    character for each unit; `fields` and `talk`: words of everyday life and of kinds of talk, by their place in
    `plain`; `folded`: the syllables."""

    strengths: dict[str, float]
    spots: tuple[Spot, ...]
    aspects: tuple[str, ...]
    foreign: tuple[str, ...]
    core: str
    text: str
    plain: str = ""
    fields: tuple[FoundWord, ...] = ()
    talk: tuple[FoundWord, ...] = ()
    folded: tuple[str, ...] = ()


def features_of(
    units: Sequence[str], vocabulary: Vocabulary, *, is_name: bool = False, weights: Weights = MEASURED
) -> Features:
    """The features of a text in units. A text of fillers only is compared as it stands: nothing is left without any.

    `is_name`: written by an editor, so that no slip or mishearing is looked for."""
    said = vocabulary.read_units(units)
    spots = (cover_exactly if is_name else cover)(said, vocabulary)
    strengths = _strengths(said, spots, vocabulary, weights)
    if not strengths:
        strengths = _strengths(said, [spot for spot in spots if spot.word.kind == "foreign"], vocabulary, weights)
    plain = "".join(unit if len(unit) == 1 else " " for unit in said.characters)
    return Features(
        strengths,
        tuple(spots),
        aspects=tuple(name for spot in spots if spot.word.kind == "aspect" for name in spot.word.names),
        foreign=tuple(spot.word.text for spot in spots if spot.word.kind == "foreign"),
        core=_core(said, spots),
        text="".join(said.characters),
        plain=plain,
        fields=() if is_name else vocabulary.fields.find(plain),
        talk=() if is_name else vocabulary.talk.find(plain),
        folded=said.folded,
    )


def tells_more_than_a_name(features: Features) -> bool:
    """社保交了十三年 tells something; 驾照 only names it."""
    return bool(_beside([spot for spot in _named(features) if spot.how == "exact"], features))


def names_only(features: Features) -> bool:
    """Whether nothing but matters are named as they are written, or one as it sounds: 养老津怎么领取."""
    named = _named(features)
    return not tells_more_than_a_name(features) or (len(named) == 1 and not _beside(named, features))


def _named(features: Features) -> list[Spot]:
    return [spot for spot in features.spots if spot.word.kind == "meaning"]


def _beside(named: Sequence[Spot], features: Features) -> str:
    rest = list(features.core)
    for spot in named:
        rest[spot.start : spot.end] = " " * (spot.end - spot.start)
    return "".join(rest).strip()


def _core(said: Utterance, spots: list[Spot]) -> str:
    characters = [character or " " for character in said.characters]
    for spot in spots:
        if spot.word.kind in ("filler", "aspect"):
            characters[spot.start : spot.end] = [" "] * (spot.end - spot.start)
    return "".join(characters)


def _strengths(said: Utterance, spots: list[Spot], vocabulary: Vocabulary, weights: Weights) -> dict[str, float]:
    strengths: dict[str, float] = {}
    covered = [False] * len(said)
    for spot in spots:
        # A single character may be part of a word no table holds (提 of 提价): it stays open for pairs.
        # A foreign word stays open too: it is asked for, and no name has it.
        is_whole = spot.word.kind in ("filler", "aspect") or (spot.word.kind == "meaning" and spot.end - spot.start > 1)
        covered[spot.start : spot.end] = [is_whole] * (spot.end - spot.start)
        if spot.word.kind == "meaning":
            for name in spot.word.names:
                _raise_to(strengths, f"m:{name}", spot.sure * vocabulary.weight_of(name))
            _add_pairs(strengths, said, range(spot.start, spot.end), weights, share=weights.inside_a_word)
    start = 0
    for end in range(len(said) + 1):
        if end == len(said) or covered[end]:
            _add_pairs(strengths, said, range(start, end), weights)
            start = end + 1
    return strengths


def _add_pairs(
    strengths: dict[str, float], said: Utterance, positions: range, weights: Weights, *, share: float = 1.0
) -> None:
    """The pairs and single characters at `positions`."""
    characters, sounds = said.characters, said.folded
    of_one, of_more = share * weights.character, share * weights.number_or_letters
    of_characters, of_sounds = share * weights.character_pair, share * weights.sound_pair
    last = positions.stop - 1
    for position in positions:
        character = characters[position]
        if character != TYPED:
            _raise_to(strengths, f"u:{character}", of_one if len(character) == 1 else of_more)
        if position == last:
            break
        following = characters[position + 1]
        if character != TYPED and following != TYPED:
            _raise_to(strengths, f"c:{character}{following}", of_characters)
        sound, next_sound = sounds[position], sounds[position + 1]
        if sound != UNKNOWN_SYLLABLE and next_sound != UNKNOWN_SYLLABLE:
            _raise_to(strengths, f"s:{sound} {next_sound}", of_sounds)


def _raise_to(strengths: dict[str, float], feature: str, strength: float) -> None:
    if strength > strengths.get(feature, 0.0):
        strengths[feature] = strength
