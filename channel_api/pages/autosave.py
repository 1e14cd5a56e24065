"""What is typed and not saved, and who is here: asked by the script of a form's page, and by plain forms beside it."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.autosave_desk import TooLongError
from channel_api.pages.accounts import our_path
from channel_api.pages.carried import NOT_CARRIED, read_carried
from channel_api.pages.room import Room, entrance, go_to, page, protect, sorry
from channel_api.pages.writing import has_form_at, show_carried
from channel_api.sign_in_desk import SignedIn

EDITORS = "/editors/"


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/unsaved/<place>`, `throw-away`, `here`, `left`, `carried`."""
    _add_unsaved(routes, room)
    _add_presence(routes, room)

    @routes.post("/editors/carried")
    @entrance(room)
    def show_carried_text(signed: SignedIn) -> AnyResponse:
        shown = show_carried(room, signed, our_path(request.form.get("next", "")), read_carried())
        return shown or sorry("missing", HTTPStatus.NOT_FOUND, signed)


def _add_unsaved(routes: Blueprint, room: Room) -> None:
    @routes.get("/editors/unsaved/<path:place>")
    @entrance(room, "save")
    def go_on_with_unsaved(signed: SignedIn, place: str) -> AnyResponse:
        left = room.autosaves.find(signed.person, place)
        if left is None:
            return go_to(EDITORS + place) if has_form_at(room, EDITORS + place) else _missing(signed)
        shown = show_carried(room, signed, EDITORS + place, left.fields)
        return shown or _missing(signed)

    @routes.post("/editors/unsaved/<path:place>")
    @entrance(room, "save")
    def keep_unsaved(signed: SignedIn, place: str) -> AnyResponse:
        if not has_form_at(room, EDITORS + place):
            return _missing(signed)
        left_out = NOT_CARRIED | {"do"}
        fields = [(name, value) for name, value in request.form.items(multi=True) if name not in left_out]
        try:
            kept_at = room.autosaves.keep(signed.person, place, fields)
        except TooLongError:
            return sorry("too_large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, signed)
        return page("kept_at.html", signed=signed, kept_at=kept_at)

    @routes.post("/editors/throw-away/<path:place>")
    @entrance(room, "save")
    def throw_unsaved_away(signed: SignedIn, place: str) -> AnyResponse:
        if not has_form_at(room, EDITORS + place):
            return _missing(signed)
        room.autosaves.forget(signed.person, place)
        return go_to(f"{EDITORS}{place}?done=thrown_away")


def _add_presence(routes: Blueprint, room: Room) -> None:
    @routes.post("/editors/here/<path:place>")
    @entrance(room, is_use=False)
    def come_to_text(signed: SignedIn, place: str) -> AnyResponse:
        if not has_form_at(room, EDITORS + place):
            return _missing(signed)
        others = room.autosaves.come(signed.person, place)
        if "、".join(others) == request.form.get("shown", ""):
            return _nothing_new()  # what is read aloud when it changes is not to be read every time
        return page("others_here.html", signed=signed, others=others)

    @routes.post("/editors/left/<path:place>")
    @entrance(room, is_use=False)
    def leave_text(signed: SignedIn, place: str) -> AnyResponse:
        room.autosaves.leave(signed.person, place)
        return _nothing_new()


def _nothing_new() -> AnyResponse:
    return protect(Response(status=HTTPStatus.NO_CONTENT))


def _missing(signed: SignedIn) -> AnyResponse:
    return sorry("missing", HTTPStatus.NOT_FOUND, signed)
