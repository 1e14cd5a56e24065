"""What is done with a draft besides writing it: sent round, approved, given back, published. One button each."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.editing.workflow import Person
from channel_api.editing_desk import FaultyGuideError
from channel_api.opened_guide import Token
from channel_api.pages.room import Room, entrance, go_to, sorry
from channel_api.pages.writing import GUIDE_PATH
from channel_api.sign_in_desk import SignedIn

Doing = Callable[[Person, str, Token], object]


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/guides/<key>/submit`, `approve`, `return`, `publish`, `keep-mine`."""
    desk = room.desk

    @routes.post("/editors/guides/<key>/submit")
    @entrance(room, "submit")
    def submit(signed: SignedIn, key: str) -> AnyResponse:
        return _do(signed, key, desk.submit, "submitted")

    @routes.post("/editors/guides/<key>/approve")
    @entrance(room, "approve")
    def approve(signed: SignedIn, key: str) -> AnyResponse:
        return _do(signed, key, desk.approve, "approved")

    @routes.post("/editors/guides/<key>/return")
    @entrance(room, "return")
    def give_back(signed: SignedIn, key: str) -> AnyResponse:
        reason = request.form.get("reason", "")
        return _do(signed, key, lambda who, key, token: desk.give_back(who, key, token, reason), "returned")

    @routes.post("/editors/guides/<key>/publish")
    @entrance(room, "publish")
    def publish(signed: SignedIn, key: str) -> AnyResponse:
        return _do(signed, key, desk.publish, "published")

    @routes.post("/editors/guides/<key>/keep-mine")
    @entrance(room, "save")
    def keep_mine(signed: SignedIn, key: str) -> AnyResponse:
        return _do(signed, key, desk.keep_mine, "kept")


def _do(signed: SignedIn, key: str, doing: Doing, done: str) -> AnyResponse:
    """What is refused is said by the pages' error handlers; faults stand beside their fields."""
    token = Token.parse(request.form.get("token", ""))
    if token is None:
        return sorry("bad_request", HTTPStatus.BAD_REQUEST, signed)
    try:
        doing(signed.person, key, token)
    except FaultyGuideError:
        return go_to(f"{GUIDE_PATH}{key}?check=yes")
    return go_to(f"{GUIDE_PATH}{key}?done={done}")
