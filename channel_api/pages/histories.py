"""The history of a text: every revision, what changed from one to another, and going back to an earlier one."""

from __future__ import annotations

import re
from http import HTTPStatus

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.editing.comparing import compare_texts
from channel_api.editing_desk import ConflictError, NoSuchGuideError, PersonalNumberError
from channel_api.opened_guide import Opened, Token
from channel_api.pages.room import Room, entrance, go_to, page, sorry
from channel_api.pages.writing import GUIDE_PATH
from channel_api.sign_in_desk import SignedIn
from channel_api.store import drafts
from channel_api.store.drafts import Revision

REVISIONS_ON_A_PAGE = 50
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/guides/<key>/history`, `history/<number>`, `history/<number>/restore`."""

    @routes.get("/editors/guides/<key>/history")
    @entrance(room)
    def history(signed: SignedIn, key: str) -> AnyResponse:
        opened = room.desk.open(key)
        before = _number(request.args.get("before", ""))
        with room.services.database.read() as connection:
            revisions = drafts.load_revisions(connection, key, most=REVISIONS_ON_A_PAGE, before=before)
        has_more = len(revisions) == REVISIONS_ON_A_PAGE
        can_restore = room.desk.within(signed.person, opened).may("save")
        return page(
            "history.html",
            signed=signed,
            opened=opened,
            revisions=revisions,
            has_more=has_more,
            can_restore=can_restore,
        )

    @routes.get("/editors/guides/<key>/history/<number>")
    @entrance(room)
    def compare(signed: SignedIn, key: str, number: str) -> AnyResponse:
        opened = room.desk.open(key)
        newer = _find(room, key, _number(number))
        against = _number(request.args.get("against", "")) or newer.revision - 1
        older = _find(room, key, against) if against else None
        changes = compare_texts(older.body if older else {}, newer.body, opened.kind)
        return page(
            "compare.html",
            signed=signed,
            opened=opened,
            newer=newer,
            older=older,
            changes=changes,
            topic_titles={topic.id: topic.title for topic in room.checker.load_topics()},
            is_now=newer.body == opened.text,
            can_restore=room.desk.within(signed.person, opened).may("save"),
        )

    @routes.post("/editors/guides/<key>/history/<number>/restore")
    @entrance(room, "save")
    def restore(signed: SignedIn, key: str, number: str) -> AnyResponse:
        token = Token.parse(request.form.get("token", ""))
        if token is None:
            return sorry("bad_request", HTTPStatus.BAD_REQUEST, signed)
        return _restore(room, signed, room.desk.open(key), _find(room, key, _number(number)), token)


def _restore(room: Room, signed: SignedIn, opened: Opened, revision: Revision, token: Token) -> AnyResponse:
    try:
        kept = room.desk.restore(signed.person, opened.key, revision.revision, token, request.form.get("reason", ""))
    except ConflictError:
        return sorry("stale", HTTPStatus.CONFLICT, signed)
    except PersonalNumberError:
        return sorry("personal", HTTPStatus.UNPROCESSABLE_ENTITY, signed)
    done = "as_live" if kept.is_as_live else "restored" if kept.changed else "unchanged"
    return go_to(f"{GUIDE_PATH}{opened.key}?done={done}")


def _find(room: Room, key: str, number: int | None) -> Revision:
    with room.services.database.read() as connection:
        revision = drafts.find_revision(connection, key, number) if number else None
    if revision is None:
        raise NoSuchGuideError(key)
    return revision


def _number(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else None
