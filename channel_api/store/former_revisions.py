"""What was published under a name before: the texts that can come back. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from channel_api.clock import from_stored
from channel_api.store.documents import REVISIONS


@dataclass(frozen=True, slots=True)
class Former:
    """A published revision; `body` empty: that was the moment when the text was withdrawn."""

    revision: int
    published_at: datetime
    body: str


def find_former(connection: Connection, kind: str, key: str, *, before: int) -> Former | None:
    """The latest text published before revision `before`; withdrawals are none."""
    is_text = (REVISIONS.c.kind == kind) & (REVISIONS.c.key == key) & (REVISIONS.c.hash != "")
    wanted = select(REVISIONS.c.revision, REVISIONS.c.published_at, REVISIONS.c.body)
    earlier = wanted.where(is_text & (REVISIONS.c.revision < before)).order_by(REVISIONS.c.revision.desc())
    row = connection.execute(earlier.limit(1)).first()
    return None if row is None else Former(row.revision, from_stored(row.published_at), row.body)
