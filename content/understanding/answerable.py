"""Whether a question is one for this channel at all: what speaks for it and what against, weighed and added up.

Each sign is a number anyone can follow; what each weighs stands in wording/answerable.yaml and is fitted by
benchmarks/tune_answerable.py. `zhengwu-api search-explain` prints them. Pure.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from content.understanding.explaining import Explained, explained_by
from content.understanding.features import Features
from content.understanding.told import Likely
from content.understanding.vocabulary import Vocabulary

if TYPE_CHECKING:
    from content.understanding.candidates import Candidate

ALWAYS = "always"
SIGNS = (
    "fit",  # how well the best name fits, as a logarithm of odds
    "name_share",  # how much of that name was said
    "explained_share",  # how much of what was said the service explains
    "length",  # the logarithm of the characters that tell something
    "meanings",  # the weight of the known words the service has
    "elsewhere",  # by how much a matter of government fits better that is not in the catalogue
    "foreign",  # phrases that no service goes with
    "foreign_share",
    "field_share",  # characters in words of everyday life
    "unknown_share",  # characters in no known word
    "opinion",  # words that ask for an opinion, and so on
    "reason",
    "story",
    "fact",
    "howto",
    "errand",  # words of going to an office speak for one
    "told",  # how likely the service is by how people come to it
    "told_nothing",  # how likely none is
)
_KINDS_OF_TALK = ("opinion", "reason", "story", "fact", "howto", "errand")
_MOST_WORDS, _MOST_MEANINGS = 3, 4.0
_MOST_TALK = 2
_WHOLE_NAME = 0.95  # of a name
_TOLD_OF_UNKNOWN = 0.6  # of a service that nothing was learnt about, as of most that are asked for
_LOWEST_FIT, _HIGHEST_FIT = 0.01, 0.99
_HALF = 0.5  # characters; so that a share of nothing is no share of everything


def signs_of(
    features: Features, best: Candidate, elsewhere: Candidate | None, vocabulary: Vocabulary, likely: Likely
) -> dict[str, float]:
    """What the question and the service that fits it best show. `elsewhere`: the best matter not held here;
    `likely`: what the sentence is like."""
    held = frozenset(best.features)
    explained = explained_by(features.plain, features.spots, held)
    length = max(len(features.plain), 1)
    fit = min(max(best.score, _LOWEST_FIT), _HIGHEST_FIT)
    foreign = [spot for spot in features.spots if spot.word.kind == "foreign"]
    signs = {
        "fit": math.log(fit / (1.0 - fit)),
        "name_share": best.name_share,
        "explained_share": (explained.explained + _HALF) / (explained.whole + _HALF),
        "length": math.log(1.0 + explained.whole),
        "meanings": min(_meanings_held(features, held, vocabulary), _MOST_MEANINGS),
        "elsewhere": max(elsewhere.score - best.score, 0.0) if elsewhere else 0.0,
        "foreign": float(min(len(foreign), _MOST_WORDS)),
        "foreign_share": sum(spot.end - spot.start for spot in foreign) / length,
        "field_share": _field_characters(features, explained) / length,
        "unknown_share": _unknown_characters(features, explained) / length,
    }
    is_known = best.target.id in likely.services and best.name_share < _WHOLE_NAME  # what an editor wrote is meant
    signs["told"] = likely.services[best.target.id] if is_known else _TOLD_OF_UNKNOWN
    signs["told_nothing"] = likely.nothing if is_known else 0.0
    for kind in _KINDS_OF_TALK:
        signs[kind] = float(min(sum(word.group == kind for word in features.talk), _MOST_TALK))
    return signs


def signs_among(
    features: Features, candidates: Sequence[Candidate], vocabulary: Vocabulary, likely: Likely
) -> dict[str, float]:
    """What the question shows beside all that fits it; empty where nothing does."""
    best = next((one for one in candidates if one.target.kind != "elsewhere"), None)
    elsewhere = next((one for one in candidates if one.target.kind == "elsewhere"), None)
    return signs_of(features, best, elsewhere, vocabulary, likely) if best else {}


def chance_of(signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """How likely the question is one for the channel, 0 to 1."""
    total = weights[ALWAYS] + sum(weights[sign] * much for sign, much in signs.items())
    return 1.0 / (1.0 + math.exp(-total))


def _meanings_held(features: Features, held: frozenset[str], vocabulary: Vocabulary) -> float:
    return sum(
        spot.sure * max(map(vocabulary.weight_of, spot.word.names))
        for spot in features.spots
        if spot.word.kind == "meaning" and any(f"m:{name}" in held for name in spot.word.names)
    )


def _field_characters(features: Features, explained: Explained) -> int:
    """Characters in words of everyday life, but for those that the service explains itself."""
    return sum(
        word.end - word.start for word in features.fields if min(explained.by_position[word.start : word.end]) < 1.0
    )


def _unknown_characters(features: Features, explained: Explained) -> float:
    """Characters in no known word, less what the service explains of them."""
    unknown = [1.0 - much for much in explained.by_position]
    for spot in features.spots:
        unknown[spot.start : spot.end] = [0.0] * (spot.end - spot.start)
    return sum(unknown)
