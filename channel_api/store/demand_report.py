"""What was asked in a span of days, as the operator reads it."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Row, func, select

from channel_api.answers import (
    AskedText,
    Aspect,
    DemandCount,
    DemandDoor,
    DemandReport,
    LaterChoice,
    Verdict,
    VerdictCount,
)
from channel_api.store.demand_tables import DEMAND_BOXES, DEMAND_SEARCHES, DEMAND_TEXTS

MOST_TEXTS_COMPARED = 1_000  # for finding what was asked before a later choice


def load_report(connection: Connection, since: date, until: date, *, limit: int) -> DemandReport:
    """`until` belongs to it; each list holds at most `limit`."""
    verdicts = _load_verdicts(connection, since, until)
    return DemandReport(
        since=str(since),
        until=str(until),
        searches=sum(counted.count for counted in verdicts),
        verdicts=verdicts,
        most_asked=load_texts(connection, _between(DEMAND_TEXTS.c.day, since, until), limit),
        no_result=load_texts(
            connection, _between(DEMAND_TEXTS.c.day, since, until) & (DEMAND_TEXTS.c.verdict == "none"), limit
        ),
        later_choices=load_later_choices(connection, since, until, limit),
        boxes=_load_boxes(connection, since, until, limit),
    )


def _between(day: ColumnElement[str], since: date, until: date) -> ColumnElement[bool]:
    return (day >= str(since)) & (day <= str(until))


def _load_verdicts(connection: Connection, since: date, until: date) -> tuple[VerdictCount, ...]:
    table = DEMAND_SEARCHES
    total = func.sum(table.c["count"]).label("total")
    wanted = (
        select(table.c.verdict, table.c.topic, total)
        .where(_between(table.c.day, since, until))
        .group_by(table.c.verdict, table.c.topic)
        .order_by(total.desc(), table.c.verdict, table.c.topic)
    )
    return tuple(
        VerdictCount(verdict=cast(Verdict, verdict), topic=topic, count=int(count))
        for verdict, topic, count in connection.execute(wanted)
    )


def load_texts(connection: Connection, is_meant: ColumnElement[bool], limit: int) -> tuple[AskedText, ...]:
    """The texts asked most of those that are meant, each with its last answer."""
    table = DEMAND_TEXTS
    total, latest = func.sum(table.c["count"]).label("total"), func.max(table.c.day).label("latest")
    most = select(table.c.text, total, latest).where(is_meant).group_by(table.c.text)
    meant = most.order_by(total.desc(), table.c.text).limit(limit).subquery()
    is_latest = (table.c.text == meant.c.text) & (table.c.day == meant.c.latest)
    rows = select(table, meant.c.total).join(meant, is_latest).order_by(meant.c.total.desc(), table.c.text)
    return tuple(_asked_text(row, int(row.total)) for row in connection.execute(rows))


def _asked_text(row: Row[Any], count: int) -> AskedText:
    return AskedText(
        text=row.text,
        count=count,
        verdict=cast(Verdict, row.verdict),
        topic=row.topic,
        offered=tuple(row.offered.split()),
    )


def load_later_choices(connection: Connection, since: date, until: date, limit: int) -> tuple[LaterChoice, ...]:
    """Services chosen although they stood second or third, most often first."""
    table = DEMAND_BOXES
    wanted = (
        select(table.c.service, table.c.door, func.sum(table.c["count"]))
        .where(_between(table.c.day, since, until) & table.c.door.in_(["second_choice", "third_choice"]))
        .group_by(table.c.service, table.c.door)
    )
    counts: dict[str, dict[str, int]] = {}
    for service, door, count in connection.execute(wanted):
        counts.setdefault(service, {})[door] = int(count)
    often = sorted(counts, key=lambda service: (-sum(counts[service].values()), service))[:limit]
    is_choice = _between(DEMAND_TEXTS.c.day, since, until) & (DEMAND_TEXTS.c.verdict == "choose")
    texts = load_texts(connection, is_choice, MOST_TEXTS_COMPARED) if often else ()
    return tuple(
        LaterChoice(
            service=service,
            second=counts[service].get("second_choice", 0),
            third=counts[service].get("third_choice", 0),
            asked_as=tuple(asked.text for asked in texts if service in asked.offered[1:])[:limit],
        )
        for service in often
    )


def _load_boxes(connection: Connection, since: date, until: date, limit: int) -> tuple[DemandCount, ...]:
    table = DEMAND_BOXES
    total = func.sum(table.c["count"]).label("total")
    wanted = (
        select(table.c.door, table.c.service, table.c.aspect, total)
        .where(_between(table.c.day, since, until))
        .group_by(table.c.door, table.c.service, table.c.aspect)
        .order_by(total.desc(), table.c.door, table.c.service, table.c.aspect)
        .limit(limit)
    )
    return tuple(
        DemandCount(door=cast(DemandDoor, door), service=service, aspect=cast(Aspect, aspect), count=int(count))
        for door, service, aspect, count in connection.execute(wanted)
    )
