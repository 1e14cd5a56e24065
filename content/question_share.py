"""How many of the guides' test questions search answers with the right guide first.

Pure: whoever asks passes in how. The questions themselves are never indexed, so the share tells how search treats what
it has not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from content.model import Guide

NOTHING_FOUND = "none"  # the verdict that shows the household 没有这个事项, whatever results stand beside it


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """What search says to a question: its verdict, and the first result; `id` empty where there is none."""

    verdict: str
    id: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question of a guide and what search made of it."""

    guide: Guide
    question: str
    answer: FirstAnswer

    @property
    def is_right(self) -> bool:
        return self.answer.id == self.guide.id and self.answer.verdict != NOTHING_FOUND


@dataclass(frozen=True, slots=True)
class Share:
    """How many were asked and how many answered right."""

    asked: int
    right: int

    @property
    def percent(self) -> float:
        return 100 * self.right / self.asked if self.asked else 0.0


def ask_questions(guides: Iterable[Guide], ask: Callable[[str], FirstAnswer]) -> Iterator[AskedQuestion]:
    """Asks every question of every guide, one after the other."""
    for guide in guides:
        for question in guide.questions:
            yield AskedQuestion(guide, question, ask(question))


def count_right(asked: Iterable[AskedQuestion]) -> Share:
    """The share of right answers among `asked`."""
    answers = [question.is_right for question in asked]
    return Share(len(answers), sum(answers))
