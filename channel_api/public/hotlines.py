"""Telephone numbers of public help."""

from __future__ import annotations

from flask import Blueprint

from channel_api.contract import Operation, operation
from channel_api.paging import Page, PageQuery, page_of
from channel_api.runtime import Services
from content.model import Hotline


def blueprint(services: Services) -> Blueprint:
    """`/v1/hotlines`."""
    routes = Blueprint("hotlines", __name__)

    @routes.get("/v1/hotlines")
    @operation(
        Operation(
            access="public",
            summary="Hotlines: whom to call, what to do first",
            query=PageQuery,
            items=Hotline,
            problems=("not_found",),
            example={"query": {"limit": "2"}},
        )
    )
    def hotlines(query: PageQuery) -> Page:
        return page_of(services.catalogue.current().hotlines, query, key=lambda line: (line.order, line.number))

    return routes
