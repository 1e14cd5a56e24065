"""Puts the parts of a typed conversation together: the one place that knows all of them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from channel_api.answers import Aspect, DemandDoor
from channel_api.client.client import ChannelClient
from channel_api.client.demand import DemandTeller
from content.calendar import Calendar
from content.codec import decode
from content.files import content_folder
from content.model import CalendarYear
from content.understanding.search import Understanding
from content.understanding.vocabulary import Vocabulary
from content.understanding.wording import load_wording
from content.yaml_text import load_plain
from voice.case_number import NumberEntry, load_dictation_words
from voice.corrections import load_corrections
from voice.dialog import Dialog
from voice.emergencies import EmergencyWords, load_more_sayings
from voice.emergency_signs import load_emergency_signs
from voice.follow_ups import load_follow_ups
from voice.knowledge import ChannelKnowledge
from voice.phrases import load_phrase_book
from voice.replies import Replies
from voice.session import Session
from voice.understand import Understander


class RegionUnderstanders:
    """One understanding for each region that was talked about, built when it is first needed."""

    def __init__(self, knowledge: ChannelKnowledge) -> None:
        self._knowledge = knowledge
        with _nothing_is_garbage():
            self._read()
        self._known: dict[str, Understander] = {}
        self._built: Understanding | None = None

    def _read(self) -> None:
        """All that came with the channel and is the same everywhere."""
        self._vocabulary = Vocabulary(load_wording(content_folder() / "wording"))
        syllables = self._vocabulary.wording.syllables
        self._phrases = load_phrase_book(self._vocabulary)
        self._entry = NumberEntry(load_dictation_words(), lambda character: syllables.of([character])[0])
        self._corrections = load_corrections()
        self._follow_ups = load_follow_ups(self._vocabulary)
        self._sayings, self._signs = load_more_sayings(), load_emergency_signs()

    def __call__(self, region: str) -> Understander:
        """Without a lexicon it still understands emergencies and commands, and asks for the lexicon again."""
        if region in self._known:
            return self._known[region]
        lexicon = self._knowledge.lexicon(region)
        hotlines = self._knowledge.hotlines()
        services = lexicon.services if lexicon else ()
        # What differs from place to place is a handful of services: only these are read anew.
        with _nothing_is_garbage():
            self._built = Understanding(services, self._vocabulary, hotlines=hotlines, earlier=self._built)
        made = Understander(
            self._built,
            phrases=self._phrases,
            emergencies=EmergencyWords(hotlines, self._vocabulary, self._sayings, self._signs),
            entry=self._entry,
            corrections=self._corrections,
            follow_ups=self._follow_ups,
            regions=self._knowledge.region_names,
        )
        if lexicon:
            self._known[region] = made
        return made


@contextmanager
def _nothing_is_garbage() -> Iterator[None]:
    """While a few hundred thousand objects are made that all stay, looking for some to drop only takes time."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()


def open_session(
    client: ChannelClient, region: str, now: Callable[[], datetime], *, demand: DemandTeller | None = None
) -> Session:
    """A conversation with everything that came with the channel; `demand`: of a program that counts already."""
    return session_opener(client, region, now, demand=demand)()


def session_opener(
    client: ChannelClient, region: str, now: Callable[[], datetime], *, demand: DemandTeller | None = None
) -> Callable[[], Session]:
    """Opens conversations that share everything but what is said in them."""
    knowledge = ChannelKnowledge(client)
    dialog = Dialog(knowledge, Replies.load(), _load_calendar())
    teller = demand or DemandTeller(lambda: client)

    def count(door: DemandDoor, service: str, aspect: Aspect) -> None:
        teller.count(service, door, aspect)

    understanders = RegionUnderstanders(knowledge)
    return lambda: Session(understanders, dialog, knowledge, region=region, now=now, demand=count)


def _load_calendar() -> Calendar:
    years = load_plain(content_folder() / "calendar.yaml")
    return Calendar(tuple(decode(CalendarYear, year, from_text=True) for year in years))
