"""Sentences of fixed meaning: their templates, and that none steals what another means."""

from __future__ import annotations

from collections import defaultdict

import pytest

from content.files import Content
from content.understanding.vocabulary import Vocabulary
from tests.voice.conftest import HOME, MONDAY_MORNING
from voice.intents import Mode, Situation
from voice.phrase_templates import expand
from voice.phrases import PhraseBook, load_phrases
from voice.understand import Understander

PHRASES = load_phrases()
MODES: tuple[Mode, ...] = ("idle", "choice", "confirm", "step", "region")
SHARE_UNDERSTOOD = 29  # every sentence takes some milliseconds
TODAY = MONDAY_MORNING.date()


def test_a_template_stands_for_all_its_sentences() -> None:
    texts = {text for text, _ in expand("[再]说(一遍|一次)")}
    assert texts == {"再说一遍", "再说一次", "说一遍", "说一次"}


def test_a_number_in_a_template_becomes_a_slot() -> None:
    assert ("第三个", {"n": 3}) in list(expand("第{n}个"))


@pytest.mark.parametrize("broken", ["(再说", "再说)", "[再)说", "再]说"])
def test_a_bracket_that_is_missing_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match="bracket"):
        list(expand(broken))


def test_too_many_sentences_are_refused() -> None:
    with pytest.raises(ValueError, match="sentences"):
        list(expand("(一|二|三|四|五|六|七|八|九|十)" * 4))


def test_no_sentence_means_two_things_where_it_counts() -> None:
    meanings: dict[tuple[str, Mode | None], set[str]] = defaultdict(set)
    for phrase in PHRASES:
        for mode in phrase.modes or (None,):
            meanings[phrase.text, mode].add(phrase.intent.name)
    assert {key: names for key, names in meanings.items() if len(names) > 1} == {}


def test_every_sentence_is_found_as_its_own_intent_in_every_state(
    phrase_book: PhraseBook, vocabulary: Vocabulary
) -> None:
    awaited = {(phrase.text, mode): phrase.intent for phrase in PHRASES for mode in phrase.modes}
    stolen = []
    for number, phrase in enumerate(PHRASES):
        modes = [mode for mode in MODES if not phrase.modes or mode in phrase.modes]
        for mode in modes[number % len(modes) :][:1] if modes else ():
            found = phrase_book.find(vocabulary.units(phrase.text), mode)
            wanted = awaited.get((phrase.text, mode), phrase.intent)
            if found is None or found.intent != wanted:
                stolen.append((mode, phrase.text, wanted, found))
    assert stolen == []


def test_no_guard_emergency_number_or_service_steals_a_sentence(understander: Understander) -> None:
    stolen = []
    for phrase in PHRASES[::SHARE_UNDERSTOOD]:
        mode = next((mode for mode in MODES if mode in phrase.modes), "idle")
        situation = Situation(mode=mode, region=HOME, service="id-card-lost", has_case=True)
        intent = understander.understand(phrase.text, situation, TODAY).intent
        if intent.name != phrase.intent.name:
            stolen.append((mode, phrase.text, phrase.intent, intent))
    assert stolen == []


def test_a_command_is_understood_by_its_sound(phrase_book: PhraseBook, vocabulary: Vocabulary) -> None:
    found = phrase_book.find(vocabulary.units("在说一变"), "idle")
    assert found is not None
    assert found.intent.name == "repeat"


def test_politeness_around_a_command_changes_nothing(phrase_book: PhraseBook, vocabulary: Vocabulary) -> None:
    found = phrase_book.find(vocabulary.units("麻烦你再说一遍好吗谢谢"), "idle")
    assert found is not None
    assert found.intent.name == "repeat"


def test_no_name_of_a_service_is_taken_for_a_command(
    catalogue: Content, phrase_book: PhraseBook, vocabulary: Vocabulary
) -> None:
    names = [name for guide in catalogue.guides.values() for name in (guide.title, guide.spoken_name, *guide.aliases)]
    assert [name for name in names if name and phrase_book.find(vocabulary.units(name), "idle")] == []


def test_no_test_question_of_a_guide_is_taken_for_a_command(
    catalogue: Content, phrase_book: PhraseBook, vocabulary: Vocabulary
) -> None:
    questions = [question for guide in catalogue.guides.values() for question in guide.questions]
    assert [text for text in questions if phrase_book.find(vocabulary.units(text), "step")] == []
