"""What is asked about the guide at hand, guessed from examples of how people ask in passing: 要约吗, 一般几个月. Pure.

A naive Bayes guess over the characters of a question and their pairs. It only speaks where one aspect is clearly
likeliest and much of the question has been seen in examples; `other` stands for all that asks nothing about a guide.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from content.yaml_text import load_plain

EXAMPLE_FOLDER = Path(__file__).parent / "zh_CN" / "asked_about"
OTHER = "other"
SMOOTHING = 0.15
LEAST_SURE = 0.5  # of the guess, among all aspects
LEAST_SEEN = 0.6  # of a question's pairs of characters, among the examples of the aspect
SHORTEST = 3  # characters; 一下 stands in many questions
LONGEST = 14  # characters; what is longer tells more than an afterthought
_MARKS = re.compile(r"[\s，,、。.！!？?；;：:…~]+")
_EDGE = "^"


class AskedAbout:
    """Guesses the aspect of a question that names nothing."""

    def __init__(self, examples: Mapping[str, Sequence[str]]) -> None:
        self._seen = {
            aspect: Counter(sign for text in texts for sign in _signs(text)) for aspect, texts in examples.items()
        }
        signs = {sign for counted in self._seen.values() for sign in counted}
        self._totals = {
            aspect: sum(counted.values()) + SMOOTHING * len(signs) for aspect, counted in self._seen.items()
        }

    def guess(self, said: str, *, least_seen: float = LEAST_SEEN) -> str:
        """The aspect; empty where none is clear. `least_seen`: share of the question that must stand in examples."""
        dense = _MARKS.sub("", said)
        if not SHORTEST <= len(dense) <= LONGEST:
            return ""
        signs = list(_signs(dense))
        likely = {aspect: self._log_likely(aspect, signs) for aspect in self._seen}
        best = max(likely, key=likely.__getitem__)
        chance = 1 / sum(math.exp((value - likely[best]) / math.sqrt(len(signs))) for value in likely.values())
        if best == OTHER or chance < LEAST_SURE or self._share_seen(best, dense) < least_seen:
            return ""
        return best

    def _log_likely(self, aspect: str, signs: Sequence[str]) -> float:
        counted, total = self._seen[aspect], self._totals[aspect]
        return sum(math.log((counted[sign] + SMOOTHING) / total) for sign in signs)

    def _share_seen(self, aspect: str, dense: str) -> float:
        """How much of the question stands in examples of the aspect, by characters that are part of a seen pair."""
        held: set[int] = set()
        for start in range(len(dense) - 1):
            if self._seen[aspect][dense[start : start + 2]]:
                held.update((start, start + 1))
        return len(held) / len(dense)


def _signs(text: str) -> Iterator[str]:
    dense = _MARKS.sub("", text)
    framed = f"{_EDGE}{dense}{_EDGE}"
    yield from dense
    yield from (framed[start : start + 2] for start in range(len(framed) - 1))


def load_examples() -> dict[str, list[str]]:
    """What people say, by aspect, from the files that come with the channel."""
    examples: dict[str, list[str]] = {}
    for file in sorted(EXAMPLE_FOLDER.glob("*.yaml")):
        examples |= load_plain(file)
    return examples


@cache
def load_asked_about() -> AskedAbout:
    """From the examples that come with the channel."""
    return AskedAbout(load_examples())
