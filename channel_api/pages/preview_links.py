"""Links for colleagues without an account: made, listed and closed by editors."""

from __future__ import annotations

import re
from http import HTTPStatus

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.opened_guide import Opened
from channel_api.pages.room import Room, entrance, go_to, page, sorry
from channel_api.preview_links_desk import TooManyLinksError
from channel_api.previewing.doors import LINK_DAYS, LINK_LIFETIME, read_days
from channel_api.sign_in_desk import SignedIn

_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/guides/<key>/links`, `links/<number>/end`."""

    @routes.get("/editors/guides/<key>/links")
    @entrance(room)
    def preview_links(signed: SignedIn, key: str) -> AnyResponse:
        return _show(room, signed, room.desk.open(key), done=request.args.get("done", ""))

    @routes.post("/editors/guides/<key>/links")
    @entrance(room, "save")
    def make_preview_link(signed: SignedIn, key: str) -> AnyResponse:
        opened = room.desk.open(key)
        if not room.desk.within(signed.person, opened).may("save"):
            return sorry("role", HTTPStatus.FORBIDDEN, signed)
        try:
            token, _ = room.links.make(signed.person, key, read_days(request.form.get("days", "")))
        except TooManyLinksError:
            return sorry("too_many_links", HTTPStatus.CONFLICT, signed)
        base = room.services.config.public_url or request.host_url.rstrip("/")
        return _show(room, signed, opened, address=f"{base}/preview/{token}")

    @routes.post("/editors/guides/<key>/links/<number>/end")
    @entrance(room, "save")
    def end_preview_link(signed: SignedIn, key: str, number: str) -> AnyResponse:
        opened = room.desk.open(key)
        if not room.desk.within(signed.person, opened).may("save"):
            return sorry("role", HTTPStatus.FORBIDDEN, signed)
        is_ended = _NUMBER.fullmatch(number) and room.links.end(signed.person, key, int(number))
        return go_to(f"/editors/guides/{key}/links{'?done=link_ended' if is_ended else ''}")


def _show(room: Room, signed: SignedIn, opened: Opened, *, address: str = "", done: str = "") -> AnyResponse:
    return page(
        "preview_links.html",
        signed=signed,
        opened=opened,
        tab="links",
        links=room.links.load_open(opened.key),
        days=LINK_DAYS,
        usual_days=LINK_LIFETIME.days,
        address=address,
        can_write=room.desk.within(signed.person, opened).may("save"),
        done=done,
    )
