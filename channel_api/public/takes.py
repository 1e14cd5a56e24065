"""`/v1/takes`: a page of a guide and its ticked materials for the telephone, open for a day to whoever has its address.

The pages themselves are in `take_pages`.
"""

from __future__ import annotations

import json
from typing import Annotated

from flask import Blueprint
from pydantic import Field

from channel_api.answers import TakeReceipt
from channel_api.callers import client_address
from channel_api.contract import Body, Operation, operation
from channel_api.hourly_limit import HourlyLimit
from channel_api.parameters import Identifier, RegionCode, path_to
from channel_api.problems import ProblemError
from channel_api.runtime import Services
from channel_api.take_desk import TooManyTakesError, make_take
from content.inheritance import GuideInForce
from content.model import NATIONAL_REGION

TAKES_AN_HOUR = 60  # a household makes a few; this many may share the address of a house
MOST_TICKED = 100  # the longest guide has 40 materials
LONGEST_NAME = 200  # characters
RETRY_AFTER_SECONDS = 600  # when there is no room: some takes are over by then

MaterialName = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]


class TakeBody(Body):
    """`ticked`: names of materials that are ready; what is no material of this guide is left out and never stored."""

    service: Identifier
    region: RegionCode = NATIONAL_REGION
    ticked: list[MaterialName] = Field(default_factory=list, max_length=MOST_TICKED)


def blueprint(services: Services) -> Blueprint:
    """`/v1/takes`."""
    routes = Blueprint("takes", __name__)
    hourly = HourlyLimit(TAKES_AN_HOUR)

    @routes.post("/v1/takes")
    @operation(
        Operation(
            access="public",
            summary="Makes a page for the telephone, open for a day; 404 where this server has no public address",
            body=TakeBody,
            answer=TakeReceipt,
            status=201,
            cache_seconds=None,
            problems=("not_found", "limited"),
        )
    )
    def take(body: TakeBody) -> TakeReceipt:
        if not services.config.public_url:
            raise ProblemError("not_found", "no_public_url")
        in_force = require_guide(services, body.service, body.region)
        names = {material.name for material in in_force.guide.materials}
        ticked = tuple(sorted(names.intersection(body.ticked)))
        wait_seconds = hourly.count(client_address(services.config.trusted_proxies), services.clock())
        if wait_seconds:
            raise ProblemError("limited", headers={"Retry-After": str(wait_seconds)})
        try:
            return make_take(
                services.database,
                services.keys,
                service_id=body.service,
                region=body.region,
                ticked=ticked,
                public_url=services.config.public_url,
                now=services.clock(),
            )
        except TooManyTakesError:
            raise ProblemError("limited", headers={"Retry-After": str(RETRY_AFTER_SECONDS)}) from None

    return routes


def require_guide(services: Services, service: str, region: str) -> GuideInForce:
    """The guide in force. Raises ProblemError."""
    catalogue = services.catalogue.current()
    path_to(catalogue, region)
    found = services.guides.find_guide(catalogue, service, region)
    if found is None:
        raise ProblemError("not_found", "not_offered" if service in catalogue.by_id else "unknown_service")
    return GuideInForce.from_plain(json.loads(found.body))
