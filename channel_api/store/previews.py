"""Looking at drafts before they are published: tickets of the program that draws them, links for colleagues without an
account. Addresses stand here only as hashes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    Row,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)

from channel_api.clock import from_stored, to_stored
from channel_api.store.metadata import METADATA

PREVIEW_TICKETS = Table(
    "preview_tickets",
    METADATA,
    Column("token_hash", String(64), primary_key=True),
    Column("key", String(160), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("live_revision", Integer, nullable=False),
    Column("expires_at", String(32), nullable=False, index=True),
)

PREVIEW_LINKS = Table(
    "preview_links",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("key", String(160), nullable=False, index=True),
    Column("made_by", String(60), nullable=False),
    Column("made_at", String(32), nullable=False),
    Column("expires_at", String(32), nullable=False),
    Column("ended_at", String(32), nullable=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """Which one text a ticket opens, and until when. `revision` 0: the published one of `live_revision`."""

    key: str
    revision: int
    live_revision: int
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A way in for somebody without an account. `number` 0: not stored yet."""

    number: int = 0
    key: str
    made_by: str
    made_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None


def add_ticket(connection: Connection, token_hash: str, ticket: Ticket, *, now: datetime) -> None:
    """Those whose time is over go at the same time; what another transaction is at is left for the next time."""
    over = select(PREVIEW_TICKETS.c.token_hash).where(PREVIEW_TICKETS.c.expires_at <= to_stored(now))
    held = over.with_for_update(skip_locked=True)
    connection.execute(delete(PREVIEW_TICKETS).where(PREVIEW_TICKETS.c.token_hash.in_(held)))
    row = {
        "token_hash": token_hash,
        "key": ticket.key,
        "revision": ticket.revision,
        "live_revision": ticket.live_revision,
        "expires_at": to_stored(ticket.expires_at),
    }
    connection.execute(insert(PREVIEW_TICKETS).values(row))


def find_ticket(connection: Connection, token_hash: str, now: datetime) -> Ticket | None:
    """None where there is none, or where its time is over."""
    is_it = (PREVIEW_TICKETS.c.token_hash == token_hash) & (PREVIEW_TICKETS.c.expires_at > to_stored(now))
    row = connection.execute(select(PREVIEW_TICKETS).where(is_it)).first()
    if row is None:
        return None
    return Ticket(
        key=row.key,
        revision=row.revision,
        live_revision=row.live_revision,
        expires_at=from_stored(row.expires_at),
    )


def remove_ticket(connection: Connection, token_hash: str) -> None:
    """It opens nothing any more."""
    connection.execute(delete(PREVIEW_TICKETS).where(PREVIEW_TICKETS.c.token_hash == token_hash))


def add_link(connection: Connection, token_hash: str, link: Link) -> int:
    """Its number."""
    row = {
        "token_hash": token_hash,
        "key": link.key,
        "made_by": link.made_by,
        "made_at": to_stored(link.made_at),
        "expires_at": to_stored(link.expires_at),
        "ended_at": None,
    }
    added = connection.execute(insert(PREVIEW_LINKS).values(row).returning(PREVIEW_LINKS.c.id))
    return int(added.scalar_one())


def find_link_by_hash(connection: Connection, token_hash: str, now: datetime) -> Link | None:
    """The open link of an address."""
    is_it = (PREVIEW_LINKS.c.token_hash == token_hash) & _is_open(now)
    row = connection.execute(select(PREVIEW_LINKS).where(is_it)).first()
    return None if row is None else _link(row)


def load_open_links(connection: Connection, key: str, now: datetime) -> list[Link]:
    """The newest first."""
    is_one = (PREVIEW_LINKS.c.key == key) & _is_open(now)
    wanted = select(PREVIEW_LINKS).where(is_one).order_by(PREVIEW_LINKS.c.id.desc())
    return [_link(row) for row in connection.execute(wanted)]


def end_link(connection: Connection, key: str, number: int, now: datetime) -> bool:
    """False where it is no open link of this text."""
    is_it = (PREVIEW_LINKS.c.id == number) & (PREVIEW_LINKS.c.key == key)
    ended = update(PREVIEW_LINKS).where(is_it & _is_open(now)).values(ended_at=to_stored(now))
    return connection.execute(ended).rowcount > 0


def _is_open(now: datetime) -> Any:
    return PREVIEW_LINKS.c.ended_at.is_(None) & (PREVIEW_LINKS.c.expires_at > to_stored(now))


def _link(row: Row[Any]) -> Link:
    return Link(
        number=row.id,
        key=row.key,
        made_by=row.made_by,
        made_at=from_stored(row.made_at),
        expires_at=from_stored(row.expires_at),
        ended_at=None if row.ended_at is None else from_stored(row.ended_at),
    )
