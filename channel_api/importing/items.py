"""Imports a file of items: all of it in one transaction, or nothing. The same file again changes nothing.

A file says all there is for the regions it names: items of these regions that it no longer holds are withdrawn; items
of other regions stay as they are.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from channel_api.importing.fields import Fields
from channel_api.importing.lines import Item, ItemsFileError, Progress, read_items
from channel_api.importing.mapping import OTHER_TOPIC, map_item
from channel_api.importing.report import Report
from channel_api.importing.tables import tables
from channel_api.publishing import document_of, load_objects
from channel_api.store import documents
from channel_api.store.database import Connection, Database
from channel_api.store.documents import Changes, Document
from content.model import Guide, Region, Topic

ITEMS = "items"  # the origin of what is imported
SUFFIXES = (".jsonl", ".jsonl.gz")


@dataclass(frozen=True, slots=True)
class ItemsImport:
    """What an import did, or would do."""

    changes: Changes
    report: Report
    counts: dict[str, int] = field(default_factory=dict)  # items by region code
    region_names: dict[str, str] = field(default_factory=dict)
    is_preview: bool = False

    def explain(self) -> Iterator[str]:
        """The report, line by line."""
        words = tables().words
        sentences = words["report"]
        yield sentences["read"].format(count=self.report.lines_read, guides=sum(self.counts.values()))
        for code, count in sorted(self.counts.items()):
            yield sentences["regions"].format(name=self.region_names[code], code=code, count=count)
        outcome = sentences["outcome_preview" if self.is_preview else "outcome"]
        yield outcome.format(
            added=len(self.changes.added),
            changed=len(self.changes.changed),
            withdrawn=len(self.changes.withdrawn),
            unchanged=self.changes.unchanged,
        )
        if self.changes.withdrawn:
            yield sentences["withdrawn_note"]
        for _, key in self.changes.kept:
            yield sentences["kept"].format(key=key)
        yield from self.report.explain(words)


def is_items_file(path: Path) -> bool:
    """Whether a path is for this import rather than a folder of content."""
    return path.name.endswith(SUFFIXES)


def import_items(
    path: Path, database: Database, *, now: datetime, dry_run: bool = False, progress: Progress = lambda _: None
) -> ItemsImport:
    """Raises ItemsFileError for a file that is broken anywhere, and OwnedElsewhereError; then nothing is imported."""
    reading = _Reading.of(database)
    for line, item in read_items(path, progress):
        reading.take(line, item)
    guides = reading.finished()
    done = ItemsImport(
        changes=Changes(),
        report=reading.report,
        counts=dict(Counter(guide.region for guide in guides)),
        region_names=reading.region_names,
        is_preview=dry_run,
    )
    ready = [document_of(guide) for guide in guides]
    if dry_run:
        with database.read() as connection:
            others = _items_elsewhere(connection, guides)
            changes = documents.compare(connection, ITEMS, ready + others)
    else:
        with database.write() as connection:
            documents.lock(connection)
            others = _items_elsewhere(connection, guides)
            changes = documents.publish(connection, ITEMS, ready + others, now=now)
    return replace(done, changes=replace(changes, unchanged=changes.unchanged - len(others)))


class _Reading:
    """Takes item after item; what it keeps is small, the file is never held whole."""

    def __init__(self, region_names: dict[str, str], topics: Collection[str]) -> None:
        self.report = Report()
        self.region_names = region_names
        self._topics = topics
        self._guides: dict[str, Guide] = {}
        self._ids: dict[tuple[str, str], str] = {}
        self._tables = tables()

    @classmethod
    def of(cls, database: Database) -> _Reading:
        """Raises ItemsFileError where no region and no topic is published yet."""
        with database.read() as connection:
            regions = {region.code: region.name for region in load_objects(connection, Region)}
            topics = {topic.id for topic in load_objects(connection, Topic)}
        if not regions or OTHER_TOPIC not in topics:
            raise ItemsFileError("unready")
        return cls(regions, topics)

    def take(self, line: int, item: Item) -> None:
        self.report.lines_read += 1
        guide = map_item(Fields(item, line, self._tables, self.report), topics=self._topics)
        if not guide.title:
            raise ItemsFileError("no_title", line=line, key="TASK_NAME")
        if guide.region not in self.region_names:
            self.report.note("unknown_region", line)
            return
        if guide.id in self._guides:
            self.report.note("duplicate_code", line)
        elif self._ids.setdefault((guide.region, guide.title), guide.id) != guide.id:
            self.report.note("same_title", line)
        self._guides[guide.id] = guide

    def finished(self) -> list[Guide]:
        if not self.report.lines_read:
            raise ItemsFileError("empty")
        return list(self._guides.values())


def _items_elsewhere(connection: Connection, guides: Collection[Guide]) -> list[Document]:
    """The items published before that this file says nothing about: those of other regions."""
    regions = {guide.region for guide in guides}
    ids = {guide.id for guide in guides}
    published = documents.load_kind(connection, "guide", origin=ITEMS)
    return [
        Document("guide", key, body)
        for key, body in published
        if key not in ids and json.loads(body)["region"] not in regions
    ]
