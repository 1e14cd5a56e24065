"""Stars given to services; each case once, each address once a day, held by the primary key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError

from channel_api.clock import to_stored
from channel_api.store.case_tables import RATINGS
from channel_api.store.database import StoreError


class AlreadyRatedError(StoreError):
    """This case, or this address on this day, has rated the service before."""


@dataclass(frozen=True, slots=True)
class Votes:
    """How many rated a service, and their stars added up."""

    count: int
    stars: int


def add_rating(connection: Connection, *, service_id: str, rated_by: str, stars: int, now: datetime) -> None:
    """Raises AlreadyRatedError; the transaction can go on."""
    row = {"service_id": service_id, "rated_by": rated_by, "stars": stars, "rated_at": to_stored(now)}
    try:
        with connection.begin_nested():
            connection.execute(insert(RATINGS).values(row))
    except IntegrityError:
        raise AlreadyRatedError("rated before") from None


def count_votes(connection: Connection, service_id: str) -> Votes:
    wanted = select(func.count(), func.coalesce(func.sum(RATINGS.c.stars), 0)).where(RATINGS.c.service_id == service_id)
    count, stars = connection.execute(wanted).one()
    return Votes(int(count), int(stars))
