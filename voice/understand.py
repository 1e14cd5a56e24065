"""From an utterance to what is meant: guard, emergencies, commands, what is awaited, phrases, places, services.

Pure: the day, the situation and the questions of the current guide are passed in. It never answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from content.understanding.search import Understanding
from content.understanding.verdict import CALIBRATED, SHOWN_CHOICES, Found
from voice.case_number import Entry, NumberEntry
from voice.corrections import Corrections
from voice.digits import hear
from voice.emergencies import EmergencyWords
from voice.guard import hide_all_digits, hide_numbers, holds_identity_number
from voice.intents import Heard, Intent, Situation, Slot
from voice.phrases import Phrase, PhraseBook
from voice.questions import find_question
from voice.regions_named import RegionNames

CLAUSE_END = re.compile(r"[\s，,。！!？?；;、…]+")
LONGEST_UTTERANCE = 200  # characters; nobody says more in one breath
SURE_AMONG_OFFERED = 0.2  # of three names only one needs to be told from the others
CASE_WORDS = ("编号", "受理号", "回执号", "单号", "办件号")  # with digits after them a dictation has begun
SHORTEST_PIECE = 2
SHORTEST_STRANGER = 2  # characters that no word explains: less was no question
# While a number is dictated only these commands are listened to; everything else belongs to the number or asks anew.
WHILE_DICTATING = frozenset(
    (
        *("stop", "home", "back", "repeat", "slower", "faster", "louder", "quieter", "bigger", "smaller", "wait"),
        *("resume", "help", "hotline", "greet", "thanks", "confirm", "deny", "set_region", "feedback"),
    )
)


class Understander:
    """Understands over one lexicon. `regions` is asked for only when a place may be named."""

    def __init__(
        self,
        understanding: Understanding,
        *,
        phrases: PhraseBook,
        emergencies: EmergencyWords,
        entry: NumberEntry,
        corrections: Corrections,
        regions: Callable[[], RegionNames],
    ) -> None:
        self._search, self._phrases, self._emergencies = understanding, phrases, emergencies
        self._entry, self._corrections, self._regions = entry, corrections, regions
        self._vocabulary = understanding.vocabulary

    def understand(
        self,
        raw: str,
        situation: Situation,
        today: date,
        *,
        lengths: Sequence[int] = (),
        questions: Sequence[str] = (),
    ) -> Heard:
        """What is meant. `lengths`: of case numbers here; `questions`: what the current guide answers besides."""
        said = raw.strip()[:LONGEST_UTTERANCE]
        is_entering = situation.mode in ("case_number", "case_code")
        dictated = situation.entry.number + situation.code if is_entering else ""
        if holds_identity_number(said, today, dictated_before=dictated):
            return Heard(hide_all_digits(said), Intent("identity_number_guard"))
        shown = _shown(said, situation)
        heard = self._in_danger(said, is_entering) or self._awaited(said, situation, lengths)
        if heard is None:
            heard = self._asked(hide_numbers(said), situation, questions)
        return replace(heard, said=heard.said or shown)

    def _in_danger(self, said: str, is_entering: bool) -> Heard | None:
        if is_entering and self._entry.is_nothing_else(said):
            return None  # 110 inside a case number calls nobody
        number = self._emergencies.find(hide_numbers(said), self._search.search(hide_numbers(said)))
        return Heard("", Intent("emergency", {"number": number})) if number else None

    # -- what is awaited, commands, numbers ----------------------------------------------------------------------------

    def _awaited(self, said: str, situation: Situation, lengths: Sequence[int]) -> Heard | None:
        if situation.mode in ("case_number", "case_code"):
            if heard := self._dictated(said, situation, lengths):
                return heard
            phrase = self._phrase(said, situation)
            return Heard("", phrase.intent) if phrase and phrase.intent.name in WHILE_DICTATING else None
        if heard := self._number_outside(said, situation, lengths):
            return heard
        phrase = self._phrase(said, situation)
        if phrase and phrase.intent.name == "ask_guide":
            return _about_current(phrase.intent, situation)
        if phrase and not (phrase.intent.name == "case_ask" and not situation.has_case):
            return Heard("", phrase.intent)
        if phrase:
            return None if situation.service else Heard("", Intent("case_start"))
        return self._place(said, situation)

    def _phrase(self, said: str, situation: Situation) -> Phrase | None:
        whole = self._phrases.find(self._vocabulary.units(said), situation.mode)
        clauses = [self._vocabulary.units(clause) for clause in CLAUSE_END.split(said)]
        return whole or self._phrases.find_in_clauses([units for units in clauses if units], situation.mode)

    def _dictated(self, said: str, situation: Situation, lengths: Sequence[int]) -> Heard | None:
        is_code = situation.mode == "case_code"
        before = situation.entry
        entry = self._entry.edit(said, before, lengths=lengths, only_corrects=is_code)
        if entry is not None:
            name = "case_correct" if entry.is_corrected else "case_number"
            slots: dict[str, Slot] = {"digits": entry.number}
            if name == "case_number":
                slots["complete"] = entry.is_finished or len(entry.number) in lengths
            return Heard(said, Intent(name, slots), entry=entry)
        if is_code:
            given = self._entry.edit(said, Entry())
            if given is not None and given.number.isdigit():
                return Heard("", Intent("case_code", {"digits": situation.code + given.number}))
        return None

    def _number_outside(self, said: str, situation: Situation, lengths: Sequence[int]) -> Heard | None:
        """A long number nobody asked for: with words about a case it is one, alone it is asked about."""
        if any(word in said for word in CASE_WORDS):
            begun = self._entry.edit(said, Entry())
            if begun is not None and len(begun.number) >= SHORTEST_PIECE:
                slots: dict[str, Slot] = {"digits": begun.number, "complete": len(begun.number) in lengths}
                return Heard("", Intent("case_number", slots), entry=begun)
        if hide_numbers(said) == said:
            return None
        given = self._entry.edit(said, Entry())
        if given is not None and given.number:
            return Heard("", Intent("case_start"), "confirm", entry=given)
        around = self._phrases.find(self._vocabulary.units(hide_numbers(said)), situation.mode)
        if around and around.intent.name == "case_start":
            number = hear(said).characters
            whole: dict[str, Slot] = {"digits": number, "complete": len(number) in lengths}
            return Heard("", Intent("case_number", whole), entry=Entry(number, number))
        return None

    def _place(self, said: str, situation: Situation) -> Heard | None:
        name = self._corrections.place_in(said, is_awaited=situation.mode == "region")
        if not name:
            return None
        found = self._regions().find(name, situation.region)
        if not found:
            return None
        codes = tuple(region.code for region in found)
        if len(codes) == 1:
            return Heard("", Intent("set_region", {"region": codes[0]}))
        return Heard("", Intent("set_region", {"region": codes[0], "candidates": codes}), "choose")

    # -- services ------------------------------------------------------------------------------------------------------

    def _asked(self, said: str, situation: Situation, questions: Sequence[str]) -> Heard:
        if corrected := self._corrections.corrected(said, situation.question, self._search):
            return self._service(corrected, situation, (), is_new=True)
        if situation.mode == "choice" and (heard := self._among_offered(said, situation)):
            return heard
        return self._service(said, situation, questions, is_new=False)

    def _among_offered(self, said: str, situation: Situation) -> Heard | None:
        free = self._search.search(said)
        if free.verdict == "confident" and free.results[0].id not in situation.offered:
            return None
        results = self._search.search(said, only=frozenset(situation.offered)).results
        scores = [found.score for found in results if found.kind == "service"] + [0.0]
        is_told_apart = scores[0] >= SURE_AMONG_OFFERED and scores[0] - scores[1] >= CALIBRATED.margin
        if not is_told_apart:
            return None
        first = next(found for found in results if found.kind == "service")
        return Heard("", Intent("choose", {"n": situation.offered.index(first.id) + 1}))

    def _service(self, said: str, situation: Situation, questions: Sequence[str], *, is_new: bool) -> Heard:
        understood = self._search.search(said)
        features = understood.features
        aspect = understood.aspect
        names_matter = features is None or any(spot.word.kind == "meaning" for spot in features.spots)
        if aspect and not names_matter and situation.service:
            return _ask(situation.service, aspect, situation.question)
        if not is_new and situation.service and understood.verdict != "confident":
            if (asked := find_question(said, questions, self._vocabulary)) is not None:
                slots: dict[str, Slot] = {
                    "service": situation.service,
                    "aspect": aspect or "overview",
                    "question": asked,
                }
                return Heard("", Intent("ask_guide", slots))
            if aspect and understood.verdict == "none":
                return _ask(situation.service, aspect, situation.question)
        if aspect and not names_matter and not situation.service:
            return Heard("", Intent("ask_guide", {"service": "", "aspect": aspect}), "reject")
        if understood.verdict == "none":
            is_question = features is not None and len(features.core.replace(" ", "")) >= SHORTEST_STRANGER
            is_strange = understood.is_elsewhere or is_question or bool(features and features.foreign)
            return Heard("", Intent("out_of_domain" if is_strange else "not_understood"), "reject")
        return self._found(said, understood.results, aspect, is_sure=understood.verdict == "confident")

    def _found(self, said: str, results: Sequence[Found], aspect: str, *, is_sure: bool) -> Heard:
        first = results[0]
        if is_sure and first.kind == "hotline":
            return Heard("", Intent("hotline", {"number": first.id}))
        offered = [found for found in results if found.kind == "service" and found.score >= first.score / 2]
        if not offered:
            return Heard("", Intent("hotline", {"number": first.id}))
        if is_sure:
            return replace(_ask(first.id, aspect, said), certainty=first.score)
        is_clear = len(offered) == 1 or offered[0].score - offered[1].score >= CALIBRATED.margin
        slots = {"service": offered[0].id, "aspect": aspect or "overview"}
        if is_clear:
            return Heard("", Intent("ask_guide", slots), "confirm", said, certainty=first.score)
        candidates = tuple(found.id for found in offered[:SHOWN_CHOICES])
        return Heard(
            "", Intent("ask_guide", {**slots, "candidates": candidates}), "choose", said, certainty=first.score
        )


def _about_current(intent: Intent, situation: Situation) -> Heard:
    """A question that names no service: about the current one, or first of all which one."""
    aspect = intent.text("aspect")
    if situation.service:
        return _ask(situation.service, aspect, situation.question)
    return Heard("", Intent("ask_guide", {"service": "", "aspect": aspect}), "reject")


def _ask(service: str, aspect: str, question: str) -> Heard:
    return Heard("", Intent("ask_guide", {"service": service, "aspect": aspect or "overview"}), question=question)


def _shown(said: str, situation: Situation) -> str:
    if situation.mode == "case_code":
        return hide_all_digits(said)
    return hide_numbers(said)
