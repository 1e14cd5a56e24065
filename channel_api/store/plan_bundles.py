"""Plans that are carried out together: what such a bundle is called. Its parts are rows of the schedules."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, Integer, String, Table, insert, select

from channel_api.clock import from_stored, to_stored
from channel_api.store.metadata import METADATA

LONGEST_TITLE = 60  # characters

PLAN_BUNDLES = Table(
    "plan_bundles",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("title", String(LONGEST_TITLE), nullable=False),
    Column("made_by", String(60), nullable=False),
    Column("made_at", String(32), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Bundle:
    """Some plans with one moment: all are carried out, or none."""

    number: int
    title: str
    made_by: str
    made_at: datetime


def add_bundle(connection: Connection, title: str, made_by: str, now: datetime) -> int:
    """Its number."""
    row = {"title": title, "made_by": made_by, "made_at": to_stored(now)}
    added = connection.execute(insert(PLAN_BUNDLES).values(row).returning(PLAN_BUNDLES.c.id))
    return int(added.scalar_one())


def load_bundles(connection: Connection, numbers: Collection[int]) -> dict[int, Bundle]:
    """Those of these numbers that there are."""
    wanted = select(PLAN_BUNDLES).where(PLAN_BUNDLES.c.id.in_(numbers))
    return {
        row.id: Bundle(row.id, row.title, row.made_by, from_stored(row.made_at)) for row in connection.execute(wanted)
    }
