"""What all pages of editors share: the desks behind them, how a page goes out, and who may come in."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any, Literal
from urllib.parse import urlsplit

from flask import Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.autosave_desk import AutosaveDesk
from channel_api.bundle_desk import BundleDesk
from channel_api.comments_desk import CommentsDesk
from channel_api.editing.workflow import Act
from channel_api.editing_desk import EditingDesk
from channel_api.guide_checking import GuideChecker
from channel_api.guide_list import GuideList
from channel_api.leaving_desk import LeavingDesk
from channel_api.pages.carried import find_carried, page_behind
from channel_api.pages.scripts import load_scripts
from channel_api.pages.sheet_labels import sheet_labels
from channel_api.pages.words import PageWords, page_words
from channel_api.people_desk import PeopleDesk
from channel_api.preview_desk import PreviewDesk
from channel_api.preview_links_desk import PreviewLinksDesk
from channel_api.previewing.picture_program import PictureProgram
from channel_api.runtime import Services
from channel_api.schedule_desk import ScheduleDesk
from channel_api.second_step_desk import SecondStepDesk
from channel_api.settings_desk import SettingsDesk
from channel_api.sheet_desk import SheetDesk
from channel_api.sign_in_desk import SignedIn, SignInDesk
from channel_api.sound_of_draft import DraftSounds
from channel_api.text_advice import TextAdvice
from content.files import content_folder

COOKIE = "editors"
HOME = "/editors/"
SIGN_IN = "/editors/sign-in"
OWED_AT = {"password": "/editors/password", "second_step": "/editors/second-step"}
FORM_FIELD = "form"  # the session's secret in every form
SAME_SITE = frozenset(("same-origin", "none"))

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    # Not no-referrer: browsers would then say `Origin: null` of our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}

Needs = Literal["anybody", "administrator", "people"] | Act
"""Everybody who is signed in, administrators of everything, administrators of some department or region at least, or
whoever has a role for an act: for which texts is asked behind the door."""

View = Callable[..., AnyResponse]


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Made once a process; everything in it may be used from many threads."""

    services: Services
    sign_in: SignInDesk
    second_step: SecondStepDesk
    people: PeopleDesk
    desk: EditingDesk
    checker: GuideChecker
    guides: GuideList
    leaving: LeavingDesk
    advice: TextAdvice
    plans: ScheduleDesk
    bundles: BundleDesk
    autosaves: AutosaveDesk
    preview: PreviewDesk
    sounds: DraftSounds
    links: PreviewLinksDesk
    comments: CommentsDesk
    settings: SettingsDesk
    sheets: SheetDesk

    @classmethod
    def of(cls, services: Services) -> Room:
        checker = GuideChecker(services.database, content_folder() / "wording", page_words().said_otherwise)
        desk = EditingDesk(services.database, services.clock, checker)
        common, site = page_words().common_in_passwords, page_words().say["site"]
        behind = services.database, services.keys, services.clock
        second_step, is_required = SecondStepDesk(*behind, site), services.config.is_second_step_required
        return cls(
            services=services,
            sign_in=SignInDesk(*behind, common, second_step=second_step, is_second_step_required=is_required),
            second_step=second_step,
            people=PeopleDesk(services.database, services.clock),
            desk=desk,
            leaving=LeavingDesk(services.database, services.clock, desk),
            advice=TextAdvice(checker, content_folder() / "wording"),
            checker=checker,
            guides=GuideList(services.database),
            plans=ScheduleDesk(services.database, services.clock, checker),
            bundles=BundleDesk(services.database, services.clock, checker, desk),
            autosaves=AutosaveDesk(services.database, services.clock),
            preview=PreviewDesk(services, PictureProgram()),
            sounds=DraftSounds.of(services.database, services.clock, services.config),
            links=PreviewLinksDesk(services.database, services.clock),
            comments=CommentsDesk(services.database, services.clock),
            settings=SettingsDesk(services.database, services.clock),
            sheets=SheetDesk.of(services.database, services.clock, checker, sheet_labels()),
        )

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach us encrypted, by ourselves or through the proxy in front."""
        return request.is_secure or self.services.config.public_url.startswith("https://")

    def signed_in(self, *, is_use: bool = True) -> SignedIn | None:
        """Who is here. Not `is_use`: the page asked by itself."""
        return self.sign_in.find_signed_in(request.cookies.get(COOKIE, ""), is_use=is_use)

    def is_from_here(self) -> bool:
        """A request that a page of another site sent is none of ours, whatever cookies came with it."""
        origin = request.headers.get("Origin")
        hosts = {request.host, urlsplit(self.services.config.public_url).netloc}
        is_ours = origin is None or urlsplit(origin).netloc in hosts - {""}
        return is_ours and request.headers.get("Sec-Fetch-Site", "none") in SAME_SITE


def entrance(
    room: Room, needs: Needs = "anybody", *, is_use: bool = True, is_open_while_owing: bool = False
) -> Callable[[View], View]:
    """A view that gets `signed`, who is here: whoever is not is asked to sign in, and a form must be of this session.

    Who owes a password of their own or the second step gets no further than to where that is done. The view carries
    `access`, which the rule tests read, and `needs`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(**path: str) -> AnyResponse:
            is_write = request.method == "POST"
            if is_write and not room.is_from_here():
                return sorry("foreign", HTTPStatus.FORBIDDEN)
            signed = room.signed_in(is_use=is_use)
            if signed is None:
                return _ask_to_sign_in(room, is_write=is_write)
            secret = request.form.get(FORM_FIELD, "") if is_write else ""
            if is_write and not room.sign_in.is_form_of(request.cookies.get(COOKIE, ""), secret):
                return page("expired.html", HTTPStatus.FORBIDDEN, signed, carried=find_carried(), next=page_behind())
            if signed.owes and not is_open_while_owing:
                return _lead_to_what_is_owed(signed, is_write=is_write)
            if not _may_enter(signed, needs):
                return sorry("role", HTTPStatus.FORBIDDEN, signed)
            if not all(map(str.isprintable, path.values())):  # no name of ours, and no database takes a zero byte
                return sorry("missing", HTTPStatus.NOT_FOUND, signed)
            return view(signed=signed, **path)

        answer.access = "editor"  # type: ignore[attr-defined]
        answer.needs = needs  # type: ignore[attr-defined]
        return answer

    return decorate


