"""Who did what, for administrators: looked through by person, act, subject and day, and taken away as a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from http import HTTPStatus
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.clock import SHANGHAI
from channel_api.pages.room import Room, entrance, page, protect, sorry
from channel_api.sign_in_desk import SignedIn
from channel_api.store.editing_trail import TrailFilter, add_trace, load_people_and_acts, load_trail
from channel_api.trail_export import MEDIA_TYPES, Format, export_trail

TRACES_ON_A_PAGE = 100
LONGEST_ASKED = 160  # characters
FILTERS = ("who", "act", "subject", "since", "until")
FORMATS: dict[str, Format] = {"csv": "csv", "jsonl": "jsonl"}
_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, and what it means; `is_bad_day`: a day was typed that is none."""

    typed: Mapping[str, str]
    wanted: TrailFilter
    is_bad_day: bool


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/trail`, `trail/export`."""

    @routes.get("/editors/trail")
    @entrance(room, "administrator")
    def show_trail(signed: SignedIn) -> AnyResponse:
        asked, before = _read(request.args), request.args.get("before", "")
        known = int(before) if _NUMBER.fullmatch(before) else None
        with room.services.database.read() as connection:
            traces = load_trail(connection, most=TRACES_ON_A_PAGE, before=known, wanted=asked.wanted)
            people, acts = load_people_and_acts(connection)
        return page(
            "trail.html",
            HTTPStatus.UNPROCESSABLE_ENTITY if asked.is_bad_day else HTTPStatus.OK,
            signed,
            traces=traces,
            has_more=len(traces) == TRACES_ON_A_PAGE,
            asked=asked,
            people=people,
            acts=acts,
            query=urlencode({name: value for name, value in asked.typed.items() if value}),
        )

    @routes.post("/editors/trail/export")
    @entrance(room, "administrator")
    def export_the_trail(signed: SignedIn) -> AnyResponse:
        asked, form = _read(request.form), FORMATS.get(request.form.get("format", ""))
        if form is None or asked.is_bad_day:
            return sorry("bad_request", HTTPStatus.BAD_REQUEST, signed)
        now = room.services.clock()
        with room.services.database.write() as connection:
            who = signed.person.name
            add_trace(connection, who=who, act="export", subject="trail", now=now, details={"format": form})
        lines = export_trail(room.services.database, asked.wanted, form)
        response = Response((line.encode() for line in lines), content_type=MEDIA_TYPES[form])
        name = f"trail-{now.astimezone(SHANGHAI):%Y%m%d-%H%M%S}.{form}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return protect(response)


def _read(given: Mapping[str, str]) -> Asked:
    typed = {name: given.get(name, "").strip()[:LONGEST_ASKED] for name in FILTERS}
    # No database takes a zero byte, and nothing is called so.
    typed = {name: value if value.isprintable() else "" for name, value in typed.items()}
    since, until = _day(typed["since"]), _day(typed["until"])
    is_bad = (typed["since"] != "" and since is None) or (typed["until"] != "" and until is None)
    wanted = TrailFilter(
        who=typed["who"],
        act=typed["act"],
        subject=typed["subject"],
        since=_midnight(since) if since else None,
        until=_midnight(until + timedelta(days=1)) if until and until < date.max else None,
    )
    return Asked(typed, wanted, is_bad)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    """The calendar day of the country begins."""
    return datetime.combine(day, time(), SHANGHAI)
