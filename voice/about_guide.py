"""What is asked about the guide at hand: a frequent question, an aspect, or something in its own words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from content.understanding.features import Features
from content.understanding.search import Understanding, Understood
from voice.asked_about import load_asked_about
from voice.follow_ups import FollowUps
from voice.guide_words import Part, part_about
from voice.intents import Heard, Intent, Situation, Slot
from voice.named_matters import is_about_other_things, is_by_sound, is_doubtful, is_of_many, is_weak, names_something
from voice.questions import find_question

MOST_LEFT_OPEN = 5  # characters that no word explains
SEEN_BESIDE_NAME = 0.75  # of what stands beside the name of a service
SEEN_OF_ANOTHER_FIELD = 0.9  # of a question with a word of another part of life in it
SEEN_ELSEWHERE = 0.6  # of a question that sounds like a matter of another office
# 身份证怎么弄 asks for the guide as a whole.
ASKED_OF_ANYTHING = ("steps", "overview", "eligibility", "scope")
LONGEST_LEFT_OPEN = 12  # characters; what is longer and fits nothing is no question about the guide


@dataclass(frozen=True, slots=True)
class AtHand:
    """What the guide at hand answers besides its aspects: frequent questions, papers by name, and all its words."""

    questions: Sequence[str] = ()
    papers: Sequence[str] = ()
    parts: Sequence[Part] = ()


NOTHING_AT_HAND = AtHand()


class AboutGuide:
    """Reads questions in the light of the guide at hand."""

    def __init__(self, search: Understanding, follow_ups: FollowUps) -> None:
        self._search, self._follow_ups = search, follow_ups
        self._vocabulary = search.vocabulary
        self._asked_about = load_asked_about()

    def about(self, said: str, understood: Understood, situation: Situation, at_hand: AtHand) -> Heard | None:
        """One of the guide's frequent questions, or an aspect of it: where no other service is clearly named."""
        told, besides = self._follow_ups.aspect_of(said)
        aspect = understood.aspect
        is_sure = understood.verdict == "confident"
        asked = None if is_sure else find_question(said, at_hand.questions, self._vocabulary)
        if asked is not None:
            slots: dict[str, Slot] = {
                "service": situation.service,
                "aspect": told or aspect or self.in_passing(said, understood) or "overview",
                "question": asked,
            }
            return Heard("", Intent("ask_guide", slots))
        if told and self.names_nothing(besides):
            return ask(situation.service, told, situation.question)  # 别人能代开不: 代开 is no invoice here
        if is_sure and not is_by_sound(understood):
            return None
        guessed = self.in_passing(said, understood, told)
        if guessed and is_doubtful(understood):
            return ask(situation.service, guessed, situation.question)  # 有辆旧车影响吗 asks nothing about cars
        is_unclear = is_weak(understood) or understood.verdict == "none" or is_of_many(understood, situation.service)
        aspect = aspect or told
        if understood.is_elsewhere or not is_unclear:
            return None
        if not aspect and is_of_many(understood, situation.service):
            return None  # that 补贴 stands in a guide does not make it its own
        if not aspect:
            return self._in_its_words(said, understood, situation, at_hand)
        is_strange = understood.features is not None and is_about_other_things(understood.features)
        if is_strange and (not told or self._is_strange(besides)):
            return None
        return ask(situation.service, aspect, situation.question)

    def aspect_besides(self, features: Features) -> str:
        """What is asked about a service that is named: 健康证大概得花多少银子 without its name."""
        rest = list(features.text)
        for spot in features.spots:
            if spot.word.kind == "meaning":
                rest[spot.start : spot.end] = " " * (spot.end - spot.start)
        guessed = self._asked_about.guess(self._follow_ups.core("".join(rest)), least_seen=SEEN_BESIDE_NAME)
        return guessed if guessed not in ASKED_OF_ANYTHING else ""

    def in_passing(self, said: str, understood: Understood, told: str = "") -> str:
        """The aspect of the guide at hand that is asked about, as far as told or guessed; empty where nothing is clear,
        or another part of life is talked of."""
        features = understood.features
        core = self._follow_ups.core(said)
        if features is None or features.foreign or features.fields:
            return self._asked_about.guess(core, least_seen=SEEN_OF_ANOTHER_FIELD)  # 去哪家医院
        if understood.is_elsewhere:
            return self._asked_about.guess(core, least_seen=SEEN_ELSEWHERE)
        return told or self._asked_about.guess(core)

    def _in_its_words(self, said: str, understood: Understood, situation: Situation, at_hand: AtHand) -> Heard | None:
        """What is asked in words that the guide itself uses is asked about it."""
        features = understood.features
        if features is None or features.foreign or not self._follow_ups.is_asking(said):
            return None
        part = part_about(features.core, at_hand.parts)
        if part is None:
            return None
        slots: dict[str, Slot] = {"service": situation.service, "aspect": part.aspect}
        if part.question >= 0:
            slots["question"] = part.question
        return Heard("", Intent("ask_guide", slots), question=situation.question)

    def left_open(self, said: str, situation: Situation) -> Heard | None:
        """每个月几号发: a short question that fits nothing and holds no word of any other part of life. Whoever answers
        the guide's telephone knows more than the guide."""
        if not situation.service:
            return None
        understood = self._search.search(self._follow_ups.core(said))
        if understood.verdict == "none" and (guessed := self.in_passing(said, understood)):
            return ask(situation.service, guessed, situation.question)
        if not self._follow_ups.is_asking(said):
            return None
        features = understood.features
        is_strange = features is None or bool(features.foreign or features.fields or features.talk)
        is_strange = is_strange or len(features.core.replace(" ", "")) > MOST_LEFT_OPEN if features else True
        is_awaited = situation.mode not in ("idle", "step")
        if understood.verdict != "none" or len(said) > LONGEST_LEFT_OPEN or is_strange or is_awaited:
            return None
        return ask(situation.service, "phone", situation.question)

    def names_nothing(self, text: str) -> bool:
        """Whether a text names no matter, known or strange."""
        features = self._search.search(text).features
        return features is None or not names_something(features)

    def _is_strange(self, text: str) -> bool:
        features = self._search.search(text).features
        return features is not None and is_about_other_things(features)


def ask(service: str, aspect: str, question: str) -> Heard:
    """A question about a service that is known."""
    return Heard("", Intent("ask_guide", {"service": service, "aspect": aspect or "overview"}), question=question)
