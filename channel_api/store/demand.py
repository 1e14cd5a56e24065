"""Adds what was counted in memory to what all replicas counted before. A text is written down only when more than four
boxes of several networks have asked it; until then the store holds keyed hashes, which are dropped with that or after a
month.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, func, insert, select, update

from channel_api.answers import DemandDoor, Verdict
from channel_api.store.demand_regions import RegionKey, forget_weeks, widen_rare
from channel_api.store.demand_tables import (
    DEMAND_BOXES,
    DEMAND_GATE,
    DEMAND_REGIONS,
    DEMAND_SEARCHES,
    DEMAND_TEXTS,
)
from channel_api.store.demand_waiting import Asker, forget_waiting, keep_askers, load_askers

KEPT_DAYS = 400  # a year and a month: the same season can be compared
MOST_TEXTS_A_DAY = 5_000  # nobody reads more, and made-up boxes shall not fill the disk

SearchKey = tuple[str, Verdict, str]
"""Day, verdict, topic."""
BoxKey = tuple[str, DemandDoor, str, str]
"""Day, door, service, aspect."""
TextKey = tuple[str, str]
"""Text, day."""


@dataclass(slots=True)
class AskedNow:
    """A text of one day since the last time: how often, how it was answered last, and for each network the keyed hash
    of the first box there."""

    verdict: Verdict = "none"
    topic: str = ""
    offered: tuple[str, ...] = ()
    count: int = 0
    devices: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one replica counted since the last time."""

    searches: Counter[SearchKey] = field(default_factory=Counter)
    regions: Counter[RegionKey] = field(default_factory=Counter)
    boxes: Counter[BoxKey] = field(default_factory=Counter)
    texts: dict[TextKey, AskedNow] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Nothing was counted."""
        return not (self.searches or self.boxes)


def add_gathered(
    connection: Connection, gathered: Gathered, *, sign: Callable[[str], str], today: date, is_first_today: bool = True
) -> None:
    """`sign`: the keyed hash of a text. `is_first_today`: what one look a day is enough for is done too."""
    connection.execute(update(DEMAND_GATE).values(turn=DEMAND_GATE.c.turn + 1))
    _forget_old(connection, today)
    if is_first_today:
        widen_rare(connection, today)
    for (day, verdict, topic), count in gathered.searches.items():
        _add(connection, DEMAND_SEARCHES, {"day": day, "verdict": verdict, "topic": topic}, count)
    for (week, region, verdict, topic), count in gathered.regions.items():
        _add(connection, DEMAND_REGIONS, {"week": week, "region": region, "verdict": verdict, "topic": topic}, count)
    for (day, door, service, aspect), count in gathered.boxes.items():
        _add(connection, DEMAND_BOXES, {"day": day, "door": door, "service": service, "aspect": aspect}, count)
    _add_texts(connection, gathered.texts, sign)


def _add(connection: Connection, table: Table, key: Mapping[str, str], count: int) -> None:
    """`count` more in the row of `key`, made where there is none. Safe only behind the gate."""
    if not _raise(connection, table, key, {"count": table.c["count"] + count}):
        connection.execute(insert(table).values({**key, "count": count}))


def _raise(connection: Connection, table: Table, key: Mapping[str, str], values: Mapping[str, Any]) -> bool:
    """False where there is no such row."""
    is_row = and_(*(table.c[name] == value for name, value in key.items()))
    return connection.execute(update(table).where(is_row).values(values)).rowcount > 0


def _add_texts(connection: Connection, texts: Mapping[TextKey, AskedNow], sign: Callable[[str], str]) -> None:
    known = _find_known(connection, {text for text, _ in texts})
    keys = {text: sign(text) for text, _ in texts if text not in known}
    waiting = load_askers(connection, keys.values())
    room = {day: MOST_TEXTS_A_DAY - _count_texts(connection, day) for day in {day for _, day in texts}}
    for (text, day), asked in sorted(texts.items()):
        count = asked.count
        if text not in known:
            askers = waiting[keys[text]]
            count += len(askers.everybody)  # a box that asked in an earlier batch counts once for it
            for network, device in sorted(asked.devices.items()):
                askers.add(Asker(device, network, day))
            if not askers.are_enough:
                continue
            known.add(text)
        row = {"text": text, "day": day}
        latest = {"verdict": asked.verdict, "topic": asked.topic, "offered": " ".join(asked.offered)}
        is_there = _raise(connection, DEMAND_TEXTS, row, {"count": DEMAND_TEXTS.c["count"] + count, **latest})
        if not is_there and room[day] > 0:
            room[day] -= 1
            connection.execute(insert(DEMAND_TEXTS).values({**row, **latest, "count": count}))
    keep_askers(connection, waiting, dropped=(keys[text] for text in known if text in keys))


def _find_known(connection: Connection, texts: Iterable[str]) -> set[str]:
    wanted = select(DEMAND_TEXTS.c.text).where(DEMAND_TEXTS.c.text.in_(sorted(texts))).distinct()
    return set(connection.execute(wanted).scalars())


def _count_texts(connection: Connection, day: str) -> int:
    wanted = select(func.count()).select_from(DEMAND_TEXTS).where(DEMAND_TEXTS.c.day == day)
    return int(connection.execute(wanted).scalar_one())


def _forget_old(connection: Connection, today: date) -> None:
    for table in (DEMAND_SEARCHES, DEMAND_TEXTS, DEMAND_BOXES):
        connection.execute(delete(table).where(table.c.day < str(today - timedelta(days=KEPT_DAYS))))
    forget_weeks(connection, today - timedelta(days=KEPT_DAYS))
    forget_waiting(connection, today)
