"""Which service an utterance asks about, and what about it: the guide at hand, one offered, or another. Pure.

What search finds decides; here it is read in the light of what was talked about.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from content.understanding.search import Understanding, Understood
from content.understanding.verdict import CALIBRATED, SHOWN_CHOICES, Found
from voice.about_guide import NOTHING_AT_HAND, AboutGuide, AtHand, ask
from voice.corrections import Corrections
from voice.follow_ups import FollowUps
from voice.intents import Heard, Intent, Situation, Slot
from voice.named_matters import (
    NEAR_IN_CONTEXT,
    SHORTEST_STRANGER,
    is_weak,
    names_something,
)
from voice.questions import find_title
from voice.regions_named import PlaceInSentence, RegionNames

MOST_DIFFERENT = 3  # fields of life: words that fit so many name a matter of none of them
SURE_AMONG_OFFERED = 0.2  # of three names only one needs to be told from the others
# What is asked with no service in mind after a case was looked up is asked about the case.
CASE_ASPECTS = {
    "place": "where",
    "time": "when",
    "deadline": "when",
    "hours": "when",
    "materials": "next",
    "steps": "next",
}


class ServiceQuestions:
    """Understands questions over one lexicon. `regions` is asked for only where a place may be named."""

    def __init__(
        self,
        search: Understanding,
        *,
        corrections: Corrections,
        follow_ups: FollowUps,
        regions: Callable[[], RegionNames],
    ) -> None:
        self._search, self._corrections = search, corrections
        self._follow_ups, self._regions = follow_ups, regions
        self._vocabulary = search.vocabulary
        self._guide = AboutGuide(search, follow_ups)
        self._names = {entry.id: entry.spoken_name or entry.title for entry in search.services}

    def asked(self, said: str, situation: Situation, at_hand: AtHand) -> Heard:
        """What is asked; never None: what no word explains is out of domain, and less than that not understood."""
        if corrected := self._corrections.corrected(
            said, situation.question, self._search, self._names.get(situation.service, "")
        ):
            return self._service(corrected, situation, NOTHING_AT_HAND, is_new=True)
        if situation.mode == "choice" and (heard := self._among_offered(said, situation)):
            return heard
        if situation.service and (heard := self._paper(said, situation, at_hand)):
            return heard
        if self._corrections.may_name_place(said) and (heard := self._there(said, situation, at_hand)):
            return heard
        return self._service(said, situation, at_hand, is_new=False)

    def left_open(self, said: str, situation: Situation) -> Heard | None:
        """What the guide at hand leaves open; None where it is no question about it."""
        return self._guide.left_open(said, situation)

    def _paper(self, said: str, situation: Situation, at_hand: AtHand) -> Heard | None:
        paper = self._follow_ups.paper_in(said, at_hand.papers)
        if not paper or (paper not in at_hand.papers and self._search.aspect_of(said)):
            return None  # 要交钱不 asks what it costs
        slots: dict[str, Slot] = {"service": situation.service, "aspect": "materials", "paper": paper}
        return Heard("", Intent("ask_guide", slots), question=situation.question)

    def _there(self, said: str, situation: Situation, at_hand: AtHand) -> Heard | None:
        """A question with a place in it: the place says where, the rest says what."""
        spotted = self._regions().spot(said, situation.region)
        if spotted is None:
            return None
        heard = self._service(spotted.rest, situation, at_hand, is_new=False)
        if heard.intent.name != "ask_guide" or not heard.intent.text("service"):
            return self._same_there(spotted, situation)
        if self._regions().is_within(situation.region, spotted.code):
            return heard
        return replace(heard, intent=replace(heard.intent, slots={**heard.intent.slots, "region": spotted.code}))

    def _same_there(self, spotted: PlaceInSentence, situation: Situation) -> Heard | None:
        """我妈住在桐庐，那边怎么办: the same question, asked for another place."""
        asked = self._search.search(self._follow_ups.without_people(spotted.rest))
        if asked.features is not None and names_something(asked.features):
            return None
        if not situation.service:
            return Heard("", Intent("set_region", {"region": spotted.code}))
        heard = ask(situation.service, asked.aspect, situation.question)
        return replace(heard, intent=replace(heard.intent, slots={**heard.intent.slots, "region": spotted.code}))

    def _among_offered(self, said: str, situation: Situation) -> Heard | None:
        free = self._search.search(said)
        first = free.results[0] if free.verdict == "confident" else None
        if first and first.kind == "service" and first.id not in situation.offered:
            return None
        if not situation.offered:
            n = find_title(said, situation.titles, self._vocabulary)
            return None if n is None else Heard("", Intent("choose", {"n": n + 1}))
        asked = self._search.search(situation.question).results if situation.question else ()
        held = {one.id for one in asked if one.score >= asked[0].score / 2}  # more than the three that were read out
        results = self._search.search(said, only=frozenset((*situation.offered, *held))).results
        scores = [found.score for found in results if found.kind == "service"] + [0.0]
        is_told_apart = scores[0] >= SURE_AMONG_OFFERED and scores[0] - scores[1] >= CALIBRATED.margin
        if not is_told_apart:
            return self._narrowed(said, free, situation)
        meant = next(found for found in results if found.kind == "service")
        if meant.id not in situation.offered or free.aspect:
            return replace(ask(meant.id, free.aspect, situation.question + said), certainty=meant.score)
        return Heard("", Intent("choose", {"n": situation.offered.index(meant.id) + 1}))

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
        return _found(
            situation.question + said, together.results, together.aspect, is_sure=together.verdict == "confident"
        )

    def _service(self, said: str, situation: Situation, at_hand: AtHand, *, is_new: bool) -> Heard:
        understood = self._search.search(self._follow_ups.core(said))
        features, aspect = understood.features, understood.aspect
        names_matter = features is None or names_something(features)
        told, besides = self._follow_ups.aspect_of(said)
        if told and (not aspect or (aspect, told) == ("deadline", "time")) and (situation.has_case or aspect):
            aspect, names_matter = told, names_matter and not self._guide.names_nothing(besides)
        if aspect and not names_matter and situation.service:
            return ask(situation.service, aspect, situation.question)
        if not is_new and situation.service and (heard := self._guide.about(said, understood, situation, at_hand)):
            return heard
        if aspect and not names_matter and situation.has_case and aspect in CASE_ASPECTS:
            return Heard("", Intent("case_ask", {"aspect": CASE_ASPECTS[aspect]}))
        if aspect and not names_matter:
            return Heard("", Intent("ask_guide", {"service": "", "aspect": aspect}), "reject")
        if understood.verdict == "none":
            is_question = features is not None and len(features.core.replace(" ", "")) >= SHORTEST_STRANGER
            is_strange = understood.is_elsewhere or is_question or bool(features and features.foreign)
            return Heard("", Intent("out_of_domain" if is_strange else "not_understood"), "reject")
        is_sure = understood.verdict == "confident"
        if situation.mode == "choice" and situation.offered and not is_sure and is_weak(understood):
            about = Intent("ask_guide", {"service": "", "aspect": aspect}) if aspect else Intent("not_understood")
            return Heard("", about, "reject")
        near = None if is_new else self._nearest_in_context(understood, situation)
        if near is not None:
            return replace(ask(near.id, aspect, said), certainty=near.score)
        found = _found(said, understood.results, aspect, is_sure=is_sure)
        is_at_hand = bool(situation.service) and found.intent.text("service") == situation.service
        if is_at_hand and not is_new and found.decision in ("confirm", "choose"):
            return replace(ask(situation.service, aspect, situation.question), certainty=found.certainty)
        return replace(found, question=situation.question or said) if is_at_hand else found

    def _nearest_in_context(self, understood: Understood, situation: Situation) -> Found | None:
        """到期了要换, after an identity card: of services about as likely, the one most like what was asked before."""
        if not situation.service or not situation.question:
            return None
        first = understood.results[0].score
        found = [one for one in understood.results if one.kind == "service"]
        near = [one for one in found if one.score >= first - NEAR_IN_CONTEXT]
        if not near or situation.service in {one.id for one in near}:
            return None
        known = [one for one in near if one.id in situation.talked]
        if len(known) == 1:
            return known[0]  # 回到身份证: the one that was talked about
        if len({one.topic for one in near}) < MOST_DIFFERENT:
            return None  # 驾照: several matters of a field or two are offered
        rivals = {
            one.id: one for one in (near if understood.verdict == "confident" else found) if one.score >= first / 2
        }
        asked = self._search.search(situation.question, only=frozenset(rivals)).results
        before = [one for one in asked if one.id in rivals]
        scores = [one.score for one in before] + [0.0, 0.0]
        is_told_apart = scores[0] >= SURE_AMONG_OFFERED and scores[0] - scores[1] >= CALIBRATED.margin
        return rivals[before[0].id] if is_told_apart else None


def _found(said: str, results: Sequence[Found], aspect: str, *, is_sure: bool) -> Heard:
    first = results[0]
    if is_sure and first.kind == "hotline":
        return Heard("", Intent("hotline", {"number": first.id}), certainty=first.score)
    offered = [found for found in results if found.kind == "service" and found.score >= first.score / 2]
    if not offered:
        return Heard("", Intent("hotline", {"number": first.id}), certainty=first.score)
    if is_sure:
        return replace(ask(first.id, aspect, said), certainty=first.score)
    is_clear = len(offered) == 1 or offered[0].score - offered[1].score >= CALIBRATED.margin
    slots: dict[str, Slot] = {"service": offered[0].id, "aspect": aspect or "overview"}
    if is_clear:
        return Heard("", Intent("ask_guide", slots), "confirm", said, certainty=first.score)
    candidates = tuple(found.id for found in offered[:SHOWN_CHOICES])
    return Heard("", Intent("ask_guide", {**slots, "candidates": candidates}), "choose", said, certainty=first.score)
