"""From an utterance to what is meant: guard, emergencies, commands, what is awaited, phrases, places, services.

Pure: the day, the situation and what the guide at hand holds are passed in. It never answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from content.understanding.lexicon import LexiconEntry
from content.understanding.search import Understanding
from voice.about_guide import LEFT_OPEN
from voice.after_answers import AfterAnswers
from voice.case_number import NumberEntry
from voice.case_questions import load_case_questions
from voice.clauses import CLAUSE_END, Clauses
from voice.corrections import Corrections
from voice.emergencies import EmergencyWords
from voice.follow_ups import FollowUps
from voice.guard import hide_all_digits, hide_numbers, holds_identity_number
from voice.guide_words import NOTHING_AT_HAND, AtHand
from voice.hypotheses import NOTHING
from voice.intents import WHILE_DICTATING, Heard, Intent, Situation
from voice.nearest_phrase import NearestPhrase
from voice.numbers_heard import load_number_hearing
from voice.offered import Offered
from voice.particulars import load_particulars
from voice.phrases import Phrase, PhraseBook
from voice.places_said import PlacesSaid
from voice.regions_named import RegionNames
from voice.services_asked import ServiceQuestions
from voice.small_talk import LIKE_A_QUESTION, load_small_talk
from voice.weighed_questions import about_current, better, is_clear, with_aspect

LONGEST_UTTERANCE = 200  # characters; nobody says more in one breath
STRANGE = "out_of_domain"
ORDERS = frozenset(("wait", "stop", "home", "resume"))  # heard beside words that are no dictation


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
        follow_ups: FollowUps,
        regions: Callable[[], RegionNames],
    ) -> None:
        self._search, self._phrases, self._emergencies = understanding, phrases, emergencies
        self._corrections, self._follow_ups, self._regions = corrections, follow_ups, regions
        self._numbers, self._small_talk = load_number_hearing(entry), load_small_talk(understanding.vocabulary)
        self._nearest = NearestPhrase(phrases.phrases, phrases.folded)
        self._services = ServiceQuestions(
            understanding, corrections=corrections, follow_ups=follow_ups, regions=regions
        )
        self._clauses = Clauses(understanding, self._services, phrases, follow_ups)
        self._after = AfterAnswers(understanding, follow_ups, self._services)
        self._cases = load_case_questions(understanding, follow_ups, self._small_talk)
        self._vocabulary = understanding.vocabulary
        self._offered = Offered(understanding)
        self._places = PlacesSaid(corrections, regions, self._vocabulary)
        self._particulars = load_particulars()

    @property
    def services(self) -> Sequence[LexiconEntry]:
        """All that can be asked for."""
        return self._search.services

    def understand(
        self,
        raw: str,
        situation: Situation,
        today: date,
        *,
        lengths: Sequence[int] = (),
        at_hand: AtHand = NOTHING_AT_HAND,
    ) -> Heard:
        """What is meant. `lengths`: of case numbers here; `at_hand`: what the current guide answers besides."""
        said = raw.strip()[:LONGEST_UTTERANCE]
        is_entering = situation.mode in ("case_number", "case_code")
        dictated = situation.entry.number + situation.code if is_entering else ""
        if holds_identity_number(said, today, dictated_before=dictated):
            return Heard(hide_all_digits(said), Intent("identity_number_guard"))
        heard = self._urgent(said, situation, is_entering) or self._awaited(said, situation, lengths)
        if heard is None:
            heard = self._cases.instead(self._asked(hide_numbers(said), situation, at_hand), said, situation)
            if (is_entering or hide_numbers(said) != said) and not is_clear(heard):
                heard = Heard("", Intent("not_understood"), "reject")
        return self._particulars.noted(replace(heard, said=heard.said or _shown(said, situation)), situation)

    def left_open(self, raw: str, situation: Situation) -> Heard | None:
        """Whether what nobody understood is a question the guide at hand leaves open."""
        heard = self._services.left_open(raw.strip(), situation)
        if heard is None:
            return None
        shown = replace(heard, said=_shown(raw.strip(), situation), certainty=LEFT_OPEN)
        return self._particulars.noted(shown, situation)

    def _asked(self, said: str, situation: Situation, at_hand: AtHand) -> Heard:
        """A question about a service; where none is clearly named, what the sentence opens, or its parts."""
        ending = self._phrases.find_ending(self._units(said), "ask_guide")
        if ending and self._follow_ups.asks_generally(ending[0].text):
            ending = None
        heard = self._services.asked(said, situation, at_hand)
        ordered = self._clauses.ordered_at_end(said, heard, situation)
        if (in_clause := ordered or self._clauses.named_in(said, heard)) is not None:
            return self._places.asked_there(in_clause, said, situation)
        opening = self._follow_ups.opening_in(said)
        opening = "" if self._is_rather_about_guide(opening, said, situation) else opening
        is_at_hand = bool(situation.service) and heard.intent.text("service") == situation.service
        if opening and (is_at_hand or "question" in heard.intent.slots):
            return Heard("", Intent(opening))  # 我去拿笔 is no 去哪
        if is_at_hand and not is_clear(heard) and (near := self._nearly(said, situation)):
            return near  # 在说一片
        if is_clear(heard) and heard.intent.name == "ask_guide":
            is_general = heard.intent.text("aspect") == "overview" and "question" not in heard.intent.slots
            return with_aspect(heard, ending[0].intent.text("aspect")) if ending and is_general else heard
        if heard.intent.name == "hotline":
            return heard  # 消费者投诉打什么电话 complains of nothing
        if n := self._follow_ups.place_in_list(said) if situation.service or situation.titles else 0:
            return Heard("", Intent("choose", {"n": n}))
        if opening:
            return Heard("", Intent(opening))
        if ending and (before := self._services.asked(ending[1], situation, at_hand)).intent.text("service"):
            return with_aspect(better(before, heard), ending[0].intent.text("aspect"))
        by_clauses = self._clauses.clearest(said, heard, situation, at_hand)
        if by_clauses.intent.name not in NOTHING:
            return self._places.asked_there(by_clauses, said, situation)
        return self._nearly(said, situation) or by_clauses

    def _nearly(self, said: str, situation: Situation) -> Heard | None:
        near = self._nearest.find("".join(self._units(said)), situation.mode)
        if near is None or near.intent.name in (STRANGE, "case_ask"):
            return None
        return about_current(near.intent, situation) if near.intent.name == "ask_guide" else Heard("", near.intent)

    def _urgent(self, said: str, situation: Situation, is_entering: bool) -> Heard | None:
        """A cry for help, or what is said of the alarm or the telephone number that was told."""
        danger = self._in_danger(said, situation, is_entering)
        if not (situation.danger or situation.line):
            return danger
        fixed = self._phrase(said, situation)
        return self._after.told(said, situation, danger, fixed.intent if fixed else None)

    def _in_danger(self, said: str, situation: Situation, is_entering: bool) -> Heard | None:
        if is_entering and self._numbers.is_nothing_else(said):
            return None  # 110 inside a case number calls nobody
        if self._phrases.is_written(self._units(said), situation.mode):
            return None  # 轻声点 is no 轻生
        if situation.mode == "choice" and self._offered.is_one_of_them(said):
            return None  # 丢了的那个 is one of the cards that were offered
        ways = self._places.without_names(hide_numbers(said), situation)
        numbers = [self._emergencies.find(way, self._search.search(way), alarm=situation.danger) for way in ways]
        number = max(numbers, key=numbers.count)
        return Heard("", Intent("emergency", {"number": number})) if number else None

    def _awaited(self, said: str, situation: Situation, lengths: Sequence[int]) -> Heard | None:
        """What is awaited, commands, numbers and places."""
        if situation.mode in ("case_number", "case_code"):
            return self._dictated(said, situation, lengths)
        given = self._corrections.given_instead(said) if situation.mode == "choice" else ""
        if one := self._offered.answered(said, given, situation):
            return one
        around = self._phrases.find(self._units(hide_numbers(said)), situation.mode)
        asks_for_case = around is not None and around.intent.name == "case_start"
        if heard := self._numbers.unasked(said, situation, lengths, is_about_case=asks_for_case):
            return heard
        phrase = self._phrase(said, situation)
        if phrase is None and (chat := self._small_talk.chat_in(said)):
            return Heard("", Intent(chat), "reject" if chat == STRANGE else "accept")
        if situation.has_case and not situation.service and (about := self._cases.about(said)):
            return about
        if phrase and phrase.intent.name == "ask_guide":
            return about_current(phrase.intent, situation)
        if phrase and phrase.intent.name == STRANGE:
            return Heard("", phrase.intent, "reject")
        if phrase and self._follow_ups.is_of_sound(said, phrase.intent.name, situation.adjusted):
            return Heard("", Intent(situation.adjusted))
        if phrase and not (phrase.intent.name == "case_ask" and not situation.has_case):
            return Heard("", phrase.intent)
        if phrase:
            return None if situation.service else Heard("", Intent("case_start"))
        if self._follow_ups.is_about_progress(said) and not situation.has_case:
            return Heard("", Intent("case_start"))
        if situation.service and situation.mode == "idle" and self._follow_ups.is_nod(said):
            return Heard("", Intent("confirm"))
        if situation.service and (n := self._follow_ups.step_in(said)):
            return Heard("", Intent("choose", {"n": n}))
        if situation.has_case and self._follow_ups.names_case(said) and (about := self._cases.about(said)):
            return about
        begun = self._cases.begun(said, situation)
        return begun or self._places.place(said, situation) or self._small(said, situation)

    def _dictated(self, said: str, situation: Situation, lengths: Sequence[int]) -> Heard | None:
        """Digits and what is said about them, and orders that may interrupt them."""
        if heard := self._numbers.dictated(said, situation, lengths):
            return heard
        phrase = self._phrase(said, situation) or self._order_in(said, situation)
        intent = phrase.intent if phrase else Intent(self._small_talk.intent_of(said))
        if intent.name == STRANGE and self._small_talk.chat_in(said):
            return Heard("", intent, "reject")
        return Heard("", intent) if intent.name in WHILE_DICTATING else None

    def _small(self, said: str, situation: Situation) -> Heard | None:
        """Said to the channel itself, where no service is named clearly."""
        name = self._small_talk.intent_of(said)
        if self._is_rather_about_guide(name, said, situation):
            return None
        if name == "hotline" and (number := self._services.telephone(said, situation)):
            return Heard("", Intent(name, {"number": number}))
        stars = self._follow_ups.stars_in(said) if name == "rate" else 0
        intent = Intent(name, {"stars": stars} if stars else {})
        is_it = bool(name) and (self._small_talk.is_sure(name, said) or not self._cases.names_service(said))
        return Heard("", intent) if is_it else None

    def _is_rather_about_guide(self, name: str, said: str, situation: Situation) -> bool:
        """啥时候能批下来, while a guide is at hand, asks how long it takes."""
        if not situation.service or name not in LIKE_A_QUESTION or self._small_talk.is_sure(name, said):
            return False
        return bool(self._follow_ups.aspect_of(said)[0] or self._search.aspect_of(said))

    def _phrase(self, said: str, situation: Situation) -> Phrase | None:
        whole = self._phrases.find(self._units(said), situation.mode)
        clauses = [self._units(clause) for clause in CLAUSE_END.split(said)]
        found = whole or self._phrases.find_in_clauses([units for units in clauses if units], situation.mode)
        return found or self._phrases.find_joined(self._units(said), situation.mode)

    def _order_in(self, said: str, situation: Situation) -> Phrase | None:
        """等等啊我去拿老花镜; 编号啊，等我看看; 算了，条子找不到了."""
        units = self._units(said)
        if opened := self._phrases.find_opening(units, "wait") or self._phrases.find_opening(units, "stop"):
            return opened
        if ended := self._phrases.find_ending(units, "wait"):
            return ended[0]
        parts = (self._phrases.find(self._units(part), situation.mode) for part in CLAUSE_END.split(said) if part)
        return next((phrase for phrase in parts if phrase and phrase.intent.name in ORDERS), None)

    def _units(self, said: str) -> list[str]:
        return self._vocabulary.units(said)


def _shown(said: str, situation: Situation) -> str:
    return hide_all_digits(said) if situation.mode == "case_code" else hide_numbers(said)
