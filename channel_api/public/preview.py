"""The text of one draft for the program that draws it. Whoever has no ticket learns nothing."""

from __future__ import annotations

from flask import Blueprint, request

from channel_api.callers import BEARER
from channel_api.contract import Operation, operation
from channel_api.encoding import Encoded
from channel_api.parameters import RegionQuery
from channel_api.previewed import find_previewed
from channel_api.problems import ProblemError
from channel_api.runtime import Services


def blueprint(services: Services) -> Blueprint:
    """`/v1/preview`."""
    routes = Blueprint("preview", __name__)

    @routes.get("/v1/preview")
    @operation(
        Operation(
            access="public",
            summary="The draft that a ticket (`Authorization: Bearer`) opens for ten minutes, as it would be in force",
            query=RegionQuery,
            cache_seconds=None,
            problems=("not_found",),
        )
    )
    def preview(query: RegionQuery) -> Encoded:
        scheme, _, ticket = request.headers.get("Authorization", "").partition(" ")
        found = find_previewed(services, ticket, query.region) if scheme.lower() == BEARER else None
        if found is None:
            raise ProblemError("not_found")
        return found

    return routes
