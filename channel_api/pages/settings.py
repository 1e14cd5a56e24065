"""One's own settings: where one is signed in, which part of the lists comes first, and what one is reminded of."""

from __future__ import annotations

import re
from datetime import timedelta
from http import HTTPStatus

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.editing.choices import ABOUT, DAYS, WHOSE, Choices
from channel_api.editing.grants import codes_named
from channel_api.pages.room import COOKIE, Room, entrance, go_to, page
from channel_api.reminders import LONGEST_AHEAD, find_reminders, reminders_of
from channel_api.sign_in_desk import SignedIn
from content.model import NATIONAL_REGION

PATH = "/editors/settings"
REMINDERS_SHOWN = 20
LONGEST_TYPED = 100  # characters
_SHORT = re.compile(r"[0-9a-f]{16}")


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/settings`, `end-session`, `end-others`."""

    @routes.get(PATH)
    @entrance(room)
    def settings(signed: SignedIn) -> AnyResponse:
        return _show(room, signed, room.settings.find(signed.person))

    @routes.post(PATH)
    @entrance(room)
    def choose_settings(signed: SignedIn) -> AnyResponse:
        region = request.form.get("region", "").strip()[:LONGEST_TYPED]
        code = _code(room, region)
        topics = {topic.id for topic in room.checker.load_topics()}
        about = frozenset(request.form.getlist("about"))
        plain = {
            "region": code or "",
            "topic": request.form.get("topic", "") if request.form.get("topic", "") in topics else "",
            "whose": request.form.get("whose", ""),
            "about": [sort for sort in ABOUT if sort in about],
            "within_days": next((days for days in DAYS if str(days) == request.form.get("within_days", "")), None),
        }
        choices = Choices.from_plain(plain)
        if code is None:
            return _show(room, signed, choices, typed_region=region)
        room.settings.choose(signed.person, choices)
        return go_to(f"{PATH}?done=settings")

    @routes.post(f"{PATH}/end-session")
    @entrance(room)
    def end_own_session(signed: SignedIn) -> AnyResponse:
        short = request.form.get("session", "")
        is_ended = _SHORT.fullmatch(short) is not None and room.settings.end_session(signed.person, short)
        return go_to(f"{PATH}{'?done=session_ended' if is_ended else ''}#sessions")

    @routes.post(f"{PATH}/end-others")
    @entrance(room)
    def end_other_sessions(signed: SignedIn) -> AnyResponse:
        room.settings.end_others(signed.person, request.cookies.get(COOKIE, ""))
        return go_to(f"{PATH}?done=own_sessions_ended#sessions")


def _code(room: Room, typed: str) -> str | None:
    """The code of a region given by code or name; empty for none, None for what is not one."""
    regions = room.services.catalogue.current().regions
    if not typed or typed in regions:
        return "" if typed == NATIONAL_REGION else typed
    named = codes_named(typed, regions)
    return named[0] if len(named) == 1 else None


def _show(room: Room, signed: SignedIn, choices: Choices, *, typed_region: str = "") -> AnyResponse:
    regions = room.services.catalogue.current().regions
    found = find_reminders(room.services, LONGEST_AHEAD)
    reminders = reminders_of(room.services, signed.person, choices, found)
    return page(
        "settings.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if typed_region else HTTPStatus.OK,
        signed,
        sessions=room.settings.load_sessions(signed.person, request.cookies.get(COOKIE, "")),
        choices=choices,
        typed_region=typed_region or choices.region,
        is_wrong_region=bool(typed_region),
        region_name=regions[choices.region].name if choices.region in regions else "",
        topics={topic.id: topic.title for topic in room.checker.load_topics()},
        about=ABOUT,
        whose=WHOSE,
        days=DAYS,
        reminders=reminders[:REMINDERS_SHOWN],
        count=len(reminders),
        ahead=timedelta(days=choices.within_days),
        done=request.args.get("done", ""),
    )
