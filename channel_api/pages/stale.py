"""Nothing goes stale: what has to be looked at again, laws that have changed, and the button that says still right."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from http import HTTPStatus
from threading import Lock

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.editing.schedules import parse_day
from channel_api.editing.staleness import USUAL_NEXT, Due, bare_names, is_settled, names_like
from channel_api.editing_desk import FaultyGuideError
from channel_api.opened_guide import Opened, Token
from channel_api.pages.room import Room, entrance, go_to, page, sorry
from channel_api.review_desk import ReviewDesk, ReviewRefusedError, load_authors
from channel_api.sign_in_desk import SignedIn
from channel_api.stale_list import REVIEWED, StaleList, live_text_of
from channel_api.store import reviews, schedules
from channel_api.store.reviews import ChangedSource, Review

STALE_PATH = "/editors/stale"
ROWS_ON_A_PAGE = 100
LONGEST_TYPED = 200  # characters
NAMES_OFFERED = 12
COUNT_KEPT = timedelta(minutes=1)  # the number in the menu of every page
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class TextReview:
    """What the page of a text shows of looking at it again."""

    last: Review | None
    marks: tuple[ChangedSource, ...]
    proposed: date
    can_confirm: bool
    is_own: bool


@dataclass(slots=True)
class DueCount:
    """How many are due, counted again after a minute: it stands in the menu of every page."""

    room: Room
    stale: StaleList
    _lock: Lock = field(default_factory=Lock)
    _count: int = 0
    _counted_at: datetime | None = None

    def __call__(self) -> int:
        now = self.room.services.clock()
        with self._lock:
            if self._counted_at is None or not timedelta() <= now - self._counted_at < COUNT_KEPT:
                due = self.stale.find(self.room.services.today()).due
                self._count, self._counted_at = sum(one.why != "soon" for one in due), now
            return self._count

    def forget(self) -> None:
        self._counted_at = None


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/stale`, its forms, and `/editors/guides/<key>/still-right`."""
    stale = StaleList(room.services.database)
    desk = ReviewDesk(room.services.database, room.services.clock, room.checker)
    count = DueCount(room, stale)

    def failed_count() -> int:
        with room.services.database.read() as connection:
            return schedules.count_failed(connection)

    @routes.context_processor
    def numbers() -> dict[str, object]:
        return {"due_count": count, "failed_count": failed_count, "review_of": review_of}

    def review_of(opened: Opened, signed: SignedIn) -> TextReview | None:
        return _review_of(room, opened, signed)

    @routes.errorhandler(ReviewRefusedError)
    def refused(error: ReviewRefusedError) -> AnyResponse:
        return sorry(error.reason, HTTPStatus.UNPROCESSABLE_ENTITY, room.signed_in())

    _add_list(routes, room, stale)
    _add_acts(routes, room, desk, count)


def _add_list(routes: Blueprint, room: Room, stale: StaleList) -> None:
    @routes.get(STALE_PATH)
    @entrance(room)
    def list_stale(signed: SignedIn) -> AnyResponse:
        found = stale.find(room.services.today())
        wanted = {name: _typed(request.args.get(name, "")) for name in ("department", "owner")}
        due = [one for one in found.due if _is_wanted(one, wanted)]
        return page(
            "stale.html",
            signed=signed,
            due=due[:ROWS_ON_A_PAGE],
            count=len(due),
            by_why=Counter(one.why for one in due),
            left_of={mark.number: len(found.of_mark(mark)) for mark in found.marks},
            marks=found.marks,
            cited=found.cited,
            wanted=wanted,
            departments=sorted({one.text.department for one in found.due} - {""}),
            owners=sorted({one.text.owner for one in found.due} - {""}),
            done=request.args.get("done", ""),
        )

    @routes.get(f"{STALE_PATH}/source")
    @entrance(room, "save")
    def show_source(signed: SignedIn) -> AnyResponse:
        typed = {name: _typed(request.args.get(name, "")) for name in ("name", "changed_on", "note")}
        found = stale.find(room.services.today())
        names = bare_names(typed["name"])
        name = next(iter(names)) if len(names) == 1 else ""
        with room.services.database.read() as connection:
            citing = [text for text in stale.load_texts(connection) if name in text.cites]
        like = names_like(typed["name"], found.cited, most=NAMES_OFFERED)
        return page(
            "stale_source.html", signed=signed, typed=typed, name=name, citing=citing, like=like, cited=found.cited
        )


def _add_acts(routes: Blueprint, room: Room, desk: ReviewDesk, count: DueCount) -> None:
    @routes.post("/editors/guides/<key>/still-right")
    @entrance(room, "approve")
    def still_right(signed: SignedIn, key: str) -> AnyResponse:
        token = Token.parse(request.form.get("token", ""))
        if token is None:
            return sorry("bad_request", HTTPStatus.BAD_REQUEST, signed)
        next_on = parse_day(request.form.get("next_on", ""))
        try:
            desk.confirm(signed.person, key, token, next_on, request.form.get("note", ""))
        except FaultyGuideError:
            return go_to(f"/editors/guides/{key}?check=yes")
        count.forget()
        return go_to(f"/editors/guides/{key}?done=confirmed")

    @routes.post(f"{STALE_PATH}/sources")
    @entrance(room, "save")
    def mark(signed: SignedIn) -> AnyResponse:
        given = request.form
        changed_on = parse_day(given.get("changed_on", ""))
        desk.mark_source(signed.person, given.get("name", "")[:LONGEST_TYPED], changed_on, given.get("note", ""))
        count.forget()
        return go_to(f"{STALE_PATH}?done=source_marked")

    @routes.post(f"{STALE_PATH}/sources/<number>/take-back")
    @entrance(room, "save")
    def take_back(signed: SignedIn, number: str) -> AnyResponse:
        desk.take_back(signed.person, int(number) if _NUMBER.fullmatch(number) else 0)
        count.forget()
        return go_to(f"{STALE_PATH}?done=source_taken_back")


def _review_of(room: Room, opened: Opened, signed: SignedIn) -> TextReview | None:
    """None for what has no day to be looked at again, and while something else is being written."""
    is_reviewed = opened.kind in REVIEWED and opened.is_live and opened.work.state == "published"
    if not is_reviewed:
        return None
    with room.services.database.read() as connection:
        latest = reviews.load_reviews(connection, opened.key, most=1)
        marks = reviews.load_changed_sources(connection)
        authors = load_authors(connection, opened)
    text = replace(
        live_text_of(opened.kind, opened.live_text or {}), reviewed_at=latest[0].reviewed_at if latest else None
    )
    person = room.desk.within(signed.person, opened)
    is_own = signed.person.name in authors
    open_marks = [mark for mark in marks if mark.name in text.cites and not is_settled(text, mark)]
    return TextReview(
        last=latest[0] if latest else None,
        marks=tuple(open_marks),
        proposed=room.services.today() + USUAL_NEXT,
        can_confirm=person.may("approve") and (not is_own or person.is_administrator),
        is_own=is_own and person.may("approve"),
    )


def _is_wanted(due: Due, wanted: dict[str, str]) -> bool:
    return wanted["department"] in ("", due.text.department) and wanted["owner"] in ("", due.text.owner)


def _typed(text: str) -> str:
    return "".join(filter(str.isprintable, text.strip()[:LONGEST_TYPED]))
