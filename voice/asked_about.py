"""What is asked about the guide at hand, guessed from examples of how people ask in passing: 要约吗, 一般几个月. Pure.

A logistic regression over the characters of a question and their pairs, learnt from the examples whenever the channel
starts: it begins at how often each sign stands with each aspect, so a few steps suffice, and no learnt numbers need to
be kept beside the examples. It only speaks where one aspect is clearly likeliest and much of the question has been
seen in examples; `other` stands for all that asks nothing about a guide.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from content.yaml_text import load_plain

EXAMPLE_FOLDER = Path(__file__).parent / "zh_CN" / "asked_about"
OTHER = "other"
# Measured on examples that were left out of what was learnt from.
LEAST_SURE = 0.45  # of the guess, among all aspects
LEAST_SEEN = 0.6  # of a question's characters, in pairs that stand in examples of the aspect
SHORTEST = 3  # characters; 一下 stands in many questions
LONGEST = 14  # characters; what is longer tells more than an afterthought
SMOOTHING = 0.15
STEPS = 6  # more make little better and take time at the start
STRIDE = 0.8  # of the step that would be right if each sign stood alone
RARE = 0.05  # keeps the steps of signs that were seen once in bounds
_STEEPEST = 0.25  # curvature of the logistic function where it is steepest
_MARKS = re.compile(r"[\s，,、。.！!？?；;：:…~]+")
_EDGE = "^"

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.intp]


class AskedAbout:
    """Guesses the aspect of a question that names nothing."""

    def __init__(self, examples: Mapping[str, Sequence[str]]) -> None:
        self._aspects = list(examples)
        found = [_signs(text) for texts in examples.values() for text in texts]
        signs = [sign for each in found for sign in each]
        self._places = {sign: place for place, sign in enumerate(dict.fromkeys(signs))}
        places = np.fromiter(map(self._places.__getitem__, signs), np.intp, len(signs))
        sizes = np.fromiter(map(len, found), np.intp, len(found))
        aspects = np.repeat(np.arange(len(examples)), [len(texts) for texts in examples.values()])
        width = len(examples)
        counted = np.bincount(places * width + np.repeat(aspects, sizes), minlength=len(self._places) * width)
        self._counted = counted.reshape(-1, width)
        self._weights, self._leanings = _learn(self._counted, places, sizes, aspects)

    def guess(self, said: str, *, least_seen: float = LEAST_SEEN) -> str:
        """The aspect; empty where none is clear. `least_seen`: share of the question that must stand in examples."""
        dense = _MARKS.sub("", said)
        if not SHORTEST <= len(dense) <= LONGEST:
            return ""
        signs = _signs(dense)
        known = [self._places[sign] for sign in signs if sign in self._places]
        values = self._weights[known].sum(axis=0) / math.sqrt(len(signs)) + self._leanings
        best = int(values.argmax())
        chance = 1 / float(np.exp(values - values[best]).sum())
        is_other = self._aspects[best] == OTHER
        if is_other or chance < LEAST_SURE or self._share_seen(best, dense) < least_seen:
            return ""
        return self._aspects[best]

    def _share_seen(self, aspect: int, dense: str) -> float:
        """How much of the question stands in examples of the aspect, by characters that are part of a seen pair."""
        held: set[int] = set()
        for start in range(len(dense) - 1):
            place = self._places.get(dense[start : start + 2])
            if place is not None and self._counted[place, aspect]:
                held.update((start, start + 1))
        return len(held) / len(dense)


def _learn(counted: Whole, places: Whole, sizes: Whole, aspects: Whole) -> tuple[Floats, Floats]:
    """What each sign says for each aspect, and what every aspect begins with. `places`: of the signs of all examples,
    one after the other; `sizes`: how many are of each example."""
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    by_sign = np.argsort(places, kind="stable")
    examples = np.repeat(np.arange(len(sizes)), sizes)[by_sign]
    edges = np.searchsorted(places[by_sign], np.arange(len(counted)))
    scale = (1 / np.sqrt(sizes)).astype(np.float32)[:, None]
    share = np.log(counted + SMOOTHING) - np.log(counted.sum(axis=0) + SMOOTHING * len(counted))
    weights = ((share - share.mean(axis=1, keepdims=True)) / 2).astype(np.float32)
    leanings = np.zeros(counted.shape[1], np.float32)
    bend = np.add.reduceat((scale * scale)[examples], edges) * _STEEPEST + RARE
    stride = (STRIDE / math.sqrt(sizes.mean()) / bend).astype(np.float32)
    for _ in range(STEPS):
        values = np.add.reduceat(weights[places], starts) * scale + leanings
        missed = np.exp(values - values.max(axis=1, keepdims=True))
        missed /= missed.sum(axis=1, keepdims=True)
        missed[np.arange(len(sizes)), aspects] -= 1
        leanings -= missed.mean(axis=0)
        weights -= stride * np.add.reduceat((missed * scale)[examples], edges)
    return weights, leanings


def _signs(text: str) -> list[str]:
    """The characters and their pairs, each once."""
    framed = f"{_EDGE}{text}{_EDGE}"
    return list(dict.fromkeys((*text, *map(str.__add__, framed, framed[1:]))))


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
