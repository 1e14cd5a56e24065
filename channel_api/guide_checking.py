"""Finds what is wrong with a text among all that is published, by the rules that files are checked with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Any

from channel_api.document_memory import DocumentMemory
from channel_api.editing.kinds import GUIDES, EditedKind, find_kind, kind_of
from channel_api.editing.pointing import Pointing, find_pointing, pointing_kinds
from channel_api.editing.texts import Text
from channel_api.editing.together import content_with, still_pointing
from channel_api.store import documents
from channel_api.store.database import Connection, Database
from channel_api.word_seeds import load_seeds
from content.check import find_faults_among, find_notes_among, load_rule_book
from content.codec import decode
from content.explanations import Explanations
from content.faults import Fault
from content.files import Content
from content.inheritance import Overlay
from content.model import Guide, Region, Topic
from content.rules import RuleBook
from content.rules_text import texts_of
from content.understanding.identity_numbers import contains_identity_number
from content.word_entries import SharedName, Synonyms
from content.yaml_text import load_plain


class GuideChecker:
    """`wording`: the folder with the tables of words the rules need; `said_otherwise`: by part of `faults.yaml`, what
    is said in other words here, where nobody sees a file. Safe to use from many threads."""

    def __init__(
        self,
        database: Database,
        wording: Path,
        said_otherwise: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
    ) -> None:
        self._database = database
        self._wording = wording
        self._said_otherwise = said_otherwise
        self._memory = DocumentMemory()
        self._lock = Lock()
        self._book: RuleBook | None = None
        self._explanations: Explanations | None = None

    def find_faults(self, text: Text, today: date, kind: EditedKind = GUIDES) -> list[Fault]:
        """What must be mended before anybody is asked to read it."""
        thing, faults = kind.thing_of(text)
        if thing is None:
            return faults
        with self._lock, self._database.read() as connection:
            return find_faults_among(thing, self._surroundings(connection, thing), self._rule_book(today))

    def find_faults_together(self, texts: Mapping[str, Text], today: date) -> dict[str, list[Fault]]:
        """By key what would be wrong with each of these texts if all of them went live at once; an empty one leaves."""
        read = {key: kind_of(key).thing_of(text) for key, text in texts.items() if text}
        faults = {key: wrong for key, (thing, wrong) in read.items() if thing is None}
        things = {key: thing for key, (thing, _) in read.items() if thing is not None}
        gone = {key for key, text in texts.items() if not text}
        with self._lock, self._database.read() as connection:
            for key, thing in things.items():
                content = content_with(self._surroundings(connection, thing), things, gone)
                faults[key] = find_faults_among(thing, content, self._rule_book(today))
            for key in gone:
                kind = kind_of(key)
                published = self._pointing(connection, kind, kind.id_of(key))
                faults[key] = _still_needed(still_pointing(key, published, things, gone))
        return {key: wrong for key, wrong in faults.items() if wrong}

    def find_pointing(self, kind: EditedKind, id_: str) -> list[Pointing]:
        """What is published and points at this, in the order of the kinds."""
        with self._lock, self._database.read() as connection:
            return self._pointing(connection, kind, id_)

    def _pointing(self, connection: Connection, kind: EditedKind, id_: str) -> list[Pointing]:
        others = [find_kind(name) for name in pointing_kinds(kind)]
        return [
            pointing for other in others for pointing in find_pointing(kind, id_, other, self._load(connection, other))
        ]

    def find_needed_by(self, kind: EditedKind, id_: str) -> list[Fault]:
        """What keeps this from being withdrawn: everything that points at it and does not leave with it."""
        return _still_needed([one.title for one in self.find_pointing(kind, id_) if not one.leaves_too])

    def _load(self, connection: Connection, kind: EditedKind) -> list[Any]:
        if kind is GUIDES:
            return list(self._memory.load(connection, kind.name, "names", _parse_names).values())
        return self._memory.load_objects(connection, kind.cls)

    def find_notes(self, text: Text, today: date, kind: EditedKind = GUIDES) -> list[Fault]:
        """What could be said more simply; it stops nothing, and a text that is not whole yet has none."""
        thing, _ = kind.thing_of(text)
        if thing is None:
            return []
        with self._lock, self._database.read() as connection:
            return find_notes_among(thing, self._surroundings(connection, thing), self._rule_book(today))

    def find_overlay_faults(self, text: Text, today: date) -> dict[str, list[Fault]]:
        """What would be wrong with the regional differences of a guide that says this, by their keys."""
        guide, _ = GUIDES.thing_of(text)
        if guide is None:
            return {}
        kind = find_kind("overlay")
        with self._lock, self._database.read() as connection:
            overlays = [one for one in self._memory.load_objects(connection, Overlay) if one.id == guide.id]
            content = replace(self._surroundings(connection, guide), overlays=tuple(overlays))
        content = replace(content, guides={**content.guides, guide.id: guide})
        with self._lock:
            book = self._rule_book(today)
        found = {kind.key_of(kind.text_of(one)): find_faults_among(one, content, book) for one in overlays}
        return {key: faults for key, faults in found.items() if faults}

    def explain(self, fault: Fault) -> tuple[str, str]:
        """What is wrong and how to mend it, in Chinese."""
        if self._explanations is None:
            plain = load_plain(self._wording / "faults.yaml")
            otherwise = {part: {**plain[part], **words} for part, words in self._said_otherwise.items()}
            self._explanations = Explanations({**plain, **otherwise})
        return self._explanations.sentences(fault)

    def load_topics(self) -> list[Topic]:
        """The topics a guide can belong to, in their order."""
        with self._lock, self._database.read() as connection:
            return sorted(self._memory.load_objects(connection, Topic), key=lambda topic: topic.order)

    def load_regions(self) -> dict[str, Region]:
        """All regions by their codes."""
        with self._lock, self._database.read() as connection:
            return {region.code: region for region in self._memory.load_objects(connection, Region)}

    def load_guide_names(self) -> dict[str, Guide]:
        """What all published guides are called, by id; nothing else of them is filled in."""
        with self._lock, self._database.read() as connection:
            return self._memory.load(connection, GUIDES.name, "names", _parse_names)

    def rule_book(self, today: date) -> RuleBook:
        """The tables of words the rules need."""
        with self._lock:
            return self._rule_book(today)

    def _surroundings(self, connection: Connection, thing: Any) -> Content:
        names = self._memory.load(connection, GUIDES.name, "names", _parse_names)
        regions = self._memory.load_objects(connection, Region)
        topics = self._memory.load_objects(connection, Topic)
        overlays: tuple[Overlay, ...] = ()
        if isinstance(thing, Overlay):  # what it changes must be whole
            bodies = documents.find_bodies(connection, GUIDES.name, [thing.id])
            names = {**names, **{key: decode(Guide, json.loads(body)) for key, body in bodies.items()}}
            overlays = tuple(self._memory.load_objects(connection, Overlay))
        synonyms: tuple[Synonyms, ...] = ()
        if isinstance(thing, Synonyms):
            synonyms = tuple(self._load_synonyms(connection))
        return Content(
            guides=names,
            synonyms=synonyms,
            shared_names=tuple(self._memory.load_objects(connection, SharedName)),
            overlays=overlays,
            regions={region.code: region for region in regions},
            topics=tuple(topics),
        )

    def _load_synonyms(self, connection: Connection) -> Iterable[Synonyms]:
        """Those that are kept, and the program's own beside them."""
        kept = {entry.name: entry for entry in self._memory.load_objects(connection, Synonyms)}
        seeds = {entry.name: entry for entry in load_seeds().values() if isinstance(entry, Synonyms)}
        return {**seeds, **kept}.values()

    def _rule_book(self, today: date) -> RuleBook:
        if self._book is None or self._book.today != today:
            self._book = load_rule_book(self._wording, today)
        return self._book


def _still_needed(by: list[str]) -> list[Fault]:
    return [Fault("still_needed", "", {"by": "、".join(by)})] if by else []


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
