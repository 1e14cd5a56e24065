"""A draft for a colleague without an account: read through a secret address, with a form for what is wrong.

Whoever has the address may read this one draft and say something about it, nothing else. No cookie is asked for or set.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.cases.texts import IdentityNumberError
from channel_api.comments_desk import CommentError, Remark
from channel_api.editing.forms import FormField, form_of
from channel_api.editing_desk import NoSuchGuideError
from channel_api.opened_guide import Opened, Token
from channel_api.pages.preview import PICTURES, look, sounds_of
from channel_api.pages.room import Room, page, protect
from channel_api.previewing.picture_program import NotDrawnError
from channel_api.store.previews import Link
from content.understanding.identity_numbers import mask_digit_runs

NOT_FOR_OTHERS = frozenset(("questions", "id", "codes", "sensitive"))  # for editors and programs
NOTHING_DRAWN = {"screens": [], "parts": [], "regions": {}, "missing": "busy", "part_titles": {}, "leads_on": []}
POLICY = (
    "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
View = Callable[[Link, str], AnyResponse]


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/preview/<token>`."""

    @routes.get("/preview/<token>")
    @_with_link(room)
    def shared_draft(link: Link, token: str) -> AnyResponse:
        return _show(room, link, token, about=request.args.get("about", ""), is_kept=request.args.get("kept") == "yes")

    @routes.post("/preview/<token>")
    @_with_link(room)
    def comment_on_draft(link: Link, token: str) -> AnyResponse:
        about, text, name = (request.form.get(field, "") for field in ("about", "text", "name"))
        known = {field.name for field in _fields(room, room.desk.open(link.key))}
        seen = Token.parse(request.form.get("seen", ""))
        remark = Remark(text=text, field=about if about in known else "", seen=seen)
        try:
            room.comments.say_by_link(link, remark, name)
        except CommentError as error:
            return _show(room, link, token, about=about, text=text, name=name, fault=error.reason)
        except IdentityNumberError:
            text, name = mask_digit_runs(text), mask_digit_runs(name)
            return _show(room, link, token, about=about, text=text, name=name, fault="personal_said")
        return _hide(redirect(f"/preview/{token}?kept=yes#comment", HTTPStatus.SEE_OTHER))


def _with_link(room: Room) -> Callable[[View], Callable[..., AnyResponse]]:
    """A view that gets the link of the address; whoever has none that is open learns nothing."""

    def decorate(view: View) -> Callable[..., AnyResponse]:
        @wraps(view)
        def answer(token: str) -> AnyResponse:
            link = room.links.find(token)
            if link is None:
                return _sorry("no_such_preview", HTTPStatus.NOT_FOUND)
            try:
                return view(link, token)
            except NoSuchGuideError:
                return _sorry("no_such_preview", HTTPStatus.NOT_FOUND)

        answer.access = "public"  # type: ignore[attr-defined]
        return answer

    return decorate


def _show(
    room: Room,
    link: Link,
    token: str,
    *,
    about: str = "",
    text: str = "",
    name: str = "",
    fault: str = "",
    is_kept: bool = False,
) -> AnyResponse:
    opened = room.desk.open(link.key)
    form = _fields(room, opened)
    values: dict[str, Any] = look(room, opened) if room.links.may_look(link) else NOTHING_DRAWN
    response = page(
        "shared_draft.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK,
        opened=opened,
        link=link,
        token=token,
        form=form,
        names=[field.name for field in form],
        typed={"about": about, "text": text, "name": name},
        fault=fault,
        is_kept=is_kept,
        said=room.comments.load(link.key, link=link),
        region_names=room.preview.names_of((str(opened.text.get("region", "")),)),
        topic_titles={topic.id: topic.title for topic in room.checker.load_topics()},
        **values,
        **_sounds(room, opened),
    )
    return _hide(response)


def _sounds(room: Room, opened: Opened) -> dict[str, Any]:
    try:
        return sounds_of(room, room.preview.look(opened))
    except NotDrawnError:
        return {"sentences": {}}


def _fields(room: Room, opened: Opened) -> list[FormField]:
    fields = form_of(opened.text, kind=opened.kind)
    return [field for field in fields if field.name not in NOT_FOR_OTHERS]


def _sorry(reason: str, status: int) -> AnyResponse:
    return _hide(page("shared_sorry.html", status, reason=reason))


def _hide(response: Response | AnyResponse) -> AnyResponse:
    """Found by no search engine, named to no other site, kept by nobody, running nothing."""
    protect(response)
    response.headers["Content-Security-Policy"] = POLICY + PICTURES
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
