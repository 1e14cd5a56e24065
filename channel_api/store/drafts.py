"""Drafts: where each text is on its way, and every revision of it. Which way is allowed is not known here."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Integer, Row, String, Table, Text, insert, select, update
from sqlalchemy.exc import IntegrityError

from channel_api.clock import from_stored, to_stored
from channel_api.store.database import StoreError
from channel_api.store.metadata import METADATA

LIVE_STATE = "published"  # the draft says what is live: there is nothing to show beside it

DRAFTS = Table(
    "drafts",
    METADATA,
    Column("key", String(160), primary_key=True),
    Column("state", String(20), nullable=False),
    Column("version", Integer, nullable=False),  # counts every act: whoever knows an older one must look again
    Column("revision", Integer, nullable=False),  # the text it now holds
    Column("live_revision", Integer, nullable=False),  # of the published document it was begun from; 0: none
    Column("owner", String(60), nullable=False),
    Column("authors", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("approved_by", String(60), nullable=False),
    Column("changed_at", String(32), nullable=False),
)

# Rows are added and never changed, but for the number a revision got when it was published.
DRAFT_REVISIONS = Table(
    "draft_revisions",
    METADATA,
    Column("key", String(160), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("made_by", String(60), nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("act", String(20), nullable=False),
    Column("reason", Text, nullable=False),
    Column("live_revision", Integer, nullable=True),
)


class StaleError(StoreError):
    """Somebody else was faster; nothing was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One row: where a text is, and of which published revision it was begun."""

    key: str
    state: str
    version: int
    revision: int
    live_revision: int
    owner: str
    authors: tuple[str, ...] = ()
    reason: str = ""
    approved_by: str = ""
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One text: who made it, when, by which act and why; `live_revision`: as what it was published, if it was."""

    key: str
    revision: int
    body: Any
    made_by: str
    made_at: datetime
    act: str
    reason: str = ""
    live_revision: int | None = None


def find_draft(connection: Connection, key: str) -> Draft | None:
    row = connection.execute(select(DRAFTS).where(DRAFTS.c.key == key)).first()
    return None if row is None else _draft(row)


def load_drafts(connection: Connection) -> list[Draft]:
    """All of them, those whose text is live too."""
    return [_draft(row) for row in connection.execute(select(DRAFTS).order_by(DRAFTS.c.key))]


def hold_drafts(connection: Connection, keys: Iterable[str]) -> None:
    """Nobody else writes these until the transaction ends. Whoever writes several holds them before the first trace:
    each writer of one holds its draft and then the end of the trail, and two orders would wait for each other."""
    wanted = select(DRAFTS.c.key).where(DRAFTS.c.key.in_(sorted(keys))).order_by(DRAFTS.c.key)
    connection.execute(wanted.with_for_update()).all()


def write_draft(connection: Connection, draft: Draft, *, known_version: int) -> None:
    """In place of the row of the known version; 0 where there was none. Raises StaleError."""
    row = {
        "key": draft.key,
        "state": draft.state,
        "version": draft.version,
        "revision": draft.revision,
        "live_revision": draft.live_revision,
        "owner": draft.owner,
        "authors": json.dumps(sorted(draft.authors), ensure_ascii=False),
        "reason": draft.reason,
        "approved_by": draft.approved_by,
        "changed_at": to_stored(draft.changed_at),
    }
    if known_version:
        is_known = (DRAFTS.c.key == draft.key) & (DRAFTS.c.version == known_version)
        if connection.execute(update(DRAFTS).where(is_known).values(row)).rowcount == 0:
            raise StaleError(f"the draft {draft.key} has changed meanwhile")
        return
    try:
        with connection.begin_nested():
            connection.execute(insert(DRAFTS).values(row))
    except IntegrityError:
        raise StaleError(f"the draft {draft.key} has been begun meanwhile") from None


def add_revision(connection: Connection, revision: Revision) -> None:
    """Its number must be free. Raises StaleError."""
    row = {
        "key": revision.key,
        "revision": revision.revision,
        "body": json.dumps(revision.body, ensure_ascii=False, separators=(",", ":")),
        "made_by": revision.made_by,
        "made_at": to_stored(revision.made_at),
        "act": revision.act,
        "reason": revision.reason,
        "live_revision": revision.live_revision,
    }
    try:
        with connection.begin_nested():
            connection.execute(insert(DRAFT_REVISIONS).values(row))
    except IntegrityError:
        raise StaleError(f"the draft {revision.key} has changed meanwhile") from None


def note_published(connection: Connection, key: str, revision: int, live_revision: int) -> None:
    """As which published revision this text went out."""
    is_it = (DRAFT_REVISIONS.c.key == key) & (DRAFT_REVISIONS.c.revision == revision)
    connection.execute(update(DRAFT_REVISIONS).where(is_it).values(live_revision=live_revision))


def find_revision(connection: Connection, key: str, number: int) -> Revision | None:
    is_it = (DRAFT_REVISIONS.c.key == key) & (DRAFT_REVISIONS.c.revision == number)
    row = connection.execute(select(DRAFT_REVISIONS).where(is_it)).first()
    return None if row is None else _revision(row)


def load_revisions(connection: Connection, key: str, *, most: int, before: int | None = None) -> list[Revision]:
    """The latest first, without their texts (`body` is None): ten thousand of them page quickly."""
    columns = [column for column in DRAFT_REVISIONS.c if column.name != "body"]
    wanted = select(*columns).where(DRAFT_REVISIONS.c.key == key).order_by(DRAFT_REVISIONS.c.revision.desc())
    if before is not None:
        wanted = wanted.where(DRAFT_REVISIONS.c.revision < before)
    return [_revision(row) for row in connection.execute(wanted.limit(most))]


def load_owners(connection: Connection) -> list[str]:
    """Whoever is writing something that is not live yet."""
    wanted = select(DRAFTS.c.owner).where(DRAFTS.c.state != LIVE_STATE).distinct().order_by(DRAFTS.c.owner)
    return list(connection.execute(wanted).scalars())


def load_present_texts(connection: Connection) -> dict[str, Any]:
    """The text of every draft that is not live yet, by key."""
    is_present = (DRAFT_REVISIONS.c.key == DRAFTS.c.key) & (DRAFT_REVISIONS.c.revision == DRAFTS.c.revision)
    wanted = select(DRAFTS.c.key, DRAFT_REVISIONS.c.body).join(DRAFT_REVISIONS, is_present)
    rows = connection.execute(wanted.where(DRAFTS.c.state != LIVE_STATE))
    return {key: json.loads(body) for key, body in rows}


def _draft(row: Row[Any]) -> Draft:
    return Draft(
        key=row.key,
        state=row.state,
        version=row.version,
        revision=row.revision,
        live_revision=row.live_revision,
        owner=row.owner,
        authors=tuple(json.loads(row.authors)),
        reason=row.reason,
        approved_by=row.approved_by,
        changed_at=from_stored(row.changed_at),
    )


def _revision(row: Row[Any]) -> Revision:
    body = getattr(row, "body", None)
    return Revision(
        key=row.key,
        revision=row.revision,
        body=None if body is None else json.loads(body),
        made_by=row.made_by,
        made_at=from_stored(row.made_at),
        act=row.act,
        reason=row.reason,
        live_revision=row.live_revision,
    )
