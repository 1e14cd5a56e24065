"""One JSON line a request: what was done and how long it took. No path, query, body or address: nothing personal."""

from __future__ import annotations

import logging
import re
import secrets
import time
from dataclasses import dataclass

from flask import Flask, Response, g, request

from channel_api.callers import is_from_trusted_proxy
from channel_api.metrics import Metrics

REQUEST_LOG = logging.getLogger("channel_api.requests")
HEADER = "X-Request-ID"
UNMATCHED = "unmatched"
_VALID_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


@dataclass(frozen=True, slots=True)
class RequestLine:
    """What is told of a request; `route` is the template (`/v1/services/<id>`), never the path."""

    request_id: str
    method: str
    route: str
    status: int
    milliseconds: float
    bytes: int


def request_id() -> str:
    """The id of the request being answered: the one a trusted proxy gave it, else a new one. Anybody else could write
    into the log what must not stand there."""
    if "request_id" not in g:
        given = request.headers.get(HEADER, "")
        is_kept = given and is_from_trusted_proxy() and _VALID_ID.fullmatch(given)
        g.request_id = given if is_kept else secrets.token_hex(8)
    return str(g.request_id)


def install(app: Flask, metrics: Metrics) -> None:
    """Logs and counts every request of the application."""

    @app.before_request
    def begin() -> None:
        g.begun = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        seconds = time.perf_counter() - g.get("begun", time.perf_counter())
        route = request.url_rule.rule if request.url_rule else UNMATCHED
        method = request.method if request.method in app.config["KNOWN_METHODS"] else "OTHER"
        metrics.count(method=method, route=route, status=response.status_code, seconds=seconds)
        size = response.content_length or 0
        line = RequestLine(request_id(), method, route, response.status_code, round(seconds * 1000, 2), size)
        REQUEST_LOG.info(line)
        response.headers[HEADER] = request_id()
        return response
