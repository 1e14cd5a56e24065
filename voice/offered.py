"""Which of a few things that were offered somebody means, when they name it in words of their own. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from content.understanding.search import Understanding, Understood
from content.understanding.verdict import CALIBRATED, Found
from content.yaml_text import load_plain
from voice.about_guide import ask
from voice.intents import Heard, Intent, Situation
from voice.positions import WORDS_FILE, Positions
from voice.questions import find_title
from voice.weighed_questions import as_found

OFFERED_BEFORE_OTHERS = 0.8  # one that was read out is meant where it fits about as well as one that was not
SURE_AMONG_OFFERED = 0.2  # of three names only one needs to be told from the others
MOST_OF_A_DESCRIPTION = 16  # characters; 丢了要补的那个 describes, a longer sentence tells something of its own
NAMED_WHOLE = 0.9  # of a name: 没了 is a part of many
LONGEST_NAME = 10  # characters; what is longer tells something besides


class Offered:
    """Reads answers to 您要问哪一个."""

    def __init__(self, search: Understanding) -> None:
        words = load_plain(WORDS_FILE)
        self._search, self._vocabulary, self._positions = search, search.vocabulary, Positions(words["positions"])
        self._one_of_them = tuple(words["one_of_them"])
        self._description_ends = (*self._one_of_them, *words["also_one_of_them"])
        self._after, self._asking = words["after_description"], re.compile(words["asks_something"])

    def answered(self, said: str, given: str, situation: Situation) -> Heard | None:
        """Where it stood, or after a no which it is: 不是，是开车的那个; `given`: what was said after the no."""
        if situation.mode in ("confirm", "idle"):
            return self._affirmed(said, situation)
        if situation.mode != "choice":
            return None
        if n := self._positions.place_in(said, len(situation.titles)):
            return Heard("", Intent("choose", {"n": n}))
        return self.meant(given, situation) if given else None

    def _affirmed(self, said: str, situation: Situation) -> Heard | None:
        """就是补驾照, after 您是问补驾照吗: whoever names what is talked about means it, and asks nothing more."""
        if not situation.service or len(said) > LONGEST_NAME or self._asking.search(said):
            return None
        found = self._search.search(said)
        is_first = found.verdict == "confident" and found.results[0].id == situation.service and not found.aspect
        share = max((one.name_share for one in found.candidates if one.target.id == situation.service), default=0.0)
        is_named = is_first and share >= NAMED_WHOLE
        return replace(ask(situation.service, "overview", situation.question), question=said) if is_named else None

    def is_one_of_them(self, said: str) -> bool:
        """丢了的那个 is one of the cards that were offered."""
        return said.rstrip("，。！？ ").endswith(self._one_of_them)

    def meant(self, said: str, situation: Situation) -> Heard | None:
        """The one of those offered that is meant, or one that was found beside them; None where it is none of them."""
        if not situation.offered:
            n = find_title(said, situation.titles, self._vocabulary)
            return None if n is None else Heard("", Intent("choose", {"n": n + 1}))
        free = self._search.search(said)
        asked = self._search.search(situation.question).results if situation.question else ()
        held = {one.id for one in asked if one.score >= asked[0].score / 2}  # more than the three that were read out
        among = (*situation.offered, *(one for one in sorted(held) if one not in situation.offered))
        meant = self._together(said, free, {*among, *self._akin(situation.offered)}, situation)
        if meant is None and not self._is_description(said):
            first = free.results[0] if free.verdict == "confident" else None
            if first and first.kind == "service" and first.id not in situation.offered:
                return None
        if meant is None:
            meant = self._by_its_words(said, among, situation)
        if meant is None:
            return self._narrowed(said, free, situation)
        if meant.id not in situation.offered or free.aspect:
            return replace(ask(meant.id, free.aspect, situation.question + said), certainty=meant.score)
        return Heard("", Intent("choose", {"n": situation.offered.index(meant.id) + 1}))

    def _akin(self, offered: Sequence[str]) -> list[str]:
        """All of the same topics: three are read out of seven that are called so."""
        topics = {one.topic for one in self._search.services if one.id in offered}
        return [one.id for one in self._search.services if one.topic in topics]

    def _together(self, said: str, free: Understood, among: Collection[str], situation: Situation) -> Found | None:
        """丢了要补的那个, after 身份证: what was asked and what is said now name one of them together, better than
        anything else; None where they do not, or what is said now names a matter of its own: 护照到期了要换."""
        if not situation.question:
            return None
        both = self._search.search(situation.question + said).results
        found = [one for one in both if one.kind == "service"]
        if not found or found[0].id not in among:
            return None
        lead = found[0].score - (found[1].score if len(found) > 1 else 0.0)
        alone = self._search.search(said, only=frozenset(among))
        is_fitting = any(one.id == found[0].id and one.score >= SURE_AMONG_OFFERED for one in alone.results)
        most_named = _named_by(free, free.results[0].id) if free.results else 0
        is_rather_other = most_named > _named_by(alone, found[0].id)
        return found[0] if lead >= CALIBRATED.margin and is_fitting and not is_rather_other else None

    def _by_its_words(self, said: str, among: Sequence[str], situation: Situation) -> Found | None:
        """One of those that were read out before one of those held; by meaning, then by the letters of its name."""
        meant, near = self._told_apart(said, among), self._told_apart(said, situation.offered)
        if near is not None and (meant is None or near.score >= meant.score * OFFERED_BEFORE_OTHERS):
            return near
        if meant is not None:
            return meant
        position = _only_one_named(said, situation) if self._is_description(said) else None
        if position is None:
            return None
        title = situation.titles[position]
        return Found("service", situation.offered[position], title, "", 1.0, "title", "words", title)

    def _told_apart(self, said: str, among: Sequence[str]) -> Found | None:
        """The one service that the words mean, of a few; None where they fit several, or none."""
        results = [one for one in self._search.search(said, only=frozenset(among)).results if one.kind == "service"]
        scores = [found.score for found in results] + [0.0, 0.0]
        is_clear = scores[0] >= SURE_AMONG_OFFERED and scores[0] - scores[1] >= CALIBRATED.margin
        return results[0] if is_clear else None

    def _is_description(self, said: str) -> bool:
        dense = said.rstrip(self._after)
        return len(dense) <= MOST_OF_A_DESCRIPTION and dense.endswith(self._description_ends)

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


def _named_by(understood: Understood, service: str) -> int:
    """How many of the matters that are named the service has in its names."""
    spots = understood.features.spots if understood.features else ()
    named = {f"m:{name}" for spot in spots if spot.word.kind == "meaning" for name in spot.word.names}
    shared = (set(one.features) & named for one in understood.candidates if one.target.id == service)
    return max(map(len, shared), default=0)


def _only_one_named(said: str, situation: Situation) -> int | None:
    """办证的那个, of 办残疾人证 and 残疾人补贴: whose title shares most with it that stands in no other title."""
    often = Counter(letter for title in situation.titles for letter in set(title))
    shared = [sum(often[letter] == 1 for letter in set(title) & set(said)) for title in situation.titles]
    best = max(shared)
    return shared.index(best) if best and shared.count(best) == 1 else None
