"""Adds what was counted in memory to what all replicas counted before. A text is written down only when more than four
boxes have asked it; until then the store holds keyed hashes, which are dropped with that or after a month.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, func, insert, select, update

from channel_api.answers import DemandDoor, Verdict
from channel_api.store.demand_tables import (
    DEMAND_BOXES,
    DEMAND_GATE,
    DEMAND_SEARCHES,
    DEMAND_TEXTS,
    DEMAND_WAITING,
)

BOXES_BEFORE_A_TEXT_IS_KEPT = 5  # what four or fewer ask may be somebody's own story
WAITING_DAYS = 30  # a question that five households have within a month is one that people ask
KEPT_DAYS = 400  # a year and a month: the same season can be compared
MOST_WAITING = 200_000  # rows, about 30 MB; beyond it the oldest day goes
MOST_TEXTS_A_DAY = 5_000  # nobody reads more, and made-up boxes shall not fill the disk

SearchKey = tuple[str, Verdict, str]
"""Day, verdict, topic."""
BoxKey = tuple[str, DemandDoor, str, str]
"""Day, door, service, aspect."""
TextKey = tuple[str, str]
"""Text, day."""


@dataclass(slots=True)
class AskedNow:
    """A text since the last time: how often, how it was answered last, and the keyed hashes of the first boxes."""

    verdict: Verdict = "none"
    topic: str = ""
    offered: tuple[str, ...] = ()
    count: int = 0
    devices: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one replica counted since the last time."""

    searches: Counter[SearchKey] = field(default_factory=Counter)
    boxes: Counter[BoxKey] = field(default_factory=Counter)
    texts: dict[TextKey, AskedNow] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Nothing was counted."""
        return not (self.searches or self.boxes)


def add_gathered(connection: Connection, gathered: Gathered, *, sign: Callable[[str], str], today: date) -> None:
    """`sign`: the keyed hash of a text."""
    connection.execute(update(DEMAND_GATE).values(turn=DEMAND_GATE.c.turn + 1))
    _forget_old(connection, today)
    for (day, verdict, topic), count in gathered.searches.items():
        _add(connection, DEMAND_SEARCHES, {"day": day, "verdict": verdict, "topic": topic}, count)
    for (day, door, service, aspect), count in gathered.boxes.items():
        _add(connection, DEMAND_BOXES, {"day": day, "door": door, "service": service, "aspect": aspect}, count)
    _add_texts(connection, gathered.texts, sign, today)


def _add(connection: Connection, table: Table, key: Mapping[str, str], count: int) -> None:
    """`count` more in the row of `key`, made where there is none. Safe only behind the gate."""
    if not _raise(connection, table, key, {"count": table.c["count"] + count}):
        connection.execute(insert(table).values({**key, "count": count}))


def _raise(connection: Connection, table: Table, key: Mapping[str, str], values: Mapping[str, Any]) -> bool:
    """False where there is no such row."""
    is_row = and_(*(table.c[name] == value for name, value in key.items()))
    return connection.execute(update(table).where(is_row).values(values)).rowcount > 0


def _add_texts(
    connection: Connection, texts: Mapping[TextKey, AskedNow], sign: Callable[[str], str], today: date
) -> None:
    known = _find_known(connection, {text for text, _ in texts})
    keys = {text: sign(text) for text, _ in texts if text not in known}
    waiting = _load_waiting(connection, keys.values())
    room = {day: MOST_TEXTS_A_DAY - _count_texts(connection, day) for day in {day for _, day in texts}}
    added: list[dict[str, str]] = []
    for (text, day), asked in sorted(texts.items()):
        count = asked.count
        if text not in known:
            key = keys[text]
            count += len(waiting.setdefault(key, set()))  # a box that asked in an earlier batch counts once for it
            fresh = asked.devices - waiting[key]
            waiting[key] |= fresh
            if len(waiting[key]) < BOXES_BEFORE_A_TEXT_IS_KEPT:
                added += [{"text_key": key, "device_key": device, "seen_on": str(today)} for device in sorted(fresh)]
                continue
            known.add(text)
        row = {"text": text, "day": day}
        latest = {"verdict": asked.verdict, "topic": asked.topic, "offered": " ".join(asked.offered)}
        is_there = _raise(connection, DEMAND_TEXTS, row, {"count": DEMAND_TEXTS.c["count"] + count, **latest})
        if not is_there and room[day] > 0:
            room[day] -= 1
            connection.execute(insert(DEMAND_TEXTS).values({**row, **latest, "count": count}))
    _keep_waiting(connection, added, dropped={keys[text] for text in known if text in keys})


def _find_known(connection: Connection, texts: Iterable[str]) -> set[str]:
    wanted = select(DEMAND_TEXTS.c.text).where(DEMAND_TEXTS.c.text.in_(sorted(texts))).distinct()
    return set(connection.execute(wanted).scalars())


def _load_waiting(connection: Connection, keys: Iterable[str]) -> dict[str, set[str]]:
    """The boxes that asked each text, by its key."""
    columns = DEMAND_WAITING.c.text_key, DEMAND_WAITING.c.device_key
    waiting: dict[str, set[str]] = {}
    for key, device in connection.execute(select(*columns).where(DEMAND_WAITING.c.text_key.in_(sorted(keys)))):
        waiting.setdefault(key, set()).add(device)
    return waiting


def _count_texts(connection: Connection, day: str) -> int:
    wanted = select(func.count()).select_from(DEMAND_TEXTS).where(DEMAND_TEXTS.c.day == day)
    return int(connection.execute(wanted).scalar_one())


def _keep_waiting(connection: Connection, added: list[dict[str, str]], *, dropped: set[str]) -> None:
    """`dropped`: texts that are known now, whose boxes need not be told apart any more."""
    kept = [row for row in added if row["text_key"] not in dropped]
    if dropped:
        connection.execute(delete(DEMAND_WAITING).where(DEMAND_WAITING.c.text_key.in_(sorted(dropped))))
    if kept:
        connection.execute(insert(DEMAND_WAITING), kept)


def _forget_old(connection: Connection, today: date) -> None:
    for table in (DEMAND_SEARCHES, DEMAND_TEXTS, DEMAND_BOXES):
        connection.execute(delete(table).where(table.c.day < str(today - timedelta(days=KEPT_DAYS))))
    oldest = str(today - timedelta(days=WAITING_DAYS))
    connection.execute(delete(DEMAND_WAITING).where(DEMAND_WAITING.c.seen_on < oldest))
    if connection.execute(select(func.count()).select_from(DEMAND_WAITING)).scalar_one() > MOST_WAITING:
        first = select(func.min(DEMAND_WAITING.c.seen_on)).scalar_subquery()
        connection.execute(delete(DEMAND_WAITING).where(DEMAND_WAITING.c.seen_on == first))
