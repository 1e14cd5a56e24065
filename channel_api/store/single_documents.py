"""One published document at a time: what it says now and said before, and putting a new text in its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from channel_api.clock import to_stored
from channel_api.store.documents import (
    EDITED,
    PUBLICATIONS,
    PUBLISHED,
    REVISIONS,
    WITHDRAWN,
    Document,
    lock,
    touch,
)


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
        .where(PUBLISHED.c.kind == kind, PUBLISHED.c.key == key, PUBLISHED.c.hash != WITHDRAWN)
    )
    row = connection.execute(wanted).first()
    return None if row is None else Live(*row)


def find_withdrawal(connection: Connection, kind: str, key: str) -> int:
    """The revision by which people withdrew this name; 0 where they did not, or it is back again."""
    is_it = (PUBLISHED.c.kind == kind) & (PUBLISHED.c.key == key) & (PUBLISHED.c.hash == WITHDRAWN)
    return int(connection.execute(select(PUBLISHED.c.revision).where(is_it)).scalar_one_or_none() or 0)


def find_former_origin(connection: Connection, kind: str, key: str) -> str | None:
    """Where the document came from before people edited it here; None where it was begun here."""
    wanted = select(REVISIONS.c.origin).where(REVISIONS.c.kind == kind, REVISIONS.c.key == key)
    is_other = wanted.where(REVISIONS.c.origin != EDITED).order_by(REVISIONS.c.revision.desc()).limit(1)
    return connection.execute(is_other).scalar_one_or_none()


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
    return _put(connection, document.kind, document.key, document.hash, document.body, now)


def withdraw_edited(connection: Connection, kind: str, key: str, *, now: datetime) -> int:
    """Takes one document out of force, and no import brings it back. Gives the revision of the withdrawal."""
    return _put(connection, kind, key, WITHDRAWN, "", now)


def forget(connection: Connection, kind: str, key: str) -> None:
    """Nothing is published under this name any more, and nobody withdrew it: what comes with the program counts."""
    lock(connection)
    connection.execute(delete(PUBLISHED).where(PUBLISHED.c.kind == kind, PUBLISHED.c.key == key))
    touch(connection)


def give_to_origin(connection: Connection, kind: str, key: str, origin: str) -> None:
    """From now on the document is what its origin says: at its next import, even of a folder that did not change."""
    lock(connection)
    is_it = (PUBLISHED.c.kind == kind) & (PUBLISHED.c.key == key) & (PUBLISHED.c.origin == EDITED)
    connection.execute(update(PUBLISHED).where(is_it).values(origin=origin))
    connection.execute(update(PUBLICATIONS).where(PUBLICATIONS.c.origin == origin).values(fingerprint=""))
    touch(connection)


def _put(connection: Connection, kind: str, key: str, hash_: str, body: str, now: datetime) -> int:
    lock(connection)
    revision = last_revision(connection, kind, key) + 1
    row = {"kind": kind, "key": key, "origin": EDITED, "revision": revision, "hash": hash_}
    is_it = (PUBLISHED.c.kind == kind) & (PUBLISHED.c.key == key)
    connection.execute(delete(PUBLISHED).where(is_it))
    connection.execute(insert(PUBLISHED).values(row))
    connection.execute(insert(REVISIONS).values({**row, "body": body, "published_at": to_stored(now)}))
    touch(connection)
    return revision
