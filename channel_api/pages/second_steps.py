"""One's own second step of signing in: setting up an authenticator app, recovery codes, and doing without again."""

from __future__ import annotations

import math
from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.editing.workflow import Person
from channel_api.pages.room import OWED_AT, Room, entrance, go_to, page, sorry
from channel_api.pages.words import page_words
from channel_api.second_step_desk import SetUp, TooManyNumbersError
from channel_api.sign_in_desk import SignedIn

T = TypeVar("T")

PATH = OWED_AT["second_step"]


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/second-step`, `begin`, `confirm`, `codes`, `off`."""
    _add_setting_up(routes, room)

    @routes.post("/editors/second-step/codes")
    @entrance(room)
    def new_codes(signed: SignedIn) -> AnyResponse:
        codes, fault = _try(room.second_step.make_new_codes, signed.person)
        return _show_codes(signed, codes) if codes else _show(room, signed, fault=fault, at="codes")

    @routes.post("/editors/second-step/off")
    @entrance(room)
    def turn_off_second_step(signed: SignedIn) -> AnyResponse:
        if room.services.config.is_second_step_required:
            return sorry("second_step_required", HTTPStatus.FORBIDDEN, signed)
        is_done, fault = _try(room.second_step.turn_off, signed.person)
        return go_to(f"{PATH}?done=second_step_off") if is_done else _show(room, signed, fault=fault, at="off")


def _add_setting_up(routes: Blueprint, room: Room) -> None:
    @routes.get("/editors/second-step")
    @entrance(room, is_open_while_owing=True)
    def show_second_step(signed: SignedIn) -> AnyResponse:
        return _show(room, signed)

    @routes.post("/editors/second-step/begin")
    @entrance(room, is_open_while_owing=True)
    def begin_second_step(signed: SignedIn) -> AnyResponse:
        set_up = room.second_step.begin(signed.person)
        return _show(room, signed, set_up=set_up) if set_up else go_to(PATH)

    @routes.post("/editors/second-step/confirm")
    @entrance(room, is_open_while_owing=True)
    def confirm_second_step(signed: SignedIn) -> AnyResponse:
        codes, fault = _try(room.second_step.confirm, signed.person)
        if codes:
            return _show_codes(signed, codes)
        set_up = room.second_step.find_begun(signed.person)
        return _show(room, signed, set_up=set_up, fault=fault, at="confirm") if set_up else go_to(PATH)


def _try(act: Callable[[Person, str], T], person: Person) -> tuple[T | None, str]:
    """What came of it, and else what to say."""
    try:
        return act(person, request.form.get("number", "")), page_words().say["wrong_number"]
    except TooManyNumbersError as error:
        return None, page_words().text("limited", minutes=math.ceil(error.retry_after_seconds / 60))


def _show(room: Room, signed: SignedIn, *, set_up: SetUp | None = None, fault: str = "", at: str = "") -> AnyResponse:
    """`at`: beside which field the fault stands."""
    name = signed.person.name
    with room.services.database.read() as connection:
        is_on = room.second_step.is_on(name, connection)
    return page(
        "second_step.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK,
        signed,
        is_on=is_on,
        is_required=room.services.config.is_second_step_required,
        left=room.second_step.count_codes(name) if is_on else 0,
        set_up=set_up,
        fault=fault,
        at=at,
        done=request.args.get("done", ""),
    )


def _show_codes(signed: SignedIn, codes: list[str]) -> AnyResponse:
    """Once: they are stored as hashes."""
    return page("recovery_codes.html", signed=signed, codes=codes)
