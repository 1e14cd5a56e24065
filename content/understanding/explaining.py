"""How much of a question a service accounts for: what is left unexplained may be another matter altogether.

Every word of the language that no table holds counts here, so what nobody thought of is declined as well. Pure.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from content.understanding.spotting import Spot
from content.understanding.vocabulary import TYPED, Utterance
from content.understanding.weights import Weights


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a question: one of `features` explains it. `characters`: its length, less where it is unsure;
    `worth`: how many characters are then explained."""

    features: tuple[str, ...]
    characters: float
    worth: float


def parts_of(said: Utterance, spots: Sequence[Spot], weights: Weights) -> tuple[Part, ...]:
    """The stretches that tell something: known words, and single characters where no word is known."""
    parts = []
    is_open = [True] * len(said)
    for spot in spots:
        if spot.word.kind == "foreign":
            continue
        is_open[spot.start : spot.end] = [False] * (spot.end - spot.start)
        if spot.word.kind == "meaning":
            length = (spot.end - spot.start) * spot.sure
            parts.append(Part(tuple(f"m:{name}" for name in spot.word.names), length, length))
    for position in range(len(said)):
        if is_open[position]:
            pairs = [_pair(said, start) for start in (position - 1, position) if all(is_open[start : start + 2])]
            parts.append(Part(tuple(filter(None, pairs)), 1.0, weights.explained_by_a_pair))
    return tuple(parts)


def explained_by(parts: Sequence[Part], held: Container[str]) -> tuple[float, float]:
    """How many characters `held` explains, and how many there are to be explained."""
    explained = sum(part.worth for part in parts if any(feature in held for feature in part.features))
    return explained, max(sum(part.characters for part in parts), explained)


def _pair(said: Utterance, start: int) -> str:
    if start < 0 or start + 1 >= len(said):
        return ""
    one, other = said.characters[start : start + 2]
    return "" if TYPED in (one, other) else f"c:{one}{other}"
