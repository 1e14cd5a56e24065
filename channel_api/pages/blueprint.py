"""`/editors/…`: hangs all pages of editors in, and says in a page what goes wrong."""

from __future__ import annotations

from http import HTTPStatus
from importlib.resources import files
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from channel_api.cases.texts import IdentityNumberError
from channel_api.editing.workflow import RefusedError
from channel_api.editing_desk import NoSuchGuideError
from channel_api.pages import (
    accounts,
    acting,
    asked,
    asked_names,
    asked_tasks,
    autosave,
    browsing,
    bundles,
    comments,
    efficiency,
    histories,
    leaving,
    people,
    preview,
    preview_links,
    provider,
    reviews,
    schedule,
    second_steps,
    settings,
    shared_draft,
    sheets,
    stale,
    trail,
    writing,
)
from channel_api.pages.room import Room, protect, sorry
from channel_api.pages.scripts import load_scripts
from channel_api.runtime import Services
from channel_api.store.database import StoreUnavailableError
from channel_api.store.drafts import StaleError

LARGEST_FORM_BYTES = 1 << 20  # a guide of 40 materials is 100 KB when a browser sends it
LOOKS_SECONDS = 300
PREVIEWS = (preview, preview_links, shared_draft, comments)
A_YEAR_SECONDS = 31_536_000  # a script's name says what is in it, so it never changes under its name
# A pencil. Without one browsers ask for /favicon.ico, which is not there.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#12305e"/>'
    '<path d="M4 12l.6-2.6 6.2-6.2 2 2-6.2 6.2z" fill="#fff"/></svg>'
)


def blueprint(services: Services) -> Blueprint:
    """All routes."""
    routes = Blueprint("editors", "channel_api.pages", template_folder="templates")
    room = Room.of(services)
    for pages in (
        accounts,
        people,
        provider,
        second_steps,
        settings,
        trail,
        asked,
        asked_names,
        asked_tasks,
        browsing,
        reviews,
        writing,
        acting,
        histories,
        leaving,
        autosave,
        schedule,
        bundles,
        efficiency,
        stale,
        sheets,
        *PREVIEWS,
    ):
        pages.add_routes(routes, room)
    _add_looks(routes)
    _install_errors(routes, room)

    @routes.before_request
    def allow_a_whole_guide() -> None:
        request.max_content_length = sheets.LARGEST_UPLOAD_BYTES if sheets.brings_a_file(room) else LARGEST_FORM_BYTES

    return routes


def _add_looks(routes: Blueprint) -> None:
    style = files("channel_api.pages").joinpath("editors.css").read_bytes()

    @routes.get("/editors/style.css")
    def style_sheet() -> AnyResponse:
        return _kept(Response(style, content_type="text/css; charset=utf-8"))

    @routes.get("/editors/icon.svg")
    def icon() -> AnyResponse:
        return _kept(Response(ICON, content_type="image/svg+xml"))

    @routes.get("/editors/kept/<name>")
    def script(name: str) -> AnyResponse:
        content = load_scripts().get(name)
        if content is None:
            return sorry("missing", HTTPStatus.NOT_FOUND)
        response = protect(Response(content, content_type="text/javascript; charset=utf-8"))
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR_SECONDS}, immutable"
        return response

    views: tuple[Any, ...] = (style_sheet, icon, script)
    for view in views:
        view.access = "public"


def _kept(response: Response) -> AnyResponse:
    """The same for everybody, so browsers may keep it for a while."""
    protect(response).headers["Cache-Control"] = f"max-age={LOOKS_SECONDS}"
    return response


def _install_errors(routes: Blueprint, room: Room) -> None:
    @routes.errorhandler(RefusedError)
    def refused(error: RefusedError) -> AnyResponse:
        status = HTTPStatus.FORBIDDEN if error.reason in ("role", "own_change") else HTTPStatus.CONFLICT
        return sorry(error.reason, status, room.signed_in())

    @routes.errorhandler(StaleError)
    def stale(_error: StaleError) -> AnyResponse:
        return sorry("stale", HTTPStatus.CONFLICT, room.signed_in())

    @routes.errorhandler(NoSuchGuideError)
    def missing(_error: NoSuchGuideError) -> AnyResponse:
        return sorry("missing", HTTPStatus.NOT_FOUND, room.signed_in())

    @routes.errorhandler(IdentityNumberError)
    def personal(_error: IdentityNumberError) -> AnyResponse:
        return sorry("personal", HTTPStatus.UNPROCESSABLE_ENTITY, room.signed_in())

    @routes.errorhandler(StoreUnavailableError)
    def unavailable(_error: StoreUnavailableError) -> AnyResponse:
        return sorry("unavailable", HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "5"})

    @routes.errorhandler(HTTPException)
    def not_understood(error: HTTPException) -> AnyResponse:
        is_too_large = error.code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        too_large = "sheet_too_large" if request.path == sheets.SHEETS else "too_large"
        reason = too_large if is_too_large else "bad_request"
        return sorry(reason, error.code or HTTPStatus.BAD_REQUEST)
