"""How much of a question a service accounts for: what is left unexplained may be another matter altogether.

Every word of the language that no table holds counts here, so what nobody thought of is declined as well. Pure.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from content.understanding.spotting import Spot

# Two characters side by side are in a name by chance now and then, four hardly ever: by the length of the run.
_WORTH_OF_A_RUN = (0.0, 0.0, 0.25, 0.6, 1.0)


@dataclass(frozen=True, slots=True)
class Explained:
    """Of each character of a question how much is explained, 0 to 1; all together, and how much tells anything."""

    by_position: tuple[float, ...]
    explained: float
    whole: float


def explained_by(plain: str, spots: Sequence[Spot], held: Container[str]) -> Explained:
    """`plain`: one character a unit; `held`: the features that the service has in common with the question.

    Fillers and aspects need no explaining; a word is explained by its meaning, other characters by standing side by
    side in a name of the service."""
    worth = _worth_in_runs(plain, held)
    weight = [1.0] * len(plain)
    for spot in spots:
        positions = range(spot.start, spot.end)
        is_held = spot.word.kind == "meaning" and any(f"m:{name}" in held for name in spot.word.names)
        for position in positions:
            if spot.word.kind in ("filler", "aspect"):
                weight[position] = 0.0
            elif spot.word.kind == "meaning":
                weight[position] = spot.sure
                worth[position] = 1.0 if is_held else worth[position]
    explained = sum(one * much for one, much in zip(worth, weight, strict=True))
    return Explained(tuple(worth), explained, sum(weight))


def _worth_in_runs(plain: str, held: Container[str]) -> list[float]:
    worth = [0.0] * len(plain)
    start = 0
    for end in range(1, len(plain) + 1):
        goes_on = end < len(plain) and f"c:{plain[end - 1 : end + 1]}" in held
        if not goes_on:
            length = end - start
            worth[start:end] = [_WORTH_OF_A_RUN[min(length, len(_WORTH_OF_A_RUN) - 1)]] * length
            start = end
    return worth
