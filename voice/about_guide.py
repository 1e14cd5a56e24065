"""What is asked about the guide at hand: a frequent question, an aspect, or something in its own words. Pure."""

from __future__ import annotations

from dataclasses import replace

from content.understanding.features import Features
from content.understanding.search import Understanding, Understood
from voice.asked_about import AskedAbout
from voice.follow_ups import FollowUps
from voice.guide_words import AtHand, part_about
from voice.intents import Heard, Intent, Situation, Slot
from voice.named_matters import names_something
from voice.questions import find_question

MOST_LEFT_OPEN = 5  # characters that no word explains
# How sure an aspect must be: of what stands beside the name of a service, of a question with a word of another part of
# life in it, and of one that sounds like a matter of another office.
SURE_BESIDE_NAME = 0.6
SURE_OF_ANOTHER_FIELD = 0.7
SURE_ELSEWHERE = 0.5
# 身份证怎么弄 asks for the guide as a whole.
ASKED_OF_ANYTHING = ("steps", "overview", "eligibility", "scope")
LEFT_OPEN = 0.5  # the certainty of a question that only its place in the conversation makes one about the guide
LONGEST_LEFT_OPEN = 12  # characters; what is longer and fits nothing is no question about the guide


class AboutGuide:
    """Reads questions in the light of the guide at hand."""

    def __init__(self, search: Understanding, follow_ups: FollowUps, asked_about: AskedAbout) -> None:
        self._search, self._follow_ups = search, follow_ups
        self._vocabulary = search.vocabulary
        self._asked_about = asked_about

    def about(self, said: str, understood: Understood, situation: Situation, at_hand: AtHand) -> Heard:
        """What is asked about the guide at hand: a frequent question of it, an aspect, something in its own words. What
        it leaves open whoever answers its telephone may know."""
        service, aspect = situation.service, self.aspect_asked(said, understood)
        asked = find_question(said, at_hand.questions, self._vocabulary)
        if asked is not None:
            slots: dict[str, Slot] = {"service": service, "aspect": aspect or "overview", "question": asked}
            return Heard("", Intent("ask_guide", slots))
        if aspect:
            return ask(service, aspect, situation.question)
        if understood.features is None or not understood.features.core.strip():
            return Heard("", Intent("not_understood"), "reject")  # 呃呃呃
        in_its_words = self._in_its_words(said, understood, situation, at_hand)
        if in_its_words is not None:
            return in_its_words
        about = ask(service, "phone" if self._follow_ups.is_asking(said) else "overview", situation.question)
        return replace(about, certainty=LEFT_OPEN)

    def aspect_asked(self, said: str, understood: Understood) -> str:
        """What is asked about a guide, as it is guessed from examples and the words of aspects say; empty where nothing
        is."""
        told = self._follow_ups.aspect_of(said)[0]
        if told and told == understood.aspect:
            return told  # two ways of telling agree
        guessed = self._asked_about.aspect(self._follow_ups.core(said), (told, understood.aspect))
        return guessed or told or understood.aspect

    def aspect_besides(self, features: Features) -> str:
        """What is asked about a service that is named: 健康证大概得花多少银子 without its name."""
        rest = list(features.text)
        for spot in features.spots:
            if spot.word.kind == "meaning":
                rest[spot.start : spot.end] = " " * (spot.end - spot.start)
        guessed = self._asked_about.guess(self._follow_ups.core("".join(rest)), least_sure=SURE_BESIDE_NAME)
        return guessed if guessed not in ASKED_OF_ANYTHING else ""

    def in_passing(self, said: str, understood: Understood) -> str:
        """The aspect of the guide at hand that is asked about, as far as it can be guessed; empty where nothing is
        clear, or another part of life is talked of."""
        features = understood.features
        core = self._follow_ups.core(said)
        if features is None or features.foreign or features.fields:
            return self._asked_about.guess(core, least_sure=SURE_OF_ANOTHER_FIELD)  # 去哪家医院
        if understood.is_elsewhere:
            return self._asked_about.guess(core, least_sure=SURE_ELSEWHERE)
        return self._asked_about.guess(core)

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


def ask(service: str, aspect: str, question: str) -> Heard:
    """A question about a service that is known."""
    return Heard("", Intent("ask_guide", {"service": service, "aspect": aspect or "overview"}), question=question)
