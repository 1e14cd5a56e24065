"""Whether an answer is given, a choice offered or the question declined.

The thresholds come from benchmarks/calibrate_search.py, which draws them from sentences search was not tuned on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["confident", "choose", "none"]
MatchedField = Literal["title", "alias", "body"]
MatchedHow = Literal["exact", "words", "pinyin", "initials", "t9", "fuzzy", "concept"]
FoundKind = Literal["service", "hotline"]

SHOWN_CHOICES = 3


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Scores from 0 to 1."""

    answerable: float = 0.17  # below it nothing is offered
    confident: float = 0.5  # below it a choice is offered
    margin: float = 0.06  # nearer than this the second is as likely


CALIBRATED = Thresholds()


@dataclass(frozen=True, slots=True)
class Found:
    """One result; `id` of a hotline is its number."""

    kind: FoundKind
    id: str
    title: str
    topic: str
    score: float
    field: MatchedField
    how: MatchedHow
    text: str


def judge(scores: Sequence[float], thresholds: Thresholds) -> Verdict:
    """The verdict over the scores of what is shown, best first."""
    if not scores or scores[0] < thresholds.answerable:
        return "none"
    is_clear = len(scores) == 1 or scores[0] - scores[1] >= thresholds.margin
    return "confident" if is_clear and scores[0] >= thresholds.confident else "choose"
