"""How often was asked where: searches by week, region, verdict and topic, never with their text.

A county may have one box. So nothing finer than a week is kept, and once a week is over, a count below
`RAREST_KEPT` is added to the wider region and forgotten in the narrow one.
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from channel_api.answers import Verdict
from channel_api.store.demand_tables import DEMAND_REGIONS
from content.model import NATIONAL_REGION

RAREST_KEPT = 5  # as with texts: what four or fewer asked may be one household

RegionKey = tuple[str, str, Verdict, str]
"""Week, region, verdict, topic."""


def week_of(day: date) -> str:
    """The Monday of its week."""
    return str(day - timedelta(days=day.weekday()))


def wider_code(region: str) -> str:
    """The region around it, as codes are made: county, city, province, country."""
    if region[4:] != "00":
        return f"{region[:4]}00"
    return f"{region[:2]}0000" if region[2:4] != "00" else NATIONAL_REGION


def widen_rare(connection: Connection, today: date) -> None:
    """Of all weeks that are over. Once a day is enough: a count that has been widened is not there any more."""
    table = DEMAND_REGIONS
    is_rare = (table.c.week < week_of(today)) & (table.c["count"] < RAREST_KEPT) & (table.c.region != NATIONAL_REGION)
    while rare := connection.execute(select(table).where(is_rare)).all():
        for row in rare:
            same = (table.c.week == row.week) & (table.c.verdict == row.verdict) & (table.c.topic == row.topic)
            connection.execute(delete(table).where(same & (table.c.region == row.region)))
            wider = wider_code(row.region)
            more = update(table).where(same & (table.c.region == wider)).values(count=table.c["count"] + row.count)
            if connection.execute(more).rowcount == 0:
                values = {"week": row.week, "region": wider, "verdict": row.verdict, "topic": row.topic}
                connection.execute(insert(table).values({**values, "count": row.count}))


def forget_weeks(connection: Connection, before: date) -> None:
    """All weeks that were over before this day."""
    connection.execute(delete(DEMAND_REGIONS).where(DEMAND_REGIONS.c.week < week_of(before)))
