"""What is asked for: boxes tell what they answered by themselves, the operator reads what all of them asked.

Nothing that goes in or comes out says who asked.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from flask import Blueprint
from pydantic import AfterValidator, Field, WithJsonSchema

from channel_api.answers import Aspect, DemandCount, DemandDoor, DemandReceipt, DemandReport
from channel_api.callers import client_address
from channel_api.contract import Body, Operation, Query, operation
from channel_api.hourly_limit import HourlyLimit
from channel_api.paging import DEFAULT_LIMIT, Limit
from channel_api.parameters import Identifier
from channel_api.problems import ProblemError
from channel_api.runtime import Services
from channel_api.store.demand_report import load_report

MOST_COUNTS = 100  # one a service, door and aspect; a household opens a dozen services in an hour
HIGHEST_COUNT = 1_000
POSTS_AN_HOUR = 60  # boxes send once an hour; this many may share the address of a house or a network
USUAL_DAYS = 7


def _check_day(text: str) -> str:
    date.fromisoformat(text)
    return text


Day = Annotated[
    str,
    Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    AfterValidator(_check_day),
    WithJsonSchema({"type": "string", "format": "date"}),
]


class DemandQuery(Query):
    """Days in the country, both included; without them the last seven."""

    since: Day | None = None
    until: Day | None = None
    limit: Limit = DEFAULT_LIMIT


class CountBody(Body):
    """As `DemandCount`; leave out what there was none of."""

    door: DemandDoor
    service: Identifier = ""
    aspect: Aspect = ""
    count: Annotated[int, Field(ge=1, le=HIGHEST_COUNT)]


class DemandBody(Body):
    """One hour of one box."""

    counts: Annotated[list[CountBody], Field(min_length=1, max_length=MOST_COUNTS)]


def blueprint(services: Services) -> Blueprint:
    """`/v1/demand`."""
    routes = Blueprint("demand", __name__)
    hourly = HourlyLimit(POSTS_AN_HOUR)

    @routes.post("/v1/demand")
    @operation(
        Operation(
            access="public",
            summary="What a box answered without the server, in counts, once an hour",
            body=DemandBody,
            answer=DemandReceipt,
            cache_seconds=None,
            problems=("limited",),
        )
    )
    def tell(body: DemandBody) -> DemandReceipt:
        wait_seconds = hourly.count(client_address(services.config.trusted_proxies), services.clock())
        if wait_seconds:
            raise ProblemError("limited", headers={"Retry-After": str(wait_seconds)})
        return count_known(services, body)

    @routes.get("/v1/demand")
    @operation(
        Operation(
            access="operator",
            summary="What was asked most, what found nothing, and what was chosen behind another",
            query=DemandQuery,
            answer=DemandReport,
            cache_seconds=None,
            problems=("unauthorized",),
        )
    )
    def report(query: DemandQuery) -> DemandReport:
        until = date.fromisoformat(query.until) if query.until else services.today()
        since = date.fromisoformat(query.since) if query.since else _days_before(until, USUAL_DAYS - 1)
        services.demand.flush()  # what this process knows; other replicas' last minute comes later
        with services.database.read() as connection:
            return load_report(connection, since, until, limit=query.limit)

    return routes


def _days_before(day: date, days: int) -> date:
    """Nobody means the year 1, but whoever names it gets an empty report and no error."""
    return date.fromordinal(max(1, day.toordinal() - days))


def count_known(services: Services, body: DemandBody) -> DemandReceipt:
    """Counts only services that are published, so that nobody can write what he likes into the statistics."""
    published = services.catalogue.current().by_id
    known = [
        DemandCount(door=told.door, service=told.service, aspect=told.aspect, count=told.count)
        for told in body.counts
        if not told.service or told.service in published
    ]
    services.demand.count_boxes(known)
    return DemandReceipt(counted=len(known))
