"""Stars for a service: from a case once, from an address once a day."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Annotated, Any, Self

from flask import Blueprint
from pydantic import ConfigDict, Field, model_validator

from channel_api.answers import RatingReceipt
from channel_api.callers import client_address
from channel_api.case_access import CaseCode, CaseNumber, require_found, try_code
from channel_api.clock import SHANGHAI, day_of
from channel_api.contract import Body, Operation, operation
from channel_api.parameters import Identifier
from channel_api.problems import ProblemError
from channel_api.runtime import Services
from channel_api.store.database import Connection
from channel_api.store.ratings import AlreadyRatedError, Votes, add_rating, count_votes

SHOWN_FROM_VOTES = 10  # below that an average says more about one household than about the service
ADDRESS_PURPOSE = "rating address"

_EITHER_WAY: dict[str, Any] = {
    "oneOf": [
        {"required": ["service"], "not": {"anyOf": [{"required": ["case"]}, {"required": ["code"]}]}},
        {"required": ["case", "code"], "not": {"required": ["service"]}},
    ]
}


class RatingBody(Body):
    """Either a service, or a case with its code. 5 is 非常满意, 1 is 非常不满意."""

    model_config = ConfigDict(json_schema_extra=_EITHER_WAY)

    stars: Annotated[int, Field(ge=1, le=5)]
    service: Identifier = ""
    case: CaseNumber = ""
    code: CaseCode = ""

    @model_validator(mode="after")
    def _names_one_thing(self) -> Self:
        named = self.model_fields_set - {"stars"}
        if named not in ({"service"}, {"case", "code"}):
            raise ValueError("either a service, or a case with its code")
        return self


def blueprint(services: Services) -> Blueprint:
    """`/v1/ratings`."""
    routes = Blueprint("ratings", __name__)

    @routes.post("/v1/ratings")
    @operation(
        Operation(
            access="public",
            summary="Rates a service, by itself or by a case; the average is shown from ten votes",
            body=RatingBody,
            answer=RatingReceipt,
            status=201,
            cache_seconds=None,
            problems=("not_found", "limited"),
        )
    )
    def rate(body: RatingBody) -> RatingReceipt:
        now = services.clock()
        return _rate_case(services, body, now) if body.case else _rate_service(services, body, now)

    return routes


def _rate_service(services: Services, body: RatingBody, now: datetime) -> RatingReceipt:
    if body.service not in services.catalogue.current().by_id:
        raise ProblemError("not_found", "unknown_service")
    address = client_address(services.config.trusted_proxies)
    rated_by = "day:" + services.keys.sign(ADDRESS_PURPOSE, f"{day_of(now)} {address}")
    try:
        with services.database.write() as connection:
            return _count_in(connection, body.service, rated_by, body.stars, now)
    except AlreadyRatedError:
        wait = {"Retry-After": str(_seconds_to_midnight(now))}
        raise ProblemError("limited", "rated_today", headers=wait) from None


def _rate_case(services: Services, body: RatingBody, now: datetime) -> RatingReceipt:
    with services.database.write() as connection:
        outcome = try_code(services, connection, body.case, body.code, now=now)
    opening = require_found(outcome).opening
    try:
        with services.database.write() as connection:
            return _count_in(connection, opening.service_id, f"case:{opening.number}", body.stars, now)
    except AlreadyRatedError:
        raise ProblemError("invalid", "case_already_rated") from None


def _count_in(connection: Connection, service_id: str, rated_by: str, stars: int, now: datetime) -> RatingReceipt:
    add_rating(connection, service_id=service_id, rated_by=rated_by, stars=stars, now=now)
    return describe_votes(count_votes(connection, service_id), stars)


def describe_votes(votes: Votes, stars: int) -> RatingReceipt:
    """The receipt for `stars` among all votes, this one included."""
    average = round(votes.stars / votes.count, 1) if votes.count >= SHOWN_FROM_VOTES else None
    return RatingReceipt(stars=stars, votes=votes.count, average=average)


def _seconds_to_midnight(now: datetime) -> int:
    here = now.astimezone(SHANGHAI)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return math.ceil((midnight - here).total_seconds())
