"""Search by words. The question is never logged; it is counted without a trace of who asked (see `demand`)."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, request
from pydantic import Field

from channel_api.answers import SearchAnswer
from channel_api.callers import client_address, device_id
from channel_api.contract import Operation, operation
from channel_api.encoding import Encoded
from channel_api.examples import EXAMPLE_MARK
from channel_api.paging import DEFAULT_LIMIT, Limit
from channel_api.parameters import LONGEST_QUESTION, RegionQuery, path_to
from channel_api.remembered_answers import Edition, RememberedAnswers
from channel_api.runtime import Services


class SearchQuery(RegionQuery):
    """Any text is answered, even one that says nothing."""

    q: Annotated[str, Field(max_length=LONGEST_QUESTION)]
    limit: Limit = DEFAULT_LIMIT


def blueprint(services: Services) -> Blueprint:
    """`/v1/search`."""
    routes = Blueprint("search", __name__)
    remembered = RememberedAnswers()

    @routes.get("/v1/search")
    @operation(
        Operation(
            access="public",
            summary="What somebody asks for: one answer, a choice of three, or honestly nothing",
            query=SearchQuery,
            answer=SearchAnswer,
            cache_seconds=None,
            problems=("not_found",),
            example={"query": {"q": "{title}", "region": "{region}", "limit": "2"}},
        )
    )
    def search(query: SearchQuery) -> Encoded:
        catalogue = services.catalogue.current()
        path_to(catalogue, query.region)
        index = services.catalogue.search_index()
        q, region, limit = query.q, query.region, query.limit
        answered = remembered.answer(
            q,
            f"{region} {limit}",
            Edition((catalogue, index.edition)),  # read before the question is: the index may learn more meanwhile
            lambda: index.search(q, region_ids=catalogue.ids_in(region), region=region, limit=limit),
        )
        if EXAMPLE_MARK not in request.environ:  # what the API document asks, nobody asked
            address = client_address(services.config.trusted_proxies)
            services.demand.count_search(q, answered.counted, device=device_id(), address=address)
        return answered.encoded

    return routes
