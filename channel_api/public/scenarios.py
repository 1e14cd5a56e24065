"""一件事: a few questions that lead to the services one needs, as plain data."""

from __future__ import annotations

from flask import Blueprint

from channel_api.contract import Operation, operation
from channel_api.paging import Page, PageQuery, page_of
from channel_api.parameters import IdentifierPath
from channel_api.problems import ProblemError
from channel_api.runtime import Services
from content.model import Scenario


def blueprint(services: Services) -> Blueprint:
    """`/v1/scenarios` and `/v1/scenarios/{id}`."""
    routes = Blueprint("scenarios", __name__)

    @routes.get("/v1/scenarios")
    @operation(
        Operation(
            access="public",
            summary="Scenarios in order, whole: they are short",
            query=PageQuery,
            items=Scenario,
            problems=("not_found",),
            example={"query": {"limit": "1"}},
        )
    )
    def scenarios(query: PageQuery) -> Page:
        return page_of(services.catalogue.current().scenarios, query, key=lambda scene: (scene.order, scene.id))

    @routes.get("/v1/scenarios/<id>")
    @operation(
        Operation(
            access="public",
            summary="One scenario: its questions, answers and outcomes",
            path=IdentifierPath,
            answer=Scenario,
            problems=("not_found",),
            example={"path": {"id": "{scenario}"}},
        )
    )
    def scenario(id: str) -> Scenario:
        found = next((scene for scene in services.catalogue.current().scenarios if scene.id == id), None)
        if found is None:
            raise ProblemError("not_found", "unknown_scenario")
        return found

    return routes
