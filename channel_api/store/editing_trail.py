"""Who did what and when with drafts and accounts. Rows are added and read; no function here changes or removes one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, Integer, String, Table, Text, insert, select

from channel_api.clock import from_stored, to_stored
from channel_api.store.metadata import METADATA

EDITING_TRAIL = Table(
    "editing_trail",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", String(32), nullable=False),
    Column("who", String(60), nullable=False),
    Column("act", String(20), nullable=False),
    Column("subject", String(160), nullable=False, index=True),
    Column("details", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing somebody did to a guide or an account. `details`: plain words such as a revision or a reason."""

    number: int
    at: datetime
    who: str
    act: str
    subject: str
    details: Mapping[str, str]


def add_trace(
    connection: Connection, *, who: str, act: str, subject: str, now: datetime, details: Mapping[str, str] | None = None
) -> None:
    """In the transaction of the act itself: neither stands without the other."""
    told = json.dumps(dict(details or {}), ensure_ascii=False)
    row = {"at": to_stored(now), "who": who, "act": act, "subject": subject, "details": told}
    connection.execute(insert(EDITING_TRAIL).values(row))


def load_trail(connection: Connection, *, most: int, before: int | None = None, subject: str = "") -> list[Trace]:
    """The latest first; `before`: only traces with a smaller number, for the next page."""
    wanted = select(EDITING_TRAIL).order_by(EDITING_TRAIL.c.id.desc()).limit(most)
    if before is not None:
        wanted = wanted.where(EDITING_TRAIL.c.id < before)
    if subject:
        wanted = wanted.where(EDITING_TRAIL.c.subject == subject)
    return [
        Trace(row.id, from_stored(row.at), row.who, row.act, row.subject, json.loads(row.details))
        for row in connection.execute(wanted)
    ]
