"""Regions: the tree a household chooses its place from."""

from __future__ import annotations

from flask import Blueprint

from channel_api.contract import Operation, operation
from channel_api.paging import Page, PageQuery, page_of
from channel_api.parameters import RegionCode, RegionPath
from channel_api.problems import ProblemError
from channel_api.runtime import Services
from content.model import Region


class RegionsQuery(PageQuery):
    """`parent`: only the regions directly inside this one."""

    parent: RegionCode | None = None


def blueprint(services: Services) -> Blueprint:
    """`/v1/regions` and `/v1/regions/{code}`."""
    routes = Blueprint("regions", __name__)

    @routes.get("/v1/regions")
    @operation(
        Operation(
            access="public",
            summary="Regions by code, all of them or those inside one",
            query=RegionsQuery,
            items=Region,
            problems=("not_found",),
            example={"query": {"parent": "{parent}", "limit": "3"}},
        )
    )
    def regions(query: RegionsQuery) -> Page:
        known = services.catalogue.current().regions
        if query.parent is not None and query.parent not in known:
            raise ProblemError("not_found", "unknown_region")
        wanted = [region for region in known.values() if query.parent in (None, region.parent)]
        return page_of(sorted(wanted, key=_sort_key), query, key=_sort_key)

    @routes.get("/v1/regions/<code>")
    @operation(
        Operation(
            access="public",
            summary="One region",
            path=RegionPath,
            answer=Region,
            problems=("not_found",),
            example={"path": {"code": "{region}"}},
        )
    )
    def region(code: str) -> Region:
        found = services.catalogue.current().regions.get(code)
        if found is None:
            raise ProblemError("not_found", "unknown_region")
        return found

    return routes


def _sort_key(region: Region) -> tuple[int | str, ...]:
    return (region.code,)
