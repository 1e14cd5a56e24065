"""What waits: for somebody else's eyes, for publishing, and one's own drafts, several of which go round at once.

Each text that is sent round is an act of its own, as if its own button had been pressed; nothing is approved here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.editing.workflow import RefusedError
from channel_api.editing_desk import FaultyGuideError, NoSuchGuideError
from channel_api.guide_list import GuideRow
from channel_api.opened_guide import Token
from channel_api.pages.beside_the_form import titles_of
from channel_api.pages.room import Room, entrance, page
from channel_api.pages.words import page_words
from channel_api.sign_in_desk import SignedIn
from channel_api.store.drafts import StaleError

REVIEWS = "/editors/reviews"
_NUMBER = re.compile(r"[1-9][0-9]{0,4}")
MOST_AT_ONCE = 20  # each is checked against all others, half a second among three thousand guides


@dataclass(frozen=True, slots=True)
class NotSent:
    """A text that stays where it is, and why."""

    key: str
    why: str
    has_faults: bool = False


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/reviews`, `reviews/send`."""

    @routes.get(REVIEWS)
    @entrance(room)
    def reviews(signed: SignedIn) -> AnyResponse:
        return _show(room, signed)

    @routes.post(f"{REVIEWS}/send")
    @entrance(room, "submit")
    def send_round(signed: SignedIn) -> AnyResponse:
        tried = [(key, _try(room, signed, key, token)) for key, token in _chosen()]
        return _show(room, signed, sent=sum(not why for _, why in tried), kept=[why for _, why in tried if why])


def _chosen() -> Iterable[tuple[str, str]]:
    """Keys and tokens as the page wrote them; what a form of somebody else's making says is refused further on."""
    chosen = [value.partition(" ") for value in request.form.getlist("chosen")]
    return [(key, token) for token, _, key in chosen][:MOST_AT_ONCE]


def _try(room: Room, signed: SignedIn, key: str, said: str) -> NotSent | None:
    sorry, token = page_words().sorry, Token.parse(said)
    if token is None:
        return NotSent(key, sorry["bad_request"])
    try:
        room.desk.submit(signed.person, key, token)
    except FaultyGuideError:
        return NotSent(key, sorry["faulty"], has_faults=True)
    except RefusedError as error:
        return NotSent(key, sorry[error.reason])
    except StaleError:
        return NotSent(key, sorry["stale"])
    except NoSuchGuideError:
        return NotSent("", sorry["missing"])
    return None


def _show(room: Room, signed: SignedIn, *, sent: int = 0, kept: Sequence[NotSent] = ()) -> AnyResponse:
    waiting = {state: room.guides.find_waiting(state) for state in ("in_review", "approved")}
    # What was given back and what is not sent round yet is its author's next work, and nobody else's.
    for state in ("returned", "draft"):
        waiting[state] = [row for row in room.guides.find_waiting(state) if row.owner == signed.person.name]
    pages = max(1, -(-len(waiting["draft"]) // MOST_AT_ONCE))
    asked = request.args.get("page", "")
    number = min(int(asked), pages) if _NUMBER.fullmatch(asked) else 1
    may_send = signed.person.may_somewhere("submit")
    to_send = waiting["draft"][(number - 1) * MOST_AT_ONCE : number * MOST_AT_ONCE] if may_send else []
    shown: list[GuideRow] = [row for rows in waiting.values() for row in rows]
    return page(
        "reviews.html",
        signed=signed,
        waiting=waiting,
        titles={row.key: row.title for row in shown} | titles_of(room, shown),
        tokens={row.key: str(room.desk.open(row.key).token) for row in to_send},
        to_send=to_send,
        number=number,
        pages=pages,
        sent=sent,
        kept=kept,
    )
