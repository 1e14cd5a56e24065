"""Everything the box at home needs to understand what is asked while the server is away."""

from __future__ import annotations

from flask import Blueprint

from channel_api.answers import Lexicon
from channel_api.contract import Operation, operation
from channel_api.parameters import RegionQuery, path_to
from channel_api.runtime import Services


def blueprint(services: Services) -> Blueprint:
    """`/v1/lexicon`."""
    routes = Blueprint("lexicon", __name__)

    @routes.get("/v1/lexicon")
    @operation(
        Operation(
            access="public",
            summary="Names of a region's services with their pinyin, initials and number-pad digits, and the hotlines",
            query=RegionQuery,
            answer=Lexicon,
            problems=("not_found",),
        )
    )
    def lexicon(query: RegionQuery) -> Lexicon:
        path_to(services, query.region)
        ids = services.catalogue.current().ids_in(query.region)
        return services.catalogue.search_index().lexicon(query.region, ids)

    return routes
