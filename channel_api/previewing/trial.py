"""What search would answer if a draft were published: to the guide's own questions, and to those of others. Pure.

The index that answers everybody is asked and never changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from pathlib import Path
from typing import Literal

from channel_api.answers import SearchAnswer
from channel_api.search.index import SearchIndex
from content.model import Guide, Region

SHOWN = 3  # as many as a television offers
SHOWN_BY = {"confident": 1, "choose": SHOWN, "none": 0}
MOST_QUESTIONS = 100
MOST_OF_OTHERS = 80  # those most like the new names; each is asked twice, for some milliseconds

Place = Literal["first", "offered", "elsewhere"]
"""The answer, one of those offered, or not among them."""
Offered = Callable[[str], frozenset[str]]
"""The services of a region."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a question finds. `titles`: what would be shown, the first one first."""

    place: Place
    verdict: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TriedQuestion:
    """One question of a guide, now and with the draft; `change` above 0: found better than now."""

    question: str
    title: str
    now: Answered
    then: Answered

    @property
    def change(self) -> int:
        return _WORTH[self.then.place] - _WORTH[self.now.place]


_WORTH: dict[Place, int] = {"first": 2, "offered": 1, "elsewhere": 0}


class Trial:
    """One draft tried on one state of search."""

    def __init__(
        self, live: SearchIndex, draft: Guide, wording: Path, regions: Sequence[Region], offered: Offered
    ) -> None:
        self._live, self._draft, self._offered = live, draft, offered
        self._with_draft = live.trying(draft, wording, regions, bodies="now")

    def own_questions(self) -> list[TriedQuestion]:
        """Those of the draft, in its order."""
        questions = dict.fromkeys(question for question in self._draft.questions if question.strip())
        return [self._try(self._draft, question) for question in list(questions)[:MOST_QUESTIONS]]

    def harmed(self) -> list[TriedQuestion]:
        """Questions of other guides that would find theirs worse than now, because of a name the draft has anew."""
        pieces = {piece for name in self._new_names() for piece in _pieces(name)}
        if not pieces:
            return []
        others = [pair for pair in self._live.questions if pair[0].id != self._draft.id]
        likely = nlargest(MOST_OF_OTHERS, others, key=lambda pair: len(pieces & _pieces(pair[1])))
        tried = [self._try(guide, question) for guide, question in likely if pieces & _pieces(question)]
        return [one for one in tried if one.change < 0]

    def _new_names(self) -> set[str]:
        known = next((guide for guide, _ in self._live.questions if guide.id == self._draft.id), None)
        return _names(self._draft) - (_names(known) if known else set())

    def _try(self, guide: Guide, question: str) -> TriedQuestion:
        ids = self._offered(guide.region)
        return TriedQuestion(
            question,
            guide.title,
            self._ask(self._live, guide, question, ids),
            self._ask(self._with_draft, guide, question, ids | {self._draft.id}),
        )

    def _ask(self, index: SearchIndex, guide: Guide, question: str, ids: frozenset[str]) -> Answered:
        answer = index.search(question, region_ids=ids, region=guide.region, limit=SHOWN)
        titles = tuple(result.title for result in answer.results[: SHOWN_BY[answer.verdict]])
        return Answered(_place(answer, guide.id), answer.verdict, titles)


def _names(guide: Guide) -> set[str]:
    return {name for name in (guide.title, guide.spoken_name, *guide.aliases) if name}


def _pieces(text: str) -> set[str]:
    """Pairs of neighbouring characters: what two texts about the same thing share."""
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _place(answer: SearchAnswer, service: str) -> Place:
    ids = [result.id for result in answer.results if result.kind == "service"]
    if answer.verdict == "confident":
        return "first" if ids[:1] == [service] else "elsewhere"
    return "offered" if answer.verdict == "choose" and service in ids else "elsewhere"
