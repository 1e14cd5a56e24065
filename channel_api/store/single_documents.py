"""One published document at a time: what it says now and said before, and putting a new text in its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from channel_api.clock import to_stored
from channel_api.store.documents import EDITED, PUBLISHED, REVISIONS, Document, lock, touch


@dataclass(frozen=True, slots=True)
class Live:
    """What is published under a name."""

    revision: int
    origin: str
    body: str


def find_live(connection: Connection, kind: str, key: str) -> Live | None:
    """None where nothing is published under this name now."""
    wanted = (
        select(PUBLISHED.c.revision, PUBLISHED.c.origin, REVISIONS.c.body)
        .join(
            REVISIONS,
            (REVISIONS.c.kind == PUBLISHED.c.kind)
            & (REVISIONS.c.key == PUBLISHED.c.key)
            & (REVISIONS.c.revision == PUBLISHED.c.revision),
        )
        .where(PUBLISHED.c.kind == kind, PUBLISHED.c.key == key)
    )
    row = connection.execute(wanted).first()
    return None if row is None else Live(*row)


def find_body(connection: Connection, kind: str, key: str, revision: int) -> str | None:
    """What a revision says or said; None where there is none."""
    is_it = (REVISIONS.c.kind == kind) & (REVISIONS.c.key == key) & (REVISIONS.c.revision == revision)
    return connection.execute(select(REVISIONS.c.body).where(is_it)).scalar_one_or_none()


def last_revision(connection: Connection, kind: str, key: str) -> int:
    """The newest number ever given under this name, by withdrawn ones too; 0: the name was never used."""
    wanted = select(func.max(REVISIONS.c.revision)).where(REVISIONS.c.kind == kind, REVISIONS.c.key == key)
    return int(connection.execute(wanted).scalar_one() or 0)


def publish_edited(connection: Connection, document: Document, *, now: datetime) -> int:
    """Puts one document in force; from now on it belongs to the editors, whoever it came from. Gives its revision."""
    lock(connection)
    revision = last_revision(connection, document.kind, document.key) + 1
    row = {
        "kind": document.kind,
        "key": document.key,
        "origin": EDITED,
        "revision": revision,
        "hash": document.hash,
    }
    is_it = (PUBLISHED.c.kind == document.kind) & (PUBLISHED.c.key == document.key)
    connection.execute(delete(PUBLISHED).where(is_it))
    connection.execute(insert(PUBLISHED).values(row))
    connection.execute(insert(REVISIONS).values({**row, "body": document.body, "published_at": to_stored(now)}))
    touch(connection)
    return revision
