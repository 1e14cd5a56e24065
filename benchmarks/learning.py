"""A logistic regression over signs, learnt from examples: it begins where naive Bayes ends, so a few steps suffice."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from content.understanding.learnt import NONE, Learnt, key_of

SMOOTHING = 0.15
STEPS = 12
STRIDE = 1.1  # of the step that would be right if each sign stood alone
RARE = 0.05  # keeps the steps of signs that were seen once in bounds
_STEEPEST = 0.25  # curvature of the logistic function where it is steepest

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Regression:
    """`places`: of each sign; `weights`: what it says for each meaning; `leanings`: what every meaning begins with."""

    places: Mapping[str, int]
    weights: Floats
    leanings: Floats
    counted: Floats

    def chances(self, signs: Sequence[str]) -> Floats:
        """How likely each meaning is."""
        known = [self.places[sign] for sign in signs if sign in self.places]
        values = self.weights[known].sum(axis=0) / np.float32(math.sqrt(max(len(signs), 1))) + self.leanings
        raised = np.exp(values - values.max())
        return np.asarray(raised / raised.sum(), np.float32)

    def kept(self, meanings: Sequence[str], made_of: str, *, least_seen: int) -> Learnt:
        """As it is written into a file: what was seen less often than `least_seen` is left out."""
        signs = sorted((key_of(sign), place) for sign, place in self.places.items())
        often = self.counted.sum(axis=1)
        chosen = [(key, place) for key, place in signs if often[place] >= least_seen]
        rows = self.weights[[place for _, place in chosen]]
        unit = float(np.abs(rows).max()) / (NONE - 1)
        return Learnt(
            tuple(meanings),
            tuple(round(float(one), 4) for one in self.leanings),
            unit,
            made_of,
            array("I", [key for key, _ in chosen]),
            (np.rint(rows / unit) + NONE).astype(np.uint8).tobytes(),
        )


def learnt_from(
    found: Sequence[Sequence[str]], meanings: Sequence[int], width: int, *, worth: Sequence[float] = ()
) -> Regression:
    """From the signs of all examples and what each example means, one of `width` meanings; `worth`: what each counts,
    1 where none is told."""
    signs = [sign for each in found for sign in each]
    places_of = {sign: place for place, sign in enumerate(dict.fromkeys(signs))}
    places = np.fromiter(map(places_of.__getitem__, signs), np.intp, len(signs))
    sizes = np.fromiter(map(len, found), np.intp, len(found))
    meant = np.array(meanings, np.intp)
    worths = np.array(worth or [1.0] * len(found), np.float32)
    of_each = np.repeat(meant, sizes), np.repeat(worths, sizes)
    counts = np.bincount(places * width + of_each[0], of_each[1], minlength=len(places_of) * width)
    counted = counts.reshape(len(places_of), width).astype(np.float32)
    weights, leanings = _learn(counted, places, sizes, meant, worths)
    return Regression(places_of, weights, leanings, counted)


def _learn(counted: Floats, places: Whole, sizes: Whole, meant: Whole, worths: Floats) -> tuple[Floats, Floats]:
    """`places`: of the signs of all examples, one after the other; `sizes`: how many are of each example."""
    by_sign = np.argsort(places, kind="stable")
    examples = np.repeat(np.arange(len(sizes)), sizes)[by_sign]
    first_of_sign = np.cumsum(np.bincount(places)) - np.bincount(places)
    first_of_example = np.cumsum(sizes) - sizes
    scale = (1 / np.sqrt(sizes)).astype(np.float32)[:, None]
    weights = np.log(counted + np.float32(SMOOTHING))
    weights -= np.log(counted.sum(axis=0) + np.float32(SMOOTHING * len(counted)))
    weights = (weights - weights.mean(axis=1, keepdims=True)) / 2
    leanings = np.zeros(counted.shape[1], np.float32)
    spread = np.add.reduceat((scale * scale * worths[:, None])[examples], first_of_sign)
    bend = spread * np.float32(_STEEPEST) + np.float32(RARE)
    stride = np.float32(STRIDE / math.sqrt(sizes.mean())) / bend
    for _ in range(STEPS):
        values = np.add.reduceat(weights[places], first_of_example) * scale + leanings
        missed = np.exp(values - values.max(axis=1, keepdims=True))
        missed /= missed.sum(axis=1, keepdims=True)
        missed[np.arange(len(sizes)), meant] -= 1
        missed *= worths[:, None]
        leanings -= missed.sum(axis=0) / worths.sum()
        weights -= stride * np.add.reduceat((missed * scale)[examples], first_of_sign)
    return weights, leanings


def sum_of(examples: Iterable[tuple[str, str]]) -> str:
    """A sum over examples, each a meaning and a text: what was learnt from others has another."""
    return sha256("\n".join(f"{meaning}\t{text}" for meaning, text in examples).encode()).hexdigest()
