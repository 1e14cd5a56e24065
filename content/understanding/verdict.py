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
    """From 0 to 1."""

    answerable: float = 0.6  # a question less likely to be one for the channel is declined
    likely: float = 0.9  # a question less likely is never answered for sure
    confident: float = 0.5  # below this score a choice is offered
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


def judge(scores: Sequence[float], thresholds: Thresholds, *, chance: float = 1.0) -> Verdict:
    """The verdict over the scores of what is shown, best first; `chance`: that the question is one for the channel."""
    if not scores or chance < thresholds.answerable:
        return "none"
    is_clear = len(scores) == 1 or scores[0] - scores[1] >= thresholds.margin
    is_sure = is_clear and scores[0] >= thresholds.confident and chance >= thresholds.likely
    return "confident" if is_sure else "choose"
