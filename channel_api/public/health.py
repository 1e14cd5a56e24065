"""For those who run the server: does it live, may it be sent requests, how is it doing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flask import Blueprint, Response

from channel_api.contract import Operation, operation
from channel_api.metrics import Metrics
from channel_api.problems import ProblemError
from channel_api.runtime import Services
from channel_api.store import documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Liveness:
    """The process answers."""

    status: Literal["ok"] = "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """The database answers and content is published; `services`: how many."""

    status: Literal["ready"] = "ready"
    services: int


def blueprint(services: Services, metrics: Metrics) -> Blueprint:
    """`/livez`, `/readyz` and `/metrics`."""
    routes = Blueprint("health", __name__)

    @routes.get("/livez")
    @operation(
        Operation(access="public", summary="Liveness", answer=Liveness, cache_seconds=None, example={"query": {}})
    )
    def livez() -> Liveness:
        return Liveness()

    @routes.get("/readyz")
    @operation(
        Operation(
            access="public",
            summary="Readiness: database reachable, content published",
            answer=Readiness,
            cache_seconds=None,
            problems=("unavailable",),
            example={"query": {}},
        )
    )
    def readyz() -> Readiness:
        with services.database.read() as connection:
            documents.find_version(connection)
        catalogue = services.catalogue.current()
        if catalogue.is_empty:
            raise ProblemError("unavailable", "no_content")
        return Readiness(services=len(catalogue.entries))

    @routes.get("/metrics")
    @operation(
        Operation(
            access="loopback",
            summary="Prometheus metrics, for this machine or with the operator's token",
            cache_seconds=None,
            problems=("unauthorized",),
            media_type="text/plain",
        )
    )
    def exposition() -> Response:
        response = Response(metrics.exposition(), content_type=metrics.content_type)
        response.headers["Cache-Control"] = "no-store"
        return response

    return routes
