"""Texts that too few have asked so far: who may count as one more asker, and when they are enough.

What is stored are keyed hashes, and of a network only so few bits that thousands share them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from channel_api.store.demand_tables import DEMAND_WAITING

BOXES_BEFORE_A_TEXT_IS_KEPT = 5  # what four or fewer ask may be somebody's own story
# One household with made-up boxes has one network, its telephones a second; three are different people.
NETWORKS_BEFORE_A_TEXT_IS_KEPT = 3
WAITING_DAYS = 30  # a question that five households have within a month is one that people ask
MOST_WAITING = 200_000  # rows, about 30 MB; beyond it the oldest day goes


@dataclass(frozen=True, slots=True)
class Asker:
    """One box for one text: keyed hash of both, the few bits of its network, the day."""

    device: str
    network: int
    day: str


@dataclass(slots=True)
class Askers:
    """Those of one text; `fresh` are not stored yet."""

    known: list[Asker] = field(default_factory=list)
    fresh: list[Asker] = field(default_factory=list)

    def add(self, asker: Asker) -> None:
        """Counts a box that has not asked before, one a network and day: many households may share an address, but
        whoever makes up boxes has to wait a day for each, and still needs other networks."""
        is_known = any(other.device == asker.device for other in self.everybody)
        is_second = any((other.network, other.day) == (asker.network, asker.day) for other in self.everybody)
        if not is_known and not is_second:
            self.fresh.append(asker)

    @property
    def everybody(self) -> list[Asker]:
        """All who count."""
        return [*self.known, *self.fresh]

    @property
    def are_enough(self) -> bool:
        """Whether the text is one that people ask."""
        networks = {asker.network for asker in self.everybody}
        return len(self.everybody) >= BOXES_BEFORE_A_TEXT_IS_KEPT and len(networks) >= NETWORKS_BEFORE_A_TEXT_IS_KEPT


def load_askers(connection: Connection, text_keys: Iterable[str]) -> dict[str, Askers]:
    """Who asked each text so far, by its key; every key is there."""
    wanted = sorted(text_keys)
    askers = {key: Askers() for key in wanted}
    for row in connection.execute(select(DEMAND_WAITING).where(DEMAND_WAITING.c.text_key.in_(wanted))):
        askers[row.text_key].known.append(Asker(row.device_key, row.network, row.seen_on))
    return askers


def keep_askers(connection: Connection, askers: Mapping[str, Askers], *, dropped: Iterable[str]) -> None:
    """`dropped`: texts that are known now, whose boxes need not be told apart any more."""
    gone = set(dropped)
    if gone:
        connection.execute(delete(DEMAND_WAITING).where(DEMAND_WAITING.c.text_key.in_(sorted(gone))))
    rows = [
        {"text_key": key, "device_key": asker.device, "network": asker.network, "seen_on": asker.day}
        for key, those in sorted(askers.items())
        for asker in those.fresh
        if key not in gone
    ]
    if rows:
        connection.execute(insert(DEMAND_WAITING), rows)


def forget_waiting(connection: Connection, today: date) -> None:
    """What waited too long, and the oldest where too much waits."""
    oldest = str(today - timedelta(days=WAITING_DAYS))
    connection.execute(delete(DEMAND_WAITING).where(DEMAND_WAITING.c.seen_on < oldest))
    if connection.execute(select(func.count()).select_from(DEMAND_WAITING)).scalar_one() > MOST_WAITING:
        first = select(func.min(DEMAND_WAITING.c.seen_on)).scalar_subquery()
        connection.execute(delete(DEMAND_WAITING).where(DEMAND_WAITING.c.seen_on == first))
