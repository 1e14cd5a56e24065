"""Which of a few things that were offered somebody means, when they name it in words of their own. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from content.understanding.search import Understanding, Understood
from content.understanding.verdict import CALIBRATED, Found
from voice.about_guide import ask
from voice.intents import Heard, Intent, Situation
from voice.questions import find_title
from voice.weighed_questions import as_found

OFFERED_BEFORE_OTHERS = 0.8  # one that was read out is meant where it fits about as well as one that was not
SURE_AMONG_OFFERED = 0.2  # of three names only one needs to be told from the others


class Offered:
    """Reads answers to 您要问哪一个."""

    def __init__(self, search: Understanding) -> None:
        self._search, self._vocabulary = search, search.vocabulary

    def meant(self, said: str, situation: Situation) -> Heard | None:
        """The one of those offered that is meant, or one that was found beside them; None where it is none of them."""
        free = self._search.search(said)
        first = free.results[0] if free.verdict == "confident" else None
        if first and first.kind == "service" and first.id not in situation.offered:
            return None
        if not situation.offered:
            n = find_title(said, situation.titles, self._vocabulary)
            return None if n is None else Heard("", Intent("choose", {"n": n + 1}))
        asked = self._search.search(situation.question).results if situation.question else ()
        held = {one.id for one in asked if one.score >= asked[0].score / 2}  # more than the three that were read out
        meant, near = self._told_apart(said, (*situation.offered, *held)), self._told_apart(said, situation.offered)
        if near is not None and (meant is None or near.score >= meant.score * OFFERED_BEFORE_OTHERS):
            meant = near
        if meant is None:
            return self._narrowed(said, free, situation)
        if meant.id not in situation.offered or free.aspect:
            return replace(ask(meant.id, free.aspect, situation.question + said), certainty=meant.score)
        return Heard("", Intent("choose", {"n": situation.offered.index(meant.id) + 1}))

    def _told_apart(self, said: str, among: Sequence[str]) -> Found | None:
        """The one service that the words mean, of a few; None where they fit several, or none."""
        results = [one for one in self._search.search(said, only=frozenset(among)).results if one.kind == "service"]
        scores = [found.score for found in results] + [0.0, 0.0]
        is_clear = scores[0] >= SURE_AMONG_OFFERED and scores[0] - scores[1] >= CALIBRATED.margin
        return results[0] if is_clear else None

    def _narrowed(self, said: str, free: Understood, situation: Situation) -> Heard | None:
        """公积金, and then 买房子的那个: what was asked and what is added to it name one service together."""
        adds_something = free.features is not None and any(spot.word.kind == "meaning" for spot in free.features.spots)
        is_other = free.verdict == "confident" and free.results[0].kind == "service"
        if is_other or not adds_something:
            return None
        together = self._search.search(situation.question + said)
        best = together.results[0] if together.results else None
        if best is None or best.kind != "service" or together.verdict == "none":
            return None
        held = {found.id for found in self._search.search(situation.question).results}
        if best.id not in held:
            return None  # what was added asks for something else
        added = [one for one in self._search.search(said, only=frozenset(held)).results if one.kind == "service"]
        if added and added[0].id == best.id:
            return replace(ask(best.id, together.aspect, situation.question + said), certainty=best.score)
        return as_found(
            situation.question + said, together.results, together.aspect, is_sure=together.verdict == "confident"
        )
