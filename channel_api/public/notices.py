"""Announcements in force today."""

from __future__ import annotations

from datetime import date

from flask import Blueprint

from channel_api.contract import Operation, operation
from channel_api.paging import Page, PageQuery, page_of
from channel_api.parameters import RegionQuery, path_to
from channel_api.runtime import Services
from content.model import Notice

Placed = tuple[tuple[int | str, ...], Notice]


class NoticesQuery(PageQuery, RegionQuery):
    """The region whose announcements, and those of wider regions, are wanted."""


def blueprint(services: Services) -> Blueprint:
    """`/v1/notices`."""
    routes = Blueprint("notices", __name__)

    @routes.get("/v1/notices")
    @operation(
        Operation(
            access="public",
            summary="Announcements in force today, the region's own first",
            query=NoticesQuery,
            items=Notice,
            problems=("not_found",),
            example={"query": {"region": "{region}"}},
        )
    )
    def notices(query: NoticesQuery) -> Page:
        catalogue = services.catalogue.current()
        path = path_to(catalogue, query.region)
        today = services.today()
        placed: list[Placed] = [
            ((len(path) - path.index(notice.region), notice.id), notice)
            for notice in catalogue.notices
            if notice.region in path and is_in_force(notice, today)
        ]
        page = page_of(sorted(placed, key=lambda pair: pair[0]), query, key=lambda pair: pair[0])
        return Page(items=tuple(notice for _, notice in page.items), next_cursor=page.next_cursor)

    return routes


def is_in_force(notice: Notice, today: date) -> bool:
    """Both ends count; an empty one is open."""
    day = today.isoformat()
    has_begun = not notice.start or notice.start <= day
    has_ended = bool(notice.end) and notice.end < day
    return has_begun and not has_ended
