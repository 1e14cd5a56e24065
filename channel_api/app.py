"""The only wiring of the server: makes the services, hangs the endpoints in, turns errors into problem documents."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from channel_api import request_log
from channel_api.callers import EXTENSION
from channel_api.catalogue_keeper import CatalogueKeeper, SearchIndexBuilder
from channel_api.clock import Clock, system_clock
from channel_api.config import Config, Keys
from channel_api.demand import DemandCounter
from channel_api.encoding import encode_answer
from channel_api.guide_shelf import GuideShelf
from channel_api.metrics import Metrics
from channel_api.problems import CONTENT_TYPE, ProblemCode, ProblemError, describe
from channel_api.public import (
    cases,
    demand,
    description,
    efficiency,
    feedback,
    guides,
    health,
    hotlines,
    lexicon,
    notices,
    offices,
    ratings,
    regions,
    scenarios,
    search,
    speech,
    take_pages,
    takes,
    topics,
)
from channel_api.runtime import Services
from channel_api.store.database import Database, StoreUnavailableError

LOG = logging.getLogger(__name__)
METRICS = "channel metrics"  # where whoever runs beside the requests finds what to count with
LONGEST_BODY_BYTES = 16 * 1024  # the largest is a feedback of 500 characters
RETRY_AFTER_SECONDS = "5"
KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}
PUBLIC: tuple[Callable[[Services], Blueprint], ...] = (
    regions.blueprint,
    topics.blueprint,
    guides.blueprint,
    offices.blueprint,
    hotlines.blueprint,
    notices.blueprint,
    scenarios.blueprint,
    search.blueprint,
    lexicon.blueprint,
    cases.blueprint,
    feedback.blueprint,
    ratings.blueprint,
    efficiency.blueprint,
    demand.blueprint,
    takes.blueprint,
    take_pages.blueprint,
    speech.blueprint,
    description.blueprint,
)

# What Flask raises by itself; anything else below 500 is a request we do not understand.
HTTP_PROBLEMS: dict[int, tuple[ProblemCode, str]] = {
    404: ("not_found", "unknown_route"),
    405: ("method_not_allowed", "method_not_allowed"),
    413: ("invalid", "too_large"),
    415: ("unsupported_media", "unsupported_media"),
}


def make_services(config: Config, *, clock: Clock = system_clock) -> Services:
    """Opens no connection yet; may make the key file."""
    database = Database.from_url(config.database_url)
    keys = Keys.load(config)
    return Services(
        config=config,
        database=database,
        keys=keys,
        clock=clock,
        catalogue=CatalogueKeeper(database, SearchIndexBuilder(config.data_folder)),
        guides=GuideShelf(database),
        demand=DemandCounter(database, keys, clock),
    )


def create_app(config: Config | Services, *, has_editors: bool = True) -> Flask:
    """The WSGI application. Give services instead of a configuration to share or replace what is behind it.

    Without editors a household's own server starts sooner, and nobody can even try to sign in there."""
    services = make_services(config) if isinstance(config, Config) else config
    app = Flask("channel_api", static_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=LONGEST_BODY_BYTES, PROVIDE_AUTOMATIC_OPTIONS=False, KNOWN_METHODS=KNOWN_METHODS
    )
    app.url_map.merge_slashes = False  # a redirect would be an answer outside the contract
    app.extensions[EXTENSION] = services
    metrics = app.extensions[METRICS] = Metrics()
    request_log.install(app, metrics)
    for make_blueprint in PUBLIC:
        app.register_blueprint(make_blueprint(services))
    app.register_blueprint(health.blueprint(services, metrics))
    if has_editors:
        from channel_api.pages import blueprint as editors_pages
        from channel_api.public import preview

        app.register_blueprint(editors_pages.blueprint(services))
        app.register_blueprint(preview.blueprint(services))
    _install_errors(app)
    app.after_request(_secure)
    return app


def _find_page_of_editors(reason: str, status: int) -> Response | None:
    """What goes wrong at an address of the editors' pages is said in a page: people read it, and no program."""
    if "editors" not in current_app.blueprints or not request.path.startswith(("/editors", "/preview/")):
        return None
    from channel_api.pages.room import sorry

    return sorry(reason, status)


def _install_errors(app: Flask) -> None:
    app.register_error_handler(ProblemError, _answer_problem)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(StoreUnavailableError, _answer_unavailable)
    app.register_error_handler(Exception, _answer_unexpected)


def _answer_problem(error: ProblemError) -> Response:
    encoded = encode_answer(describe(error, request_log.request_id()))
    response = Response(encoded.body, status=int(error.status), content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    response.headers.update(error.headers)
    return response


def _answer_http_error(error: HTTPException) -> Response:
    status = error.code or 500
    code, detail = HTTP_PROBLEMS.get(status, ("bad_request", "bad_request"))
    kept = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    shown = _find_page_of_editors("missing" if status in (404, 405) else "bad_request", status)
    if shown is not None:
        shown.headers.update(kept)
        return shown
    return _answer_problem(ProblemError(code, detail, status=status, headers=kept))


def _answer_unavailable(error: StoreUnavailableError) -> Response:
    LOG.error("%s", error)
    return _answer_problem(ProblemError("unavailable", headers={"Retry-After": RETRY_AFTER_SECONDS}))


def _answer_unexpected(error: Exception) -> Response:
    # Type and places only: the text of an exception may hold what the caller sent.
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    LOG.error("%s at %s", type(error).__name__, " > ".join(places[-4:]))
    shown = _find_page_of_editors("internal", 500)
    return shown or _answer_problem(ProblemError("unavailable", "internal", status=500))


def _secure(response: Response) -> Response:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response
