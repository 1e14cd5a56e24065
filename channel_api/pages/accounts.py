"""Signing in and out, one's own password, and for administrators the people and the trail of what they did."""

from __future__ import annotations

import math
import re
from http import HTTPStatus

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.callers import client_address
from channel_api.pages.room import (
    COOKIE,
    HOME,
    SIGN_IN,
    Room,
    entrance,
    go_to,
    page,
    read_carried,
    sorry,
)
from channel_api.pages.writing import show_carried
from channel_api.sign_in_desk import SignedIn, TooManyTriesError, WeakPasswordError
from channel_api.store.editing_trail import load_trail

TRACES_ON_A_PAGE = 100
COOKIE_PATH = "/editors"
_OUR_PATH = re.compile(r"/editors/[A-Za-z0-9/_-]*")
_NUMBER = re.compile(r"[0-9]{1,9}")


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/sign-in`, `sign-out`, `password`, `people`, `trail`."""
    _add_door(routes, room)
    _add_password(routes, room)
    _add_people(routes, room)


def _add_door(routes: Blueprint, room: Room) -> None:
    @routes.get(SIGN_IN)
    def ask_to_sign_in() -> AnyResponse:
        if room.signed_in():
            return go_to(HOME)
        return page("sign_in.html", carried=[], next=_our_path(request.args.get("next", "")), wrong=False)

    @routes.post(SIGN_IN)
    def sign_in() -> AnyResponse:
        if not room.is_from_here():
            return sorry("foreign", HTTPStatus.FORBIDDEN)
        return _sign_in(room)

    @routes.post("/editors/sign-out")
    @entrance(room)
    def sign_out(signed: SignedIn) -> AnyResponse:
        room.sign_in.sign_out(request.cookies.get(COOKIE, ""))
        response = go_to(SIGN_IN)
        response.delete_cookie(COOKIE, path=COOKIE_PATH)
        return response

    for view in (ask_to_sign_in, sign_in):
        view.access = "public"  # type: ignore[attr-defined]


def _sign_in(room: Room) -> AnyResponse:
    next_path = _our_path(request.form.get("next", ""))
    carried = read_carried()
    name, password = request.form.get("name", ""), request.form.get("password", "")
    address = client_address(room.services.config.trusted_proxies)
    try:
        token = room.sign_in.sign_in(name, password, address=address)
    except TooManyTriesError as error:
        minutes = math.ceil(error.retry_after_seconds / 60)
        limited = {"carried": carried, "next": next_path, "wrong": False, "wait_minutes": minutes}
        refused = page("sign_in.html", HTTPStatus.TOO_MANY_REQUESTS, **limited)  # type: ignore[arg-type]
        refused.headers["Retry-After"] = str(error.retry_after_seconds)
        return refused
    if token is None:
        return page("sign_in.html", HTTPStatus.FORBIDDEN, carried=carried, next=next_path, wrong=True)
    signed = room.sign_in.find_signed_in(token)
    shown = show_carried(room, signed, next_path, carried) if carried and signed else None
    response: AnyResponse = shown or go_to(next_path)
    response.set_cookie(
        COOKIE, token, path=COOKIE_PATH, httponly=True, samesite="Strict", secure=room.is_secure
    )  # ends with the browser; the server ends it earlier
    return response


def _our_path(text: str) -> str:
    """Where to go after signing in; never to another site."""
    return text if _OUR_PATH.fullmatch(text) and "//" not in text else HOME


def _add_password(routes: Blueprint, room: Room) -> None:
    @routes.get("/editors/password")
    @entrance(room)
    def ask_for_password(signed: SignedIn) -> AnyResponse:
        return page("password.html", signed=signed, fault="")

    @routes.post("/editors/password")
    @entrance(room)
    def change_password(signed: SignedIn) -> AnyResponse:
        old, new, again = (request.form.get(name, "") for name in ("old", "new", "again"))
        if new != again:
            return _refuse(signed, "not_the_same")
        token, address = request.cookies.get(COOKIE, ""), client_address(room.services.config.trusted_proxies)
        try:
            is_done = room.sign_in.change_password(signed.person, old, new, token=token, address=address)
        except WeakPasswordError as error:
            return _refuse(signed, error.fault)
        except TooManyTriesError as error:
            return _refuse(signed, "limited", wait_minutes=math.ceil(error.retry_after_seconds / 60))
        return go_to(f"{HOME}?done=password") if is_done else _refuse(signed, "wrong_old")


def _refuse(signed: SignedIn, fault: str, *, wait_minutes: int = 0) -> AnyResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return page("password.html", status, signed, fault=fault, wait_minutes=wait_minutes)


def _add_people(routes: Blueprint, room: Room) -> None:
    @routes.get("/editors/people")
    @entrance(room, "administrator")
    def people(signed: SignedIn) -> AnyResponse:
        return page("people.html", signed=signed, people=room.sign_in.load_people(), done=request.args.get("done", ""))

    @routes.post("/editors/people/<name>/end-sessions")
    @entrance(room, "administrator")
    def end_sessions(signed: SignedIn, name: str) -> AnyResponse:
        if not room.sign_in.end_sessions(signed.person, name):
            return sorry("missing", HTTPStatus.NOT_FOUND, signed)
        return go_to("/editors/people?done=sessions_ended")

    @routes.get("/editors/trail")
    @entrance(room, "administrator")
    def trail(signed: SignedIn) -> AnyResponse:
        before = request.args.get("before", "")
        known = int(before) if _NUMBER.fullmatch(before) else None
        with room.services.database.read() as connection:
            traces = load_trail(connection, most=TRACES_ON_A_PAGE, before=known)
        has_more = len(traces) == TRACES_ON_A_PAGE
        return page("trail.html", signed=signed, traces=traces, has_more=has_more)
