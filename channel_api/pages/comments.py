"""What colleagues say about a text: the list of all of it, a form for whoever has an account, and what waits where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.cases.texts import IdentityNumberError
from channel_api.comments_desk import CommentError, Remark
from channel_api.editing.forms import form_of
from channel_api.editing_desk import NoSuchGuideError
from channel_api.opened_guide import Opened, Token
from channel_api.pages.room import Room, entrance, go_to, page, sorry
from channel_api.sign_in_desk import SignedIn
from content.understanding.identity_numbers import mask_digit_runs

DECISION = "decision:"  # before the number of the trail's row, in the choice of what a comment is about
WAITING_SHOWN = 50
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A text with comments nobody took care of."""

    key: str
    title: str
    count: int
    is_mine: bool


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/guides/<key>/comments` and `comments/<number>/done`."""

    @routes.get("/editors/guides/<key>/comments")
    @entrance(room)
    def comments(signed: SignedIn, key: str) -> AnyResponse:
        about = request.args.get("about", "")
        return _show(room, signed, room.desk.open(key), about=about, done=request.args.get("done", ""))

    @routes.post("/editors/guides/<key>/comments")
    @entrance(room)
    def comment(signed: SignedIn, key: str) -> AnyResponse:
        opened = room.desk.open(key)
        about, text = request.form.get("about", ""), request.form.get("text", "")
        decision = _number(about.removeprefix(DECISION)) if about.startswith(DECISION) else None
        remark = Remark(
            text=text,
            field=about if about in _names(opened) else "",
            seen=Token.parse(request.form.get("seen", "")),
            answers=_number(request.form.get("answers", "")),
            decision=decision,
        )
        try:
            room.comments.say(signed.person, key, remark)
        except CommentError as error:
            return _show(room, signed, opened, about=about, text=text, fault=error.reason)
        except IdentityNumberError:
            return _show(room, signed, opened, about=about, text=mask_digit_runs(text), fault="personal_said")
        return go_to(f"/editors/guides/{key}/comments?done=comment_said")

    @routes.post("/editors/guides/<key>/comments/<number>/done")
    @entrance(room)
    def comment_done(signed: SignedIn, key: str, number: str) -> AnyResponse:
        opened, wanted = room.desk.open(key), _number(number) or 0
        is_own = room.comments.find_author(key, wanted) == signed.person.name
        if not is_own and not room.desk.within(signed.person, opened).may("save"):
            return sorry("role", HTTPStatus.FORBIDDEN, signed)
        is_done = room.comments.mark_done(signed.person, key, wanted)
        return go_to(f"/editors/guides/{key}/comments{'?done=comment_done' if is_done else ''}")

    @routes.context_processor
    def what_colleagues_say() -> dict[str, object]:
        return {"comments_on": room.comments.load, "comments_waiting": waiting, "names_in": _names}

    def waiting(signed: SignedIn) -> list[Waiting]:
        return _waiting(room, signed)


def _show(
    room: Room,
    signed: SignedIn,
    opened: Opened,
    *,
    about: str = "",
    text: str = "",
    fault: str = "",
    done: str = "",
) -> AnyResponse:
    return page(
        "comments.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK,
        signed,
        opened=opened,
        tab="comments",
        said=room.comments.load(opened.key),
        decision=room.comments.find_decision(opened.key),
        typed={"about": about, "text": text},
        fault=fault,
        can_write=room.desk.within(signed.person, opened).may("save"),
        done=done,
    )


def _names(opened: Opened) -> list[str]:
    """The fields a comment can be about."""
    return [field.name for field in form_of(opened.text or opened.live_text or {}, kind=opened.kind)]


def _waiting(room: Room, signed: SignedIn) -> list[Waiting]:
    """What this person is writing first, then what waited longest."""
    found = []
    for key, (count, first) in room.comments.load_waiting().items():
        try:
            opened = room.desk.open(key)
        except NoSuchGuideError:
            continue
        is_mine = signed.person.name in (opened.owner, *opened.work.authors)
        found.append((not is_mine, first, Waiting(key, opened.title, count, is_mine)))
    return [one for _, _, one in sorted(found, key=lambda entry: entry[:2])[:WAITING_SHOWN]]


def _number(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else None
