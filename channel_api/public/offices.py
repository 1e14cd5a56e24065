"""Offices and terminals where a service is done, nearest first as far as regions tell."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint

from channel_api.catalogue import Catalogue, Entry
from channel_api.contract import Operation, operation
from channel_api.paging import Page, PageQuery, page_of
from channel_api.parameters import IdentifierPath, Moment, RegionQuery, parse_moment, path_to
from channel_api.problems import ProblemError
from channel_api.runtime import Services
from content.hours import is_open
from content.model import Office

Placed = tuple[tuple[int | str, ...], Office]


class OfficesQuery(PageQuery, RegionQuery):
    """`open_at`: only those known to be open at that moment."""

    open_at: Moment | None = None


def blueprint(services: Services) -> Blueprint:
    """`/v1/services/{id}/offices`."""
    routes = Blueprint("offices", __name__)

    @routes.get("/v1/services/<id>/offices")
    @operation(
        Operation(
            access="public",
            summary="Where the service is done: the region's own offices, then those of wider and of inner regions",
            path=IdentifierPath,
            query=OfficesQuery,
            items=Office,
            problems=("not_found",),
            example={"path": {"id": "{service}"}, "query": {"region": "{region}", "limit": "1"}},
        )
    )
    def offices(id: str, query: OfficesQuery) -> Page:
        catalogue = services.catalogue.current()
        path = path_to(catalogue, query.region)
        entry = catalogue.by_id.get(id)
        if entry is None or not catalogue.is_offered(entry, path):
            raise ProblemError("not_found", "unknown_service" if entry is None else "not_offered")
        placed = find_offices(catalogue, entry, path)
        if query.open_at is not None:
            moment = parse_moment(query.open_at)
            placed = [(key, office) for key, office in placed if _is_open(office, moment, catalogue)]
        page = page_of(placed, query, key=lambda pair: pair[0])
        return Page(items=tuple(office for _, office in page.items), next_cursor=page.next_cursor)

    return routes


def find_offices(catalogue: Catalogue, entry: Entry, path: list[str]) -> list[Placed]:
    """The offices serving an entry with their places in the list, in order."""
    placed: list[Placed] = []
    for office in catalogue.offices:
        serves = entry.summary.id in office.services or entry.summary.topic in office.topics
        distance = _distance(catalogue, office.region, path) if serves else None
        if distance is not None:
            placed.append(((distance, office.order, office.id), office))
    return sorted(placed, key=lambda pair: pair[0])


def _distance(catalogue: Catalogue, region: str, path: list[str]) -> int | None:
    """0 for the region itself, 1 and up for wider ones, then deeper ones; None for what lies elsewhere."""
    if region in path:
        return len(path) - 1 - path.index(region)
    if region not in catalogue.regions:
        return None
    inner = catalogue.path_to(region)
    return len(path) + len(inner) if inner[: len(path)] == path else None


def _is_open(office: Office, moment: datetime, catalogue: Catalogue) -> bool:
    try:
        return office.hours is not None and is_open(office.hours, moment, catalogue.calendar)
    except OverflowError:  # a moment at the very edge of the calendar, where no office is known to be open
        return False
