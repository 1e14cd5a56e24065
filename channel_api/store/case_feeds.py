"""The regions whose cases can be looked up here, and who sends them."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from channel_api.store.case_tables import CASE_FEEDS


def load_feed_regions(connection: Connection) -> frozenset[str]:
    """Codes of the regions that a feed is registered for; what lies inside them is covered too."""
    return frozenset(connection.execute(select(CASE_FEEDS.c.region)).scalars())


def register_feed(connection: Connection, region: str, *, name: str, is_sample: bool) -> bool:
    """True where it was not registered so before; the catalogue must then be touched, because regions change with it.

    A real feed is never turned into a sample."""
    wanted = select(CASE_FEEDS.c.name, CASE_FEEDS.c.is_sample).where(CASE_FEEDS.c.region == region)
    known = connection.execute(wanted).one_or_none()
    is_settled = known is not None and (tuple(known) == (name, is_sample) or (is_sample and not known.is_sample))
    if is_settled:
        return False
    connection.execute(delete(CASE_FEEDS).where(CASE_FEEDS.c.region == region))
    connection.execute(insert(CASE_FEEDS).values(region=region, name=name, is_sample=is_sample))
    return True
