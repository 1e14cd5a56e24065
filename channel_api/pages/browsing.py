"""The list of guides, what waits for a second pair of eyes, and a guide that is new."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import cast, get_args
from urllib.parse import urlencode

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.editing_desk import FaultyGuideError, NameTakenError
from channel_api.guide_list import Order, Wanted
from channel_api.pages.room import HOME, Room, entrance, go_to, page
from channel_api.sign_in_desk import SignedIn
from content.model import NATIONAL_REGION

ROWS_ON_A_PAGE = 50
LONGEST_QUERY = 100  # characters
BEGIN_FIELDS = ("id", "region", "topic", "title")
_NUMBER = re.compile(r"[1-9][0-9]{0,4}")


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/`, `/editors/reviews`, `/editors/new`."""
    _add_lists(routes, room)
    _add_beginning(routes, room)


def _add_lists(routes: Blueprint, room: Room) -> None:
    @routes.get(HOME)
    @entrance(room)
    def list_guides(signed: SignedIn) -> AnyResponse:
        wanted, today = _wanted(), room.services.today()
        rows = room.guides.find(wanted, today)
        pages = max(1, -(-len(rows) // ROWS_ON_A_PAGE))
        asked = request.args.get("page", "")
        number = min(int(asked), pages) if _NUMBER.fullmatch(asked) else 1
        shown = rows[(number - 1) * ROWS_ON_A_PAGE : number * ROWS_ON_A_PAGE]
        return page(
            "list.html",
            signed=signed,
            wanted=wanted,
            rows=shown,
            count=len(rows),
            number=number,
            pages=pages,
            query=urlencode([(name, value) for name, value in request.args.items() if name not in ("page", "done")]),
            topics={topic.id: topic.title for topic in room.checker.load_topics()},
            owners=room.guides.load_owners(),
            today=today,
            done=request.args.get("done", ""),
        )

    @routes.get("/editors/reviews")
    @entrance(room)
    def reviews(signed: SignedIn) -> AnyResponse:
        today = room.services.today()
        waiting = {state: room.guides.find(Wanted(state=state), today) for state in ("in_review", "approved")}
        return page("reviews.html", signed=signed, waiting=waiting)


def _wanted() -> Wanted:
    """What the address asks for; what it does not know is as if it were not said."""
    asked = {name: request.args.get(name, "")[:LONGEST_QUERY] for name in ("words", "topic", "state", "owner", "order")}
    order = asked["order"] if asked["order"] in get_args(Order) else "changed"
    return Wanted(
        words=asked["words"],
        topic=asked["topic"],
        state=asked["state"],
        owner=asked["owner"],
        stale=request.args.get("stale") == "yes",
        order=cast(Order, order),
    )


def _add_beginning(routes: Blueprint, room: Room) -> None:
    @routes.get("/editors/new")
    @entrance(room, "save")
    def ask_for_new(signed: SignedIn) -> AnyResponse:
        return _ask(room, signed, {"region": NATIONAL_REGION}, {})

    @routes.post("/editors/new")
    @entrance(room, "save")
    def begin(signed: SignedIn) -> AnyResponse:
        typed = {name: request.form.get(name, "") for name in BEGIN_FIELDS}
        try:
            opened = room.desk.begin(signed.person, dict(typed))
        except NameTakenError:
            return _ask(room, signed, typed, {"id": ("taken", "")})
        except FaultyGuideError as error:
            return _ask(room, signed, typed, {fault.key: room.checker.explain(fault) for fault in error.faults})
        return go_to(f"/editors/guides/{opened.key}?done=begun")


def _ask(room: Room, signed: SignedIn, typed: dict[str, str], faults: dict[str, tuple[str, str]]) -> AnyResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    topics = {topic.id: topic.title for topic in room.checker.load_topics()}
    return page("new.html", status, signed, typed=typed, faults=faults, topics=topics, names=BEGIN_FIELDS)
