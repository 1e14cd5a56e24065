"""Signing in and out with a password, and changing one's own."""

from __future__ import annotations

import math
import re
from http import HTTPStatus

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.callers import client_address
from channel_api.pages.carried import read_carried
from channel_api.pages.room import (
    COOKIE,
    HOME,
    SIGN_IN,
    Room,
    entrance,
    go_to,
    page,
    show_door,
    sorry,
)
from channel_api.pages.writing import show_carried
from channel_api.second_step_desk import TooManyNumbersError
from channel_api.sign_in_desk import SignedIn, TooManyTriesError, WeakPasswordError

COOKIE_PATH = "/editors"
_OUR_PATH = re.compile(r"/editors/[\w/:-]*")  # keys of words of search are Chinese


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/sign-in`, `sign-out`, `password`."""
    _add_door(routes, room)
    _add_password(routes, room)


def _add_door(routes: Blueprint, room: Room) -> None:
    @routes.get(SIGN_IN)
    def ask_to_sign_in() -> AnyResponse:
        if room.signed_in():
            return go_to(HOME)
        return show_door(room, next_path=our_path(request.args.get("next", "")))

    @routes.post(SIGN_IN)
    def sign_in() -> AnyResponse:
        if not room.is_from_here():
            return sorry("foreign", HTTPStatus.FORBIDDEN)
        return _sign_in(room)

    @routes.post("/editors/sign-in/go-on")
    def go_on_writing() -> AnyResponse:
        """Signed in in another window: the form is shown again, still to be saved."""
        next_path, carried, signed = our_path(request.form.get("next", "")), read_carried(), room.signed_in()
        if not room.is_from_here():
            return sorry("foreign", HTTPStatus.FORBIDDEN)
        shown = show_carried(room, signed, next_path, carried) if signed and signed.owes is None else None
        return shown or show_door(room, HTTPStatus.UNAUTHORIZED, next_path=next_path, carried=carried)

    @routes.post("/editors/sign-out")
    @entrance(room, is_open_while_owing=True)
    def sign_out(signed: SignedIn) -> AnyResponse:
        room.sign_in.sign_out(request.cookies.get(COOKIE, ""))
        response = go_to(SIGN_IN)
        response.delete_cookie(COOKIE, path=COOKIE_PATH)
        return response

    for view in (ask_to_sign_in, sign_in, go_on_writing):
        view.access = "public"  # type: ignore[attr-defined]


def _sign_in(room: Room) -> AnyResponse:
    next_path, carried = our_path(request.form.get("next", "")), read_carried()
    name, password, number = (request.form.get(field, "") for field in ("name", "password", "number"))
    address = client_address(room.services.config.trusted_proxies)
    try:
        token = room.sign_in.sign_in(name, password, number, address=address)
    except (TooManyTriesError, TooManyNumbersError) as error:
        wait_seconds = error.retry_after_seconds
        status = HTTPStatus.TOO_MANY_REQUESTS
        refused = show_door(room, status, next_path=next_path, carried=carried, wait_seconds=wait_seconds)
        refused.headers["Retry-After"] = str(wait_seconds)
        return refused
    if token is None:
        return show_door(room, HTTPStatus.FORBIDDEN, next_path=next_path, carried=carried, wrong="wrong_password")
    signed = room.sign_in.find_signed_in(token)
    is_free = signed is not None and signed.owes is None
    shown = show_carried(room, signed, next_path, carried) if carried and signed and is_free else None
    return let_in(room, shown or go_to(next_path), token)


def let_in(room: Room, response: AnyResponse, token: str) -> AnyResponse:
    """The cookie ends with the browser; the server ends the session earlier."""
    response.set_cookie(COOKIE, token, path=COOKIE_PATH, httponly=True, samesite="Strict", secure=room.is_secure)
    return response


def our_path(text: str) -> str:
    """Where to go after signing in; never to another site."""
    return text if _OUR_PATH.fullmatch(text) and "//" not in text else HOME


def _add_password(routes: Blueprint, room: Room) -> None:
    @routes.get("/editors/password")
    @entrance(room, is_open_while_owing=True)
    def ask_for_password(signed: SignedIn) -> AnyResponse:
        return page("password.html", signed=signed, fault="")

    @routes.post("/editors/password")
    @entrance(room, is_open_while_owing=True)
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
