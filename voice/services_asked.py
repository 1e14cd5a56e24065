"""Which service an utterance asks about, and what about it: the guide at hand, one offered, or another. Pure.

What search finds decides; here it is read in the light of what was talked about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from content.understanding.search import Understanding, Understood
from content.understanding.verdict import CALIBRATED, SHOWN_CHOICES, Found
from voice.about_guide import AboutGuide, ask
from voice.asked_about import load_asked_about
from voice.corrections import Corrections
from voice.follow_ups import FollowUps
from voice.guide_words import NOTHING_AT_HAND, AtHand
from voice.in_context import load_in_context
from voice.intents import Heard, Intent, Situation, Slot
from voice.named_matters import (
    NEAR_IN_CONTEXT,
    SHORTEST_STRANGER,
    is_weak,
    names_something,
)
from voice.offered import SURE_AMONG_OFFERED, Offered
from voice.places_read import PlaceInSentence, PlaceReader
from voice.regions_named import RegionNames
from voice.stories import Stories
from voice.telephones import load_telephones
from voice.weighed_questions import as_found

MOST_DIFFERENT = 3  # fields of life: words that fit so many name a matter of none of them
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
        self._places = PlaceReader(regions, search.vocabulary)
        self._telephones = load_telephones(search)
        self._offered, self._stories = Offered(search), Stories(search)
        asked_about = load_asked_about(search.vocabulary)
        self._guide = AboutGuide(search, follow_ups, asked_about)
        self._context = load_in_context(search, follow_ups, asked_about)
        self._names = {entry.id: entry.spoken_name or entry.title for entry in search.services}

    def asked(self, said: str, situation: Situation, at_hand: AtHand) -> Heard:
        """What is asked; never None: what no word explains is out of domain, and less than that not understood."""
        if situation.service and self._follow_ups.is_only_people(said):
            return ask(situation.service, "eligibility", situation.question)
        if corrected := self._corrections.corrected(
            said, situation.question, self._search, self._names.get(situation.service, "")
        ):
            return self._service(corrected, situation, NOTHING_AT_HAND, is_new=True)
        if situation.mode == "choice" and (heard := self._offered.meant(said, situation)):
            return self._for_place(heard, self._spotted(said, situation), situation)
        if not situation.has_case and (number := self.telephone(said, situation)):
            return Heard("", Intent("hotline", {"number": number}))
        if situation.service and (heard := self._paper(said, situation, at_hand)):
            return heard
        if heard := self._there(said, situation, at_hand):
            return heard
        return self._service(said, situation, at_hand, is_new=False)

    def named(self, said: str) -> Heard | None:
        """The service that is named by these words alone, as clearly as they name it."""
        understood = self._search.search(self._follow_ups.core(said))
        first = understood.results[0] if understood.results else None
        if first is None or first.kind != "service" or understood.verdict != "confident":
            return None
        return replace(ask(first.id, understood.aspect, said), certainty=first.score)

    def telephone(self, said: str, situation: Situation) -> str:
        """The number to call that is asked for; empty where none is."""
        return self._telephones.asked(self._follow_ups.core(said), is_guide_open=bool(situation.service))

    def left_open(self, said: str, situation: Situation) -> Heard | None:
        """What the guide at hand leaves open; None where it is no question about it."""
        return self._guide.left_open(said, situation)

    def _paper(self, said: str, situation: Situation, at_hand: AtHand) -> Heard | None:
        paper = self._follow_ups.paper_in(said, at_hand.papers)
        if not paper:
            return None
        asked = "" if paper in at_hand.papers else self._guide.in_passing(said, self._search.search(said))
        if asked not in ("", "materials"):
            return None  # 要交钱不 asks what it costs
        slots: dict[str, Slot] = {"service": situation.service, "aspect": "materials", "paper": paper}
        return Heard("", Intent("ask_guide", slots), question=situation.question)

    def _there(self, said: str, situation: Situation, at_hand: AtHand) -> Heard | None:
        """A question with a place in it: the place says where, the rest says what."""
        spotted = self._spotted(said, situation)
        if spotted is None:
            return None
        heard = self._service(spotted.rest, situation, at_hand, is_new=False)
        if heard.intent.name != "ask_guide" or not heard.intent.text("service"):
            return self._same_there(spotted, situation)
        return self._for_place(heard, spotted, situation)

    def _spotted(self, said: str, situation: Situation) -> PlaceInSentence | None:
        return self._places.spot(said, situation.region, is_guide_open=bool(situation.service))

    def _for_place(self, heard: Heard, spotted: PlaceInSentence | None, situation: Situation) -> Heard:
        is_service = heard.intent.name == "ask_guide" and bool(heard.intent.text("service"))
        if spotted is None or not is_service or self._regions().is_within(situation.region, spotted.code):
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

    def _service(self, said: str, situation: Situation, at_hand: AtHand, *, is_new: bool) -> Heard:
        understood = self._search.search(self._follow_ups.core(said))
        features, aspect = understood.features, understood.aspect
        names_matter = features is None or names_something(features)
        told, besides = self._follow_ups.aspect_of(said)
        if told and (not aspect or (aspect, told) == ("deadline", "time")) and (situation.has_case or aspect):
            aspect, names_matter = told, names_matter and not self._guide.names_nothing(besides)
        if not aspect and features is not None:
            aspect = self._guide.aspect_besides(features)
        if aspect and not names_matter and situation.service and is_new:
            return ask(situation.service, aspect, situation.question)  # 不是，我问的是要多久
        if situation.service and not is_new:
            reading = self._context.read(said, understood, situation.service, at_hand)
            if reading == "about":
                return self._guide.about(said, understood, situation, at_hand)
            if reading == "strange":
                return Heard("", Intent("out_of_domain"), "reject")
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
        found = self._found(said, understood, aspect)
        is_at_hand = bool(situation.service) and found.intent.text("service") == situation.service
        if is_at_hand and not is_new and found.decision in ("confirm", "choose"):
            return replace(ask(situation.service, aspect, situation.question), certainty=found.certainty)
        if is_at_hand:
            return replace(found, question=situation.question or said)
        return found

    def _found(self, said: str, understood: Understood, aspect: str) -> Heard:
        if self._stories.is_story(said, understood):
            return self._stories.decided(said, understood, aspect)
        return as_found(said, understood.results, aspect, is_sure=understood.verdict == "confident")

    def _nearest_in_context(self, understood: Understood, situation: Situation) -> Found | None:
        """到期了要换, after an identity card: of services about as likely, the one most like what was asked before."""
        if not situation.service or not situation.question:
            return None
        first = understood.results[0].score
        found = [one for one in understood.results if one.kind == "service"]
        near = [one for one in found if one.score >= first - NEAR_IN_CONTEXT]
        if not near or situation.service in {one.id for one in near}:
            return None
        offered = found[: max(SHOWN_CHOICES, len(near))] if understood.verdict == "choose" else near
        known = [one for one in offered if one.id in situation.talked]
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