def _may_enter(signed: SignedIn, needs: Needs) -> bool:
    if needs == "administrator":
        return signed.person.is_administrator
    if needs == "people":
        return signed.person.is_administrator_somewhere
    return needs == "anybody" or signed.person.may_somewhere(needs)


def _lead_to_what_is_owed(signed: SignedIn, *, is_write: bool) -> AnyResponse:
    """Whoever was writing is not taken away from the text: the way there opens beside it."""
    path = OWED_AT[signed.owes or "password"]
    if not is_write:
        return go_to(path)
    return page("owed.html", HTTPStatus.FORBIDDEN, signed, path=path, carried=find_carried(), next=page_behind())


def _ask_to_sign_in(room: Room, *, is_write: bool) -> AnyResponse:
    """Whoever was writing when the session ended finds the text again behind the door."""
    if not is_write:
        return protect(redirect(f"{SIGN_IN}?next={request.path}", HTTPStatus.SEE_OTHER))
    return show_door(room, HTTPStatus.UNAUTHORIZED, next_path=page_behind(), carried=find_carried())


def show_door(
    room: Room,
    status: int = HTTPStatus.OK,
    *,
    next_path: str,
    carried: Sequence[tuple[str, str]] = (),
    wrong: str = "",
    wait_seconds: int = 0,
) -> Response:
    """The page that asks who is there; `carried`: what was typed behind it before, `wrong`: a key of the words."""
    minutes, has_provider = math.ceil(wait_seconds / 60), room.services.config.provider is not None
    asked: dict[str, Any] = {"next": next_path, "carried": carried, "wrong": wrong, "wait_minutes": minutes}
    return page("sign_in.html", status, has_provider=has_provider, **asked)


def page(template: str, status: int = HTTPStatus.OK, signed: SignedIn | None = None, **values: object) -> Response:
    """A page with the words, and who is signed in."""
    words: PageWords = page_words()
    shared = {"words": words, "say": words.say, "scripts": list(load_scripts())}
    html = render_template(f"editors/{template}", signed=signed, **shared, **values)
    response = Response(html, status=status, content_type="text/html; charset=utf-8")
    protect(response)
    return response


def sorry(
    reason: str, status: int, signed: SignedIn | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """What was not done, and what to do instead, as `wording/` says under `sorry`."""
    key = (request.view_args or {}).get("key") if signed and status != HTTPStatus.NOT_FOUND else None
    response = page("sorry.html", status, signed, reason=reason, back_to=f"/editors/guides/{key}" if key else "")
    response.headers.update(headers or {})
    return response


def go_to(path: str) -> AnyResponse:
    """After something was done, a page that can be loaded again without doing it twice."""
    return protect(redirect(path, HTTPStatus.SEE_OTHER))


def protect(response: AnyResponse) -> AnyResponse:
    """Stored nowhere, framed nowhere, running nothing but the scripts that come with the program."""
    response.headers.update(HEADERS)
    return response
