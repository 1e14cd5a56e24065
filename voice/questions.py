"""Whether a question is one that the current guide answers among its frequent ones. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

from content.understanding.features import Features, features_of
from content.understanding.vocabulary import Vocabulary

SHORTEST_QUESTION = 4  # a mere name asks nothing
SAME_QUESTION = 0.68  # cosine; below it two questions share a word and mean different things
SAME_TITLE = 0.4  # of three titles only one needs to be told from the others
CLEARLY_BETTER = 0.04


def find_title(said: str, titles: Sequence[str], vocabulary: Vocabulary) -> int | None:
    """The position of the title that `said` means, of a few that were just read out; None where it is none of them."""
    return _nearest(features_of(vocabulary.units(said), vocabulary), titles, vocabulary, least=SAME_TITLE)


def find_question(said: str, questions: Sequence[str], vocabulary: Vocabulary) -> int | None:
    """The position of the question that `said` asks in other words; None where it is none of them."""
    units = vocabulary.units(said)
    if not questions or len(units) < SHORTEST_QUESTION:
        return None
    asked = features_of(units, vocabulary)
    if not any(spot.word.kind in ("meaning", "aspect") for spot in asked.spots):
        return None  # 可以了不听了 shares a syllable or two with anything
    return _nearest(asked, questions, vocabulary, least=SAME_QUESTION)


def _nearest(asked: Features, texts: Sequence[str], vocabulary: Vocabulary, *, least: float) -> int | None:
    scored = sorted(
        ((_alike(asked, features_of(vocabulary.units(text), vocabulary, is_name=True)), -position))
        for position, text in enumerate(texts)
    )[::-1]
    if not scored:
        return None
    best, position = scored[0]
    is_clear = len(scored) == 1 or best - scored[1][0] >= CLEARLY_BETTER
    return -position if best >= least and is_clear else None


def _alike(one: Features, other: Features) -> float:
    shared = sum(strength * other.strengths.get(name, 0.0) for name, strength in one.strengths.items())
    sizes = _size(one) * _size(other)
    return shared / sizes if sizes else 0.0


def _size(features: Features) -> float:
    return math.sqrt(sum(strength * strength for strength in features.strengths.values()))
