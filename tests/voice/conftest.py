"""Conversations over the packaged catalogue, without network or sound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from channel_api.answers import CaseProgress, CaseService, NextStep, TimelineEntry
from channel_api.search.lexicon_building import entry_of
from content.files import Content, content_folder, load_content
from content.hours import CHINA
from content.understanding.search import Understanding
from content.understanding.vocabulary import Vocabulary
from content.understanding.wording import load_wording
from tests.voice.fake_knowledge import FakeKnowledge
from voice.case_number import NumberEntry, load_dictation_words
from voice.corrections import load_corrections
from voice.dialog import Dialog
from voice.emergencies import EmergencyWords, load_more_sayings
from voice.emergency_signs import load_emergency_signs
from voice.follow_ups import load_follow_ups
from voice.knowledge import load_region_names
from voice.phrases import PhraseBook, load_phrase_book
from voice.regions_named import RegionNames
from voice.replies import Replies
from voice.session import Session
from voice.understand import Understander

NUMBER, CODE = "330106261024", "112358"
MONDAY_MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)
HOME = "330106"

CASE = CaseProgress(
    number_masked="********1024",
    service=CaseService(id="id-card-lost", title="居民身份证丢失补领"),
    state="correction_needed",
    state_label="待补正",
    meaning="材料还差一样，补齐了接着办。",
    next_step=NextStep(who="您", what="补交户口簿复印件", where="西湖区政务服务大厅", by="2026-12-01"),
    timeline=(
        TimelineEntry(at="2026-11-20T09:00:00+08:00", state="received", label="已收件", office="西湖分局", note=""),
    ),
    accepted_on="2026-11-20",
    promised_by="2026-12-10",
    working_days_left=13,
)


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return Vocabulary(load_wording(content_folder() / "wording"))


@pytest.fixture(scope="session")
def catalogue() -> Content:
    content = load_content(content_folder())
    home = replace(content.regions[HOME], has_case_feed=True, case_number_lengths=(12,))
    return replace(content, regions={**content.regions, HOME: home})


@pytest.fixture(scope="session")
def region_names() -> RegionNames:
    return load_region_names()


@pytest.fixture(scope="session")
def phrase_book(vocabulary: Vocabulary) -> PhraseBook:
    return load_phrase_book(vocabulary)


@pytest.fixture(scope="session")
def entry(vocabulary: Vocabulary) -> NumberEntry:
    syllables = vocabulary.wording.syllables
    return NumberEntry(load_dictation_words(), lambda character: syllables.of([character])[0])


@pytest.fixture(scope="session")
def understander(
    catalogue: Content,
    vocabulary: Vocabulary,
    phrase_book: PhraseBook,
    entry: NumberEntry,
    region_names: RegionNames,
) -> Understander:
    entries = [entry_of(guide, vocabulary) for guide in catalogue.guides.values()]
    return Understander(
        Understanding(entries, vocabulary, hotlines=catalogue.hotlines),
        phrases=phrase_book,
        emergencies=EmergencyWords(catalogue.hotlines, vocabulary, load_more_sayings(), load_emergency_signs()),
        entry=entry,
        corrections=load_corrections(),
        follow_ups=load_follow_ups(vocabulary),
        regions=lambda: region_names,
    )


@pytest.fixture
def knowledge(catalogue: Content, region_names: RegionNames) -> FakeKnowledge:
    return FakeKnowledge(catalogue, {(NUMBER, CODE): CASE}, region_names)


OpenSession = Callable[[str], Session]


@pytest.fixture
def open_session(catalogue: Content, understander: Understander, knowledge: FakeKnowledge) -> OpenSession:
    dialog = Dialog(knowledge, Replies.load(), catalogue.calendar)

    def opened(region: str) -> Session:
        return Session(lambda _: understander, dialog, knowledge, region=region, now=lambda: MONDAY_MORNING)

    return opened


@pytest.fixture
def session(open_session: OpenSession) -> Session:
    return open_session(HOME)
