"""Finds what is wrong with a guide's text among all that is published, by the rules that files are checked with."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from threading import Lock

from channel_api.document_memory import DocumentMemory
from channel_api.editing.texts import Text, guide_of
from channel_api.store.database import Database
from content.check import find_guide_faults, load_rule_book
from content.explanations import Explanations
from content.faults import Fault
from content.files import Content
from content.model import Guide, Region, Topic
from content.rules import RuleBook
from content.rules_text import texts_of
from content.understanding.identity_numbers import contains_identity_number


class GuideChecker:
    """`wording`: the folder with the tables of words the rules need. Safe to use from many threads."""

    def __init__(self, database: Database, wording: Path) -> None:
        self._database = database
        self._wording = wording
        self._memory = DocumentMemory()
        self._lock = Lock()
        self._book: RuleBook | None = None
        self._explanations: Explanations | None = None

    def find_faults(self, text: Text, today: date) -> list[Fault]:
        """What must be mended before anybody is asked to read it."""
        guide, faults = guide_of(text)
        if guide is None:
            return faults
        with self._lock:
            return find_guide_faults(guide, self._surroundings(), self._rule_book(today))

    def explain(self, fault: Fault) -> tuple[str, str]:
        """What is wrong and how to mend it, in Chinese."""
        if self._explanations is None:
            self._explanations = Explanations.load(self._wording)
        return self._explanations.sentences(fault)

    def load_topics(self) -> list[Topic]:
        """The topics a guide can belong to, in their order."""
        with self._lock:
            return sorted(self._surroundings().topics, key=lambda topic: topic.order)

    def _surroundings(self) -> Content:
        with self._database.read() as connection:
            names = self._memory.load(connection, "guide", "names", _parse_names)
            regions = self._memory.load_objects(connection, Region)
            topics = self._memory.load_objects(connection, Topic)
        return Content(guides=names, regions={region.code: region for region in regions}, topics=tuple(topics))

    def _rule_book(self, today: date) -> RuleBook:
        if self._book is None or self._book.today != today:
            self._book = load_rule_book(self._wording, today)
        return self._book


def find_personal_numbers(text: Text, today: date) -> list[str]:
    """The keys of texts with an identity-card number, which must not even be stored in a draft."""
    return [key for key, said in texts_of(text) if contains_identity_number(said, today)]


def _parse_names(body: str) -> Guide:
    """Only what others may not be called as well: thousands of whole guides would fill the memory."""
    plain = json.loads(body)
    return Guide(
        id=plain["id"],
        region=plain["region"],
        title=plain["title"],
        topic=plain["topic"],
        spoken_name=plain.get("spoken_name", ""),
        aliases=tuple(plain.get("aliases", ())),
    )
