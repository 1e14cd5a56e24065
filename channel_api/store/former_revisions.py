"""How a published name stood before: which text comes back when that which is live ends. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from channel_api.clock import from_stored
from channel_api.store.documents import REVISIONS


@dataclass(frozen=True, slots=True)
class Former:
    """A revision and since when it was in force; `body` empty: nothing was published then."""

    revision: int
    published_at: datetime
    body: str


def find_former(connection: Connection, kind: str, name: str, *, before: int) -> Former | None:
    """What was in force right before revision `before`, a withdrawal too; None where that was the first."""
    is_it = (REVISIONS.c.kind == kind) & (REVISIONS.c.key == name) & (REVISIONS.c.revision < before)
    wanted = select(REVISIONS.c.revision, REVISIONS.c.published_at, REVISIONS.c.body).where(is_it)
    row = connection.execute(wanted.order_by(REVISIONS.c.revision.desc()).limit(1)).first()
    return None if row is None else Former(row.revision, from_stored(row.published_at), row.body)
