"""What is published, as JSON documents with all their revisions. Knows nothing of what a guide or an office is.

A document belongs to one origin (`files`, `items`, `demo`, `editors`): publishing an origin makes its documents exactly
the given ones and touches no other. Nothing is ever deleted: what vanishes is withdrawn, its revisions stay.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Integer, String, Table, Text, and_, delete, func, insert, select, update

from channel_api.clock import to_stored
from channel_api.store.database import StoreError
from channel_api.store.metadata import METADATA

T = TypeVar("T")
EDITED = "editors"  # documents people published one by one; no import ever overwrites one, it is kept and named
WITHDRAWN = ""  # the hash of what people withdrew here: the row stays, so that no import brings it back
ROWS_AT_ONCE = 200  # stays below the 999 bound values that old SQLite libraries allow in one statement

PUBLISHED = Table(
    "published",
    METADATA,
    Column("kind", String(20), primary_key=True),
    Column("key", String(160), primary_key=True),
    Column("origin", String(40), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)

REVISIONS = Table(
    "revisions",
    METADATA,
    Column("kind", String(20), primary_key=True),
    Column("key", String(160), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("origin", String(40), nullable=False),
    Column("hash", String(64), nullable=False),  # empty: withdrawn
    Column("body", Text, nullable=False),
    Column("published_at", String(32), nullable=False),
)

PUBLICATIONS = Table(
    "publications",
    METADATA,
    Column("origin", String(40), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("published_at", String(32), nullable=False),
)

# One row, made by the migration. Whoever publishes counts it up; replicas watch it.
CATALOGUE = Table(
    "catalogue",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
)

Name = tuple[str, str]  # kind and key


class OwnedElsewhereError(StoreError):
    """A document of this name is already published from another origin."""


@dataclass(frozen=True, slots=True)
class Document:
    """One thing to publish: its kind, its key among that kind, and its JSON text."""

    kind: str
    key: str
    body: str

    @property
    def name(self) -> Name:
        return self.kind, self.key

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.body.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Changes:
    """What a publication did, or would do: names by what happens to them."""

    added: tuple[Name, ...] = ()
    changed: tuple[Name, ...] = ()
    withdrawn: tuple[Name, ...] = ()
    unchanged: int = 0
    conflicts: Mapping[Name, str] = field(default_factory=dict)  # owned by another origin, left alone
    kept: tuple[Name, ...] = ()  # edited here and different from what was given; left alone

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.withdrawn)


def compare(connection: Connection, origin: str, documents: Iterable[Document]) -> Changes:
    """What publishing these as all documents of the origin would change."""
    columns = PUBLISHED.c.kind, PUBLISHED.c.key, PUBLISHED.c.origin, PUBLISHED.c.hash
    stored = {(kind, key): (owner, hash_) for kind, key, owner, hash_ in connection.execute(select(*columns))}
    hashes = {document.name: document.hash for document in documents}
    owned = {name: hash_ for name, (owner, hash_) in stored.items() if owner == origin}
    edited = {name: hash_ for name, (owner, hash_) in stored.items() if owner == EDITED != origin}
    kept = tuple(name for name, hash_ in hashes.items() if name in edited and edited[name] != hash_)
    foreign = {name: owner for name, (owner, _) in stored.items() if owner != origin and name not in edited}
    conflicts = {name: foreign[name] for name in hashes if name in foreign}
    added = tuple(name for name in hashes if name not in stored)
    changed = tuple(name for name, hash_ in hashes.items() if name in owned and owned[name] != hash_)
    withdrawn = tuple(name for name in owned if name not in hashes)
    unchanged = len(hashes) - len(added) - len(changed) - len(conflicts) - len(kept)
    return Changes(added, changed, withdrawn, unchanged, conflicts, kept)


def publish(
    connection: Connection, origin: str, documents: Sequence[Document], *, now: datetime, fingerprint: str = ""
) -> Changes:
    """Makes these all the documents of the origin; only what differs is written.

    Raises OwnedElsewhereError, and nothing is written, where a name belongs to another origin."""
    lock(connection)
    changes = compare(connection, origin, documents)
    if changes.conflicts:
        (kind, key), owner = next(iter(changes.conflicts.items()))
        raise OwnedElsewhereError(f"{kind} {key} is already published from {owner}")
    if changes:
        _write(connection, origin, documents, changes, now)
        touch(connection)
    _note_publication(connection, origin, fingerprint, now)
    return changes


def lock(connection: Connection) -> None:
    """Two publications never interleave: the first one holds the catalogue row until its transaction ends."""
    connection.execute(update(CATALOGUE).values(version=CATALOGUE.c.version))


def touch(connection: Connection) -> None:
    """Tells every replica to load the catalogue anew."""
    connection.execute(update(CATALOGUE).values(version=CATALOGUE.c.version + 1))


def find_version(connection: Connection) -> int:
    """The version of the catalogue; counts up with every change."""
    return int(connection.execute(select(CATALOGUE.c.version)).scalar_one())


def find_fingerprint(connection: Connection, origin: str) -> str | None:
    """What `publish` was told of the source it last took this origin from."""
    wanted = select(PUBLICATIONS.c.fingerprint).where(PUBLICATIONS.c.origin == origin)
    return connection.execute(wanted).scalar_one_or_none()


def load_kind(connection: Connection, kind: str, *, origin: str | None = None) -> Iterator[tuple[str, str]]:
    """Key and body of every published document of a kind, by key."""
    wanted = _current().where(PUBLISHED.c.kind == kind).order_by(PUBLISHED.c.key)
    if origin is not None:
        wanted = wanted.where(PUBLISHED.c.origin == origin)
    yield from ((key, body) for key, body in connection.execute(wanted))


def load_hashes(connection: Connection, kind: str) -> dict[str, str]:
    """Key and hash of every published document of a kind, by key: what changed, without reading it."""
    is_there = (PUBLISHED.c.kind == kind) & (PUBLISHED.c.hash != WITHDRAWN)
    wanted = select(PUBLISHED.c.key, PUBLISHED.c.hash).where(is_there).order_by(PUBLISHED.c.key)
    return dict(connection.execute(wanted).all())


def find_bodies(connection: Connection, kind: str, keys: Collection[str]) -> dict[str, str]:
    """The bodies of those keys that are published."""
    found: dict[str, str] = {}
    for some in _in_parts(keys):
        wanted = _current().where(PUBLISHED.c.kind == kind, PUBLISHED.c.key.in_(some))
        found.update((key, body) for key, body in connection.execute(wanted))
    return found


def _current() -> Any:
    is_current = and_(
        REVISIONS.c.kind == PUBLISHED.c.kind,
        REVISIONS.c.key == PUBLISHED.c.key,
        REVISIONS.c.revision == PUBLISHED.c.revision,
        PUBLISHED.c.hash != WITHDRAWN,
    )
    return select(PUBLISHED.c.key, REVISIONS.c.body).select_from(PUBLISHED.join(REVISIONS, is_current))


def _write(connection: Connection, origin: str, documents: Sequence[Document], changes: Changes, now: datetime) -> None:
    last = _last_revisions(connection)
    written = {*changes.added, *changes.changed}
    ready = [document for document in documents if document.name in written]
    rows = [_row(document.name, origin, last, document.hash) for document in ready]
    gone = [_row(name, origin, last, "") for name in changes.withdrawn]
    for some in _in_parts([*changes.changed, *changes.withdrawn]):
        for kind in {kind for kind, _ in some}:
            keys = [key for other, key in some if other == kind]
            connection.execute(delete(PUBLISHED).where(PUBLISHED.c.kind == kind, PUBLISHED.c.key.in_(keys)))
    if rows:
        connection.execute(insert(PUBLISHED), rows)
    moment = to_stored(now)
    kept = [{**row, "body": document.body} for row, document in zip(rows, ready, strict=True)]
    withdrawn = [{**row, "body": ""} for row in gone]
    connection.execute(insert(REVISIONS), [{**row, "published_at": moment} for row in kept + withdrawn])


def _row(name: Name, origin: str, last: Mapping[Name, int], hash_: str) -> dict[str, Any]:
    return {"kind": name[0], "key": name[1], "origin": origin, "revision": last.get(name, 0) + 1, "hash": hash_}


def _last_revisions(connection: Connection) -> dict[Name, int]:
    wanted = select(REVISIONS.c.kind, REVISIONS.c.key, func.max(REVISIONS.c.revision))
    rows = connection.execute(wanted.group_by(REVISIONS.c.kind, REVISIONS.c.key))
    return {(kind, key): revision for kind, key, revision in rows}


def _note_publication(connection: Connection, origin: str, fingerprint: str, now: datetime) -> None:
    connection.execute(delete(PUBLICATIONS).where(PUBLICATIONS.c.origin == origin))
    row = {"origin": origin, "fingerprint": fingerprint, "published_at": to_stored(now)}
    connection.execute(insert(PUBLICATIONS).values(row))


def _in_parts(values: Collection[T]) -> Iterator[list[T]]:
    remaining = iter(values)
    while part := list(islice(remaining, ROWS_AT_ONCE)):
        yield part
