"""Everything the box at home needs to understand what is asked while the server is away."""

from __future__ import annotations

from functools import lru_cache

from flask import Blueprint

from channel_api.answers import Lexicon
from channel_api.contract import Operation, operation
from channel_api.encoding import Encoded, encode_answer
from channel_api.parameters import RegionQuery, path_to
from channel_api.runtime import Services

MOST_REGIONS = (
    32  # a province's lexicon is a megabyte and takes most of a second; every box of a region asks for the same
)


def blueprint(services: Services) -> Blueprint:
    """`/v1/lexicon`."""
    routes = Blueprint("lexicon", __name__)

    @lru_cache(maxsize=MOST_REGIONS)
    def encoded(_version: int, region: str) -> Encoded:
        ids = services.catalogue.current().ids_in(region)
        return encode_answer(services.catalogue.search_index().lexicon(region, ids))

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
    def lexicon(query: RegionQuery) -> Encoded:
        catalogue = services.catalogue.current()
        path_to(catalogue, query.region)
        return encoded(catalogue.version, query.region)

    return routes
