"""What is said in passing, guessed from examples: questions about the guide at hand (要约吗, 一般几个月) and what
steers the conversation or asks about one's own case (受累再说一遍, 卡在谁那儿了). Pure.

A logistic regression over the characters of a question and their pairs, learnt from the examples whenever the channel
starts: it begins at how often each sign stands with each aspect, so a few steps suffice, and no learnt numbers need to
be kept beside the examples. It only speaks where one aspect is clearly likeliest and much of the question has been
seen in examples; `other` stands for all that means none of these. One model weighs aspects and commands together, so
that neither takes what is said of the other.
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
COMMAND_FOLDER = Path(__file__).parent / "zh_CN" / "commands"
OTHER = "other"
OF_A_CASE = "case_"
# Measured on examples that were left out of what was learnt from.
LEAST_SURE = 0.4  # of an aspect, among all meanings
LEAST_SURE_COMMAND = 0.54  # of a command, those about a case together: it acts at once
LEAST_SURE_SHORT = 0.6  # of a command of two characters
LEAST_SEEN = 0.6  # of a question's characters, in pairs that stand in examples of the aspect
LEAST_SEEN_COMMAND = 0.5
SHORTEST = 3  # characters; 一下 stands in many questions
SHORTEST_COMMAND = 2
LONGEST = 14  # characters; what is longer tells more than an afterthought
SMOOTHING = 0.15
STEPS = 5  # more make little better and take time at the start
STRIDE = 1.1  # of the step that would be right if each sign stood alone
RARE = 0.05  # keeps the steps of signs that were seen once in bounds
PIECE = 16  # rows added up at once; longer groups are parted
_STEEPEST = 0.25  # curvature of the logistic function where it is steepest
_MARKS = re.compile(r"[\s，,、。.！!？?；;：:…~]+")
_EDGE = "^"

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.intp]


class AskedAbout:
    """Guesses the aspect of a question that names nothing, or the command in passing."""

    def __init__(self, aspects: Mapping[str, Sequence[str]], commands: Mapping[str, Sequence[str]]) -> None:
        examples = {**aspects, **commands}
        self._meanings, self._first_command = list(examples), len(aspects)
        self._of_a_case = np.array([meaning.startswith(OF_A_CASE) for meaning in examples])
        found = [_signs(text) for texts in examples.values() for text in texts]
        signs = [sign for each in found for sign in each]
        self._places = {sign: place for place, sign in enumerate(dict.fromkeys(signs))}
        places = np.fromiter(map(self._places.__getitem__, signs), np.intp, len(signs))
        sizes = np.fromiter(map(len, found), np.intp, len(found))
        meanings = np.repeat(np.arange(len(examples)), [len(texts) for texts in examples.values()])
        width = len(examples)
        counted = np.bincount(places * width + np.repeat(meanings, sizes), minlength=len(self._places) * width)
        shape = (len(self._places), width)
        self._weights, self._leanings = _learn(counted.reshape(shape).astype(np.float32), places, sizes, meanings)
        self._stands = (counted > 0).reshape(shape)

    def guess(self, said: str, *, least_seen: float = LEAST_SEEN) -> str:
        """The aspect; empty where none is clear, or a command is likelier. `least_seen`: share of the question that
        must stand in examples."""
        dense = _MARKS.sub("", said)
        if not SHORTEST <= len(dense) <= LONGEST:
            return ""
        chances = self._chances(dense)
        best = int(chances.argmax())
        is_aspect = best < self._first_command and self._meanings[best] != OTHER
        if not is_aspect or chances[best] < LEAST_SURE or self._share_seen(best, dense) < least_seen:
            return ""
        return self._meanings[best]

    def chance_of_nothing(self, said: str) -> float:
        """How likely it is, from 0 to 1, that nothing is asked of a guide or of the channel: 晚上吃什么好呢."""
        chances = self._chances(_MARKS.sub("", said)[:LONGEST])
        return float(chances[self._meanings.index(OTHER)])

    def command(self, said: str) -> str:
        """The intent that is meant, as `case_ask:why` with its aspect; empty where none is clear."""
        dense = _MARKS.sub("", said)
        if not SHORTEST_COMMAND <= len(dense) <= LONGEST:
            return ""
        chances = self._chances(dense)
        best = int(chances.argmax())
        if best < self._first_command:
            return ""
        # 办好没 may be said before a case is looked up and after: that it is about a case is clear all the same.
        sure = chances[self._of_a_case].sum() if self._of_a_case[best] else chances[best]
        least = LEAST_SURE_COMMAND if len(dense) >= SHORTEST else LEAST_SURE_SHORT
        if sure < least or self._share_seen(best, dense) < LEAST_SEEN_COMMAND:
            return ""
        return self._meanings[best]

    def _chances(self, dense: str) -> Floats:
        signs = _signs(dense)
        known = [self._places[sign] for sign in signs if sign in self._places]
        values = self._weights[known].sum(axis=0) / np.float32(math.sqrt(len(signs))) + self._leanings
        raised = np.exp(values - values.max())
        return np.asarray(raised / raised.sum(), np.float32)

    def _share_seen(self, meaning: int, dense: str) -> float:
        """How much of the question stands in examples of it, by characters that are part of a seen pair."""
        held: set[int] = set()
        for start in range(len(dense) - 1):
            place = self._places.get(dense[start : start + 2])
            if place is not None and self._stands[place, meaning]:
                held.update((start, start + 1))
        return len(held) / len(dense)


def _learn(counted: Floats, places: Whole, sizes: Whole, meanings: Whole) -> tuple[Floats, Floats]:
    """What each sign says for each meaning, and what every meaning begins with. `places`: of the signs of all examples,
    one after the other; `sizes`: how many are of each example."""
    by_sign = np.argsort(places, kind="stable")
    of_examples = _Sums(places, sizes)
    of_signs = _Sums(np.repeat(np.arange(len(sizes)), sizes)[by_sign], np.bincount(places))
    scale = (1 / np.sqrt(sizes)).astype(np.float32)[:, None]
    weights = np.log(counted + np.float32(SMOOTHING))
    weights -= np.log(counted.sum(axis=0) + np.float32(SMOOTHING * len(counted)))
    weights = (weights - weights.mean(axis=1, keepdims=True)) / 2
    leanings = np.zeros(counted.shape[1], np.float32)
    bend = of_signs.of(scale * scale) * np.float32(_STEEPEST) + np.float32(RARE)
    stride = np.float32(STRIDE / math.sqrt(sizes.mean())) / bend
    for _ in range(STEPS):
        values = of_examples.of(weights) * scale + leanings
        missed = np.exp(values - values.max(axis=1, keepdims=True))
        missed /= missed.sum(axis=1, keepdims=True)
        missed[np.arange(len(sizes)), meanings] -= 1
        leanings -= missed.mean(axis=0)
        weights -= stride * of_signs.of(missed * scale)
    return weights, leanings


class _Sums:
    """Adds up the rows of a table by groups: the first of every group, then the second of every one that has two, …
    A tenth of the time that numpy takes to add up one group after the other."""

    def __init__(self, members: Whole, sizes: Whole) -> None:
        """`members`: the rows of all groups, one group after the other; `sizes`: how many are of each, none empty."""
        pieces = (sizes + (PIECE - 1)) // PIECE
        self._first = np.cumsum(pieces) - pieces
        nth = np.arange(pieces.sum()) - np.repeat(self._first, pieces)
        starts = np.repeat(np.cumsum(sizes) - sizes, pieces) + nth * PIECE
        lengths = np.minimum(np.repeat(sizes, pieces) - nth * PIECE, PIECE)
        longest_first = np.argsort(-lengths, kind="stable")
        self._back = np.argsort(longest_first, kind="stable")
        starts = starts[longest_first]
        counts = [int((lengths > n).sum()) for n in range(int(lengths.max()))]
        self._rows = [members[starts[:count] + n] for n, count in enumerate(counts)]

    def of(self, table: Floats) -> Floats:
        """One row for each group."""
        sums = table[self._rows[0]]
        for rows in self._rows[1:]:
            sums[: len(rows)] += table[rows]
        return np.add.reduceat(sums[self._back], self._first)


def _signs(text: str) -> list[str]:
    """The characters and their pairs, each once."""
    framed = f"{_EDGE}{text}{_EDGE}"
    return list(dict.fromkeys((*text, *map(str.__add__, framed, framed[1:]))))


def load_examples() -> dict[str, list[str]]:
    """What people say, by aspect, from the files that come with the channel."""
    return _load(EXAMPLE_FOLDER)


def load_commands() -> dict[str, list[str]]:
    """What people say in passing to steer the conversation or of their own case, by intent."""
    return _load(COMMAND_FOLDER)


def _load(folder: Path) -> dict[str, list[str]]:
    examples: dict[str, list[str]] = {}
    for file in sorted(folder.glob("*.yaml")):
        examples |= load_plain(file)
    return examples


@cache
def load_asked_about() -> AskedAbout:
    """From the examples that come with the channel."""
    return AskedAbout(load_examples(), load_commands())
