"""Services: the list of them, and the guide of one as it is in force in a region."""

from __future__ import annotations

from flask import Blueprint

from channel_api.answers import ServiceSummary
from channel_api.catalogue import Entry
from channel_api.contract import Operation, operation
from channel_api.encoding import Encoded
from channel_api.paging import Page, PageQuery, page_of
from channel_api.parameters import Identifier, IdentifierPath, RegionQuery, path_to
from channel_api.problems import ProblemError
from channel_api.runtime import Services
from content.inheritance import GuideInForce


class ServicesQuery(PageQuery, RegionQuery):
    """`topic`: only the services of this one."""

    topic: Identifier | None = None


def blueprint(services: Services) -> Blueprint:
    """`/v1/services` and `/v1/services/{id}`."""
    routes = Blueprint("services", __name__)

    @routes.get("/v1/services")
    @operation(
        Operation(
            access="public",
            summary="Services of a region by topic, a line each",
            query=ServicesQuery,
            items=ServiceSummary,
            problems=("not_found",),
            example={"query": {"topic": "{topic}", "region": "{region}", "limit": "2"}},
        )
    )
    def listing(query: ServicesQuery) -> Page:
        catalogue = services.catalogue.current()
        path = path_to(catalogue, query.region)
        if query.topic is not None and all(topic.id != query.topic for topic in catalogue.topics):
            raise ProblemError("not_found", "unknown_topic")
        wanted = [
            entry
            for entry in catalogue.entries
            if query.topic in (None, entry.summary.topic) and catalogue.is_offered(entry, path)
        ]
        page = page_of(wanted, query, key=lambda entry: entry.sort_key)
        entries: tuple[Entry, ...] = page.items
        return Page(items=tuple(services.guides.summaries(entries, path)), next_cursor=page.next_cursor)

    @routes.get("/v1/services/<id>")
    @operation(
        Operation(
            access="public",
            summary="The guide in force in a region, and for each field the region whose rule it is",
            path=IdentifierPath,
            query=RegionQuery,
            answer=GuideInForce,
            problems=("not_found",),
            example={"path": {"id": "{service}"}, "query": {"region": "{region}"}},
        )
    )
    def guide(id: str, query: RegionQuery) -> Encoded:
        catalogue = services.catalogue.current()
        path_to(catalogue, query.region)
        found = services.guides.find_guide(catalogue, id, query.region)
        if found is None:
            raise ProblemError("not_found", "not_offered" if id in catalogue.by_id else "unknown_service")
        return found

    return routes
