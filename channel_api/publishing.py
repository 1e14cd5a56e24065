"""From a folder of content files into the store and back. What does not differ is not touched."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from channel_api.store import documents
from channel_api.store.database import Connection, Database
from channel_api.store.documents import Changes, Document
from content.calendar import Calendar
from content.codec import decode, encode
from content.files import LAYOUT, Content, content_folder, load_content
from content.inheritance import Overlay
from content.model import CalendarYear, Guide, Hotline, Notice, Office, Region, Scenario, Topic
from content.overlay_files import overlay_fields
from content.word_entries import ConceptWords, SharedName, Synonyms, WordReading

FILES = "files"  # the origin of content folders; others are `items` (imports), `demo`, and `editors` (the pages)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document: its class, its key, and where content holds its objects."""

    name: str
    cls: type
    key_of: Callable[[Any], str]
    objects_of: Callable[[Content], Iterable[Any]]


def overlay_key(region: str, service: str) -> str:
    """Overlays are looked up by place and service."""
    return f"{region}/{service}"


KINDS = (
    Kind("guide", Guide, lambda guide: guide.id, lambda content: content.guides.values()),
    Kind("overlay", Overlay, lambda overlay: overlay_key(overlay.region, overlay.id), lambda content: content.overlays),
    Kind("office", Office, lambda office: office.id, lambda content: content.offices),
    Kind("region", Region, lambda region: region.code, lambda content: content.regions.values()),
    Kind("topic", Topic, lambda topic: topic.id, lambda content: content.topics),
    Kind("hotline", Hotline, lambda hotline: hotline.number, lambda content: content.hotlines),
    Kind("notice", Notice, lambda notice: notice.id, lambda content: content.notices),
    Kind("scenario", Scenario, lambda scenario: scenario.id, lambda content: content.scenarios),
    Kind("concept", ConceptWords, lambda concept: concept.id, lambda content: content.concepts),
    Kind("synonyms", Synonyms, lambda synonyms: synonyms.name, lambda content: content.synonyms),
    Kind("reading", WordReading, lambda reading: reading.word, lambda content: content.readings),
    Kind("shared_name", SharedName, lambda shared: shared.name, lambda content: content.shared_names),
    Kind("year", CalendarYear, lambda year: str(year.year), lambda content: content.calendar.years),
)


def documents_of(content: Content) -> list[Document]:
    """Every object of the content as a document."""
    return [document_of(thing, kind) for kind in KINDS for thing in kind.objects_of(content)]


def document_of(thing: Any, kind: Kind | None = None) -> Document:
    """One object as a document."""
    kind = kind or next(kind for kind in KINDS if kind.cls is type(thing))
    return Document(kind.name, kind.key_of(thing), _to_json(thing))


def publish_content(
    database: Database, content: Content, *, now: datetime, origin: str = FILES, fingerprint: str = ""
) -> Changes:
    """In one transaction makes `content` all there is of its origin. Raises OwnedElsewhereError."""
    ready = documents_of(content)
    with database.write() as connection:
        return documents.publish(connection, origin, ready, now=now, fingerprint=fingerprint)


def preview_content(database: Database, content: Content, *, origin: str = FILES) -> Changes:
    """What `publish_content` would do."""
    with database.read() as connection:
        return documents.compare(connection, origin, documents_of(content))


def publish_folder(database: Database, folder: Path, *, now: datetime) -> Changes | None:
    """Publishes a content folder; None, and no file is even parsed, where it is as it was the last time.

    Raises FaultyContentError, and nothing is published."""
    fingerprint = fingerprint_of(folder)
    with database.read() as connection:
        if documents.find_fingerprint(connection, FILES) == fingerprint:
            return None
    return publish_content(database, load_content(folder), now=now, fingerprint=fingerprint)


def fingerprint_of(folder: Path) -> str:
    """Changes with any content file, and with the code that reads them."""
    paths = [path for place in LAYOUT for path in folder.glob(place.pattern)] + list(content_folder().glob("*.py"))
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode() + b"\0" + path.parent.name.encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def load_objects(connection: Connection, cls: type, *, origin: str | None = None) -> Iterator[Any]:
    """All published objects of a class, by key."""
    kind = next(kind for kind in KINDS if kind.cls is cls)
    for _, body in documents.load_kind(connection, kind.name, origin=origin):
        yield parse_overlay(body) if cls is Overlay else decode(cls, json.loads(body))


def parse_overlay(body: str) -> Overlay:
    """What an overlay changes is plain data by nature; it was checked against the guide's fields when it was read."""
    plain: dict[str, Any] = json.loads(body)
    return Overlay(**plain)


def load_published(database: Database, *, origins: Sequence[str] = (FILES, documents.EDITED)) -> Content:
    """What people wrote, in files and on the editors' pages, as content again."""
    with database.read() as connection:
        loaded = {kind.cls: _load_by_key(connection, kind, origins) for kind in KINDS}
    return Content(
        guides={guide.id: guide for guide in loaded[Guide]},
        overlays=loaded[Overlay],
        offices=loaded[Office],
        regions={region.code: region for region in loaded[Region]},
        topics=loaded[Topic],
        hotlines=loaded[Hotline],
        notices=loaded[Notice],
        scenarios=loaded[Scenario],
        calendar=Calendar(loaded[CalendarYear]),
        concepts=loaded[ConceptWords],
        synonyms=loaded[Synonyms],
        readings=loaded[WordReading],
        shared_names=loaded[SharedName],
    )


def _load_by_key(connection: Connection, kind: Kind, origins: Sequence[str]) -> tuple[Any, ...]:
    things = [thing for origin in origins for thing in load_objects(connection, kind.cls, origin=origin)]
    return tuple(sorted(things, key=kind.key_of))


def _to_json(thing: Any) -> str:
    if isinstance(thing, Overlay):  # its changes have no order of their own; a document must, or it would seem changed
        changes = {key: thing.changes[key] for key in overlay_fields() if key in thing.changes}
        thing = replace(thing, changes=changes)
    return json.dumps(encode(thing), ensure_ascii=False, separators=(",", ":"))
