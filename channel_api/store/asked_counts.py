"""What the board of what people ask is made of: sums of a span of days. Only what is kept anyway is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from channel_api.answers import AskedText, LaterChoice
from channel_api.asked.board import Asked, inside_of
from channel_api.asked.periods import Days
from channel_api.clock import SHANGHAI, to_stored
from channel_api.store.case_tables import FEEDBACK, RATINGS
from channel_api.store.demand_report import load_later_choices, load_texts
from channel_api.store.demand_tables import DEMAND_BOXES, DEMAND_REGIONS, DEMAND_SEARCHES, DEMAND_TEXTS
from channel_api.store.feedback_tasks import MOST_BAD_STARS, TaskKey

MOST_COMPARED = 10_000  # services of later choices; more are not published


@dataclass(frozen=True, slots=True)
class Stars:
    """How a guide was rated in a span."""

    votes: int
    stars: int
    bad: int


def load_searches(connection: Connection, days: Iterable[Days]) -> list[Asked]:
    """By day, of the whole country."""
    table = DEMAND_SEARCHES
    return [
        Asked(date.fromisoformat(row.day), row.verdict, row.topic, row._mapping["count"])
        for one in days
        for row in connection.execute(select(table).where(_between(table.c.day, one)))
    ]


def load_searches_within(connection: Connection, days: Iterable[Days], region: str) -> list[Asked]:
    """By week (`day` is its Monday), of a region with all that lies in it. Give whole weeks."""
    table = DEMAND_REGIONS
    total = func.sum(table.c["count"])
    is_inside = table.c.region.startswith(inside_of(region))
    return [
        Asked(date.fromisoformat(week), verdict, topic, int(count))
        for one in days
        for week, verdict, topic, count in connection.execute(
            select(table.c.week, table.c.verdict, table.c.topic, total)
            .where(_between(table.c.week, one) & is_inside)
            .group_by(table.c.week, table.c.verdict, table.c.topic)
        )
    ]


def count_by_region(connection: Connection, days: Days, topic: str) -> list[Asked]:
    """Each region for itself, all weeks of the span together. `topic`: only this one. Give whole weeks."""
    table = DEMAND_REGIONS
    wanted = select(table.c.region, table.c.verdict, func.sum(table.c["count"])).where(_between(table.c.week, days))
    if topic:
        wanted = wanted.where(table.c.topic == topic)
    rows = connection.execute(wanted.group_by(table.c.region, table.c.verdict))
    return [Asked(days.since, verdict, topic, int(count), region) for region, verdict, count in rows]


def load_asked_texts(
    connection: Connection, days: Days, *, verdict: str = "", topic: str = "", most: int
) -> tuple[AskedText, ...]:
    """Texts that enough boxes asked, most often first."""
    is_meant = _between(DEMAND_TEXTS.c.day, days)
    if verdict:
        is_meant &= DEMAND_TEXTS.c.verdict == verdict
    if topic:
        is_meant &= DEMAND_TEXTS.c.topic == topic
    return load_texts(connection, is_meant, most)


def count_texts(connection: Connection, days: Days, texts: Iterable[str]) -> dict[str, int]:
    """How often each of these was asked; those that were not are left out."""
    table = DEMAND_TEXTS
    is_one = _between(table.c.day, days) & table.c.text.in_(sorted(texts))
    wanted = select(table.c.text, func.sum(table.c["count"])).where(is_one).group_by(table.c.text)
    return {text: int(count) for text, count in connection.execute(wanted)}


def load_later(connection: Connection, days: Days) -> tuple[LaterChoice, ...]:
    """Guides that were chosen although they stood second or third."""
    return load_later_choices(connection, days.since, days.until, MOST_COMPARED)


def count_later(connection: Connection, days: Days) -> dict[str, int]:
    """How often, by guide."""
    table = DEMAND_BOXES
    is_later = _between(table.c.day, days) & table.c.door.in_(["second_choice", "third_choice"])
    wanted = select(table.c.service, func.sum(table.c["count"])).where(is_later).group_by(table.c.service)
    return {service: int(count) for service, count in connection.execute(wanted)}


def load_stars(connection: Connection, days: Days) -> dict[str, Stars]:
    """By guide."""
    bad = func.count().filter(RATINGS.c.stars <= MOST_BAD_STARS)
    wanted = (
        select(RATINGS.c.service_id, func.count(), func.sum(RATINGS.c.stars), bad)
        .where(_moments(RATINGS.c.rated_at, days))
        .group_by(RATINGS.c.service_id)
    )
    return {row[0]: Stars(int(row[1]), int(row[2]), int(row[3])) for row in connection.execute(wanted)}


def count_wrong(connection: Connection, days: Days) -> dict[TaskKey, int]:
    """How often a guide was said to be wrong, by place and ready sentence."""
    choice = func.coalesce(func.nullif(FEEDBACK.c.choice, ""), FEEDBACK.c.kind)
    wanted = (
        select(FEEDBACK.c.service_id, FEEDBACK.c.region, choice, func.count())
        .where(_moments(FEEDBACK.c.received_at, days), FEEDBACK.c.kind == "guide_wrong")
        .group_by(FEEDBACK.c.service_id, FEEDBACK.c.region, choice)
    )
    return {TaskKey(row[0], row[1], row[2]): int(row[3]) for row in connection.execute(wanted)}


def _between(day: ColumnElement[str], days: Days) -> ColumnElement[bool]:
    return (day >= str(days.since)) & (day <= str(days.until))


def _moments(moment: ColumnElement[Any], days: Days) -> ColumnElement[bool]:
    """From midnight to midnight in the country."""
    first, last = (
        to_stored(datetime.combine(day, time(), SHANGHAI)) for day in (days.since, days.until + timedelta(days=1))
    )
    return (moment >= first) & (moment < last)
