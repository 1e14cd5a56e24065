"""The two pages a telephone opens: the list itself, and where a code is typed. No script, nothing from elsewhere.

Nothing of a request is repeated, stored or logged; nobody's name stands on a page.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from importlib.resources import files

from flask import Blueprint, Response, redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from channel_api.callers import client_address
from channel_api.parameters import path_to
from channel_api.problems import ProblemError
from channel_api.public.offices import find_offices
from channel_api.public.takes import require_guide
from channel_api.runtime import Services
from channel_api.store.database import StoreUnavailableError
from channel_api.store.takes import Take
from channel_api.take_desk import TooManyCodesError, open_take, redeem_code
from channel_api.takes.page import TakePage, describe_take
from channel_api.takes.words import take_words

CODE_FIELD = "code"
View = Callable[..., AnyResponse]


def blueprint(services: Services) -> Blueprint:
    """`/T/…` and `/k`. The capital is on purpose: an address of capitals makes a smaller QR code."""
    routes = Blueprint("take_pages", "channel_api.takes", template_folder="pages")
    shown = Pages()

    @routes.get("/T/<token>")
    @_for_people(shown)
    def take(token: str) -> AnyResponse:
        found = open_take(services.database, token, services.clock())
        page = _describe(services, found) if found else None
        return shown.render("list.html", page=page) if page else shown.sorry("gone", HTTPStatus.NOT_FOUND)

    @routes.get("/k")
    @_for_people(shown)
    def ask() -> AnyResponse:
        return shown.render("code.html", is_wrong=False)

    @routes.post("/k")
    @_for_people(shown)
    def redeem() -> AnyResponse:
        address = client_address(services.config.trusted_proxies)
        typed = request.form.get(CODE_FIELD, "")
        try:
            token = redeem_code(services.database, services.keys, typed, address=address, now=services.clock())
        except TooManyCodesError as error:
            wait = {"Retry-After": str(error.retry_after_seconds)}
            return shown.sorry("limited", HTTPStatus.TOO_MANY_REQUESTS, wait)
        if token is None:
            return shown.render("code.html", HTTPStatus.NOT_FOUND, is_wrong=True)
        return shown.protect(redirect(f"T/{token}", HTTPStatus.SEE_OTHER))

    return routes


def _for_people(shown: Pages) -> Callable[[View], View]:
    """Whoever reads a page is no program: what goes wrong is said in a page as well."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(**path: str) -> AnyResponse:
            try:
                return view(**path)
            except StoreUnavailableError:
                return shown.sorry("unavailable", HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": "5"})

        answer.access = "public"  # type: ignore[attr-defined]
        return answer

    return decorate


def _describe(services: Services, take: Take) -> TakePage | None:
    """The guide as it is in force now; None where it is no longer offered."""
    catalogue = services.catalogue.current()
    entry = catalogue.by_id.get(take.service_id)
    try:
        in_force = require_guide(services, take.service_id, take.region)
        path = path_to(catalogue, take.region)
    except ProblemError:
        return None
    placed = find_offices(catalogue, entry, path) if entry else []
    region = catalogue.regions.get(in_force.most_local_region)
    return describe_take(
        in_force,
        take.ticked,
        [office for _, office in placed],
        region_name=region.name if region else "",
        words=take_words(),
        now=services.clock(),
        calendar=services.calendar(),
        expires_at=take.expires_at,
    )


class Pages:
    """The templates with their one style sheet, allowed by its hash and nothing else."""

    def __init__(self) -> None:
        style = files("channel_api.takes").joinpath("pages", "take.css").read_text("utf-8")
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
        self._style = Markup(style)  # noqa: S704  a file of ours
        self._headers = {
            "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'",
            "Cache-Control": "no-store",
            "X-Robots-Tag": "noindex, nofollow, noarchive",
        }

    def render(self, template: str, status: int = HTTPStatus.OK, **values: object) -> Response:
        """A page."""
        html = render_template(template, style=self._style, words=take_words(), **values)
        response = Response(html, status=status, content_type="text/html; charset=utf-8")
        self.protect(response)
        return response

    def sorry(self, what: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
        """What went wrong and what to do, as `words.yaml` says."""
        response = self.render("sorry.html", status, what=getattr(take_words(), what))
        response.headers.update(headers or {})
        return response

    def protect(self, response: AnyResponse) -> AnyResponse:
        """Kept by nobody, found by no search engine, running nothing."""
        response.headers.update(self._headers)
        return response
