"""Withdrawing, throwing a draft away, giving back to the files: each asked once more, with what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.editing.pointing import Pointing
from channel_api.editing.workflow import RefusedError
from channel_api.opened_guide import Opened, Token
from channel_api.pages.room import Room, entrance, go_to, page, sorry
from channel_api.pages.writing import GUIDE_PATH
from channel_api.sign_in_desk import SignedIn

Doing = Callable[[Token, str], None]


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/guides/<key>/withdraw`, `discard`, `release`."""
    _add_questions(routes, room)
    _add_acts(routes, room)


def _add_questions(routes: Blueprint, room: Room) -> None:
    @routes.get("/editors/guides/<key>/withdraw")
    @entrance(room, "save")
    def ask_to_withdraw(signed: SignedIn, key: str) -> AnyResponse:
        opened = room.desk.open(key)
        if not room.leaving.can_withdraw(opened):
            raise RefusedError("state")
        pointing = room.checker.find_pointing(opened.kind, opened.kind.id_of(key))
        return _ask(signed, opened, "withdraw", pointing)

    @routes.get("/editors/guides/<key>/discard")
    @entrance(room, "save")
    def ask_to_discard(signed: SignedIn, key: str) -> AnyResponse:
        opened = room.desk.open(key)
        if opened.work.state == "published":
            raise RefusedError("state")
        return _ask(signed, opened, "discard")

    @routes.get("/editors/guides/<key>/release")
    @entrance(room, "publish")
    def ask_to_release(signed: SignedIn, key: str) -> AnyResponse:
        opened = room.desk.open(key)
        if room.leaving.find_origin(opened) is None:
            raise RefusedError("not_from_files")
        return _ask(signed, opened, "release")


def _ask(signed: SignedIn, opened: Opened, act: str, pointing: list[Pointing] | None = None) -> AnyResponse:
    stays = [one for one in pointing or () if not one.leaves_too]
    leaves = [one for one in pointing or () if one.leaves_too]
    return page("leaving.html", signed=signed, opened=opened, act=act, stays=stays, leaves=leaves)


def _add_acts(routes: Blueprint, room: Room) -> None:
    @routes.post("/editors/guides/<key>/withdraw")
    @entrance(room, "save")
    def withdraw(signed: SignedIn, key: str) -> AnyResponse:
        def do(token: Token, reason: str) -> None:
            room.leaving.withdraw(signed.person, key, token, reason)

        return _do(signed, key, do, "withdrawn")

    @routes.post("/editors/guides/<key>/discard")
    @entrance(room, "save")
    def discard(signed: SignedIn, key: str) -> AnyResponse:
        def do(token: Token, _reason: str) -> None:
            room.leaving.discard(signed.person, key, token)

        return _do(signed, key, do, "discarded")

    @routes.post("/editors/guides/<key>/release")
    @entrance(room, "publish")
    def release(signed: SignedIn, key: str) -> AnyResponse:
        def do(token: Token, reason: str) -> None:
            room.leaving.release(signed.person, key, token, reason)

        return _do(signed, key, do, "released")


def _do(signed: SignedIn, key: str, doing: Doing, done: str) -> AnyResponse:
    """What is refused is said by the pages' error handlers."""
    token = Token.parse(request.form.get("token", ""))
    if token is None:
        return sorry("bad_request", HTTPStatus.BAD_REQUEST, signed)
    doing(token, request.form.get("reason", ""))
    return go_to(f"{GUIDE_PATH}{key}?done={done}")
