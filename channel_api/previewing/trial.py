"""Which of a guide's own questions search would answer with it, if its draft were published. Pure.

`live` is the index that answers everybody; it is asked and never changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from channel_api.answers import SearchAnswer
from channel_api.search.index import SearchIndex
from content.model import Guide, Region

SHOWN = 3  # as many as a television offers
SHOWN_BY = {"confident": 1, "choose": SHOWN, "none": 0}
MOST_QUESTIONS = 100

Place = Literal["first", "offered", "elsewhere"]
"""The answer, one of those offered, or not among them."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a question finds. `titles`: what would be shown, the first one first."""

    place: Place
    verdict: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TriedQuestion:
    """One question, now and with the draft; `change` above 0: found better than now."""

    question: str
    now: Answered
    then: Answered

    @property
    def change(self) -> int:
        return _WORTH[self.then.place] - _WORTH[self.now.place]


_WORTH: dict[Place, int] = {"first": 2, "offered": 1, "elsewhere": 0}


def try_questions(
    live: SearchIndex, draft: Guide, wording: Path, regions: Sequence[Region], *, region_ids: frozenset[str]
) -> list[TriedQuestion]:
    """The questions of the draft, asked of both. `region_ids`: what is offered where the guide holds."""
    trial = live.trying(draft, wording, regions, bodies="now")
    questions = list(dict.fromkeys(question for question in draft.questions if question.strip()))[:MOST_QUESTIONS]
    return [
        TriedQuestion(
            question,
            _ask(live, question, draft, region_ids),
            _ask(trial, question, draft, region_ids | {draft.id}),
        )
        for question in questions
    ]


def _ask(index: SearchIndex, question: str, draft: Guide, region_ids: frozenset[str]) -> Answered:
    answer = index.search(question, region_ids=region_ids, region=draft.region, limit=SHOWN)
    shown = answer.results[: SHOWN_BY[answer.verdict]]
    return Answered(_place(answer, draft.id), answer.verdict, tuple(result.title for result in shown))


def _place(answer: SearchAnswer, service: str) -> Place:
    ids = [result.id for result in answer.results if result.kind == "service"]
    if answer.verdict == "confident":
        return "first" if ids[:1] == [service] else "elsewhere"
    return "offered" if answer.verdict == "choose" and service in ids else "elsewhere"
