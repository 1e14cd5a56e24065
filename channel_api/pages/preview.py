"""A draft before it is published: as the television draws it, as it sounds, and whether its questions find it."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.opened_guide import Opened
from channel_api.pages.room import Room, entrance, go_to, page, sorry
from channel_api.pages.words import page_words
from channel_api.preview_desk import BusyError
from channel_api.previewed import Previewed
from channel_api.previewing.picture_program import NotDrawnError
from channel_api.previewing.screens import OUTCOME, QUESTION, STEP, leads_on, parts_of
from channel_api.previewing.spoken import CHARACTERS_A_MINUTE, SpokenSentence
from channel_api.sign_in_desk import SignedIn
from channel_api.sound_of_draft import CannotSoundError
from content.model import Guide, Scenario
from content.spoken_sentences import LONGEST_UNCUT

# Pictures stand in the page itself: a second request for each would keep the server's threads from households.
PICTURES = "; img-src 'self' data:"
# What a server that listens everywhere is called, and where it is found then.
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/guides/<key>/preview`, `preview/sound`, `preview/questions`."""

    @routes.get("/editors/guides/<key>/preview")
    @entrance(room)
    def preview_screens(signed: SignedIn, key: str) -> AnyResponse:
        opened = room.desk.open(key)
        values = look(room, opened)
        return with_pictures(page("preview.html", signed=signed, opened=opened, tab="screens", **values))

    @routes.get("/editors/guides/<key>/preview/questions")
    @entrance(room)
    def preview_questions(signed: SignedIn, key: str) -> AnyResponse:
        opened = room.desk.open(key)
        try:
            shown = room.preview.look(opened)
            tried, harmed = room.preview.try_questions(shown.thing) if isinstance(shown.thing, Guide) else ([], [])
        except (NotDrawnError, BusyError) as error:
            reason = error.reason if isinstance(error, NotDrawnError) else "busy"
            return sorry(reason, HTTPStatus.SERVICE_UNAVAILABLE, signed)
        counts = Counter(question.then.place for question in tried)
        return page(
            "preview_questions.html",
            signed=signed,
            opened=opened,
            tab="questions",
            tried=tried,
            harmed=harmed,
            counts=counts,
            better=sum(question.change > 0 for question in tried),
            worse=sum(question.change < 0 for question in tried),
        )

    @routes.context_processor
    def what_previews_need() -> dict[str, object]:
        return {"part_name": part_name, "label_of": label_of}

    _add_sound(routes, room)


def _add_sound(routes: Blueprint, room: Room) -> None:
    @routes.get("/editors/guides/<key>/preview/sound")
    @entrance(room)
    def preview_sound(signed: SignedIn, key: str) -> AnyResponse:
        opened = room.desk.open(key)
        try:
            shown = room.preview.look(opened)
        except NotDrawnError as error:
            return sorry(error.reason, HTTPStatus.CONFLICT, signed)
        return page(
            "preview_sound.html",
            signed=signed,
            opened=opened,
            tab="sound",
            can_make=room.sounds.is_possible,
            done=request.args.get("done", ""),
            **sounds_of(room, shown),
        )

    @routes.post("/editors/guides/<key>/preview/sound")
    @entrance(room, "save")
    def make_preview_sound(signed: SignedIn, key: str) -> AnyResponse:
        opened, wanted = room.desk.open(key), request.form.get("sentence", "")
        try:
            parts, _ = room.preview.sentences(room.preview.look(opened).thing)
            said = next((one for part in parts.values() for one in part if one.key == wanted), None)
            if said is None:  # only what the draft says is ever made
                return sorry("no_draft", HTTPStatus.CONFLICT, signed)
            room.sounds.make(signed.person, key, said.text)
        except (NotDrawnError, CannotSoundError) as error:
            return sorry(error.reason, HTTPStatus.SERVICE_UNAVAILABLE, signed)
        return go_to(f"/editors/guides/{key}/preview/sound?done=sound_made#{wanted[:12]}")


def look(room: Room, opened: Opened) -> dict[str, Any]:
    """What a page of pictures needs; `missing` says why there are none."""
    asked, part = request.args.get("region", ""), request.args.get("part", "")
    values: dict[str, Any] = {"part": part, "parts": [], "regions": {}, "region": "", "screens": [], "missing": ""}
    values |= {"part_titles": {}, "leads_on": []}
    try:
        shown = room.preview.look(opened)
        regions = room.preview.regions_of(shown)
        region = asked if asked in regions else next(iter(regions))
        shown = room.preview.look(opened, region)
        parts = parts_of(shown.kind, shown.thing)
        part = part if part in parts else ""
        values |= {"part": part, "parts": parts, "regions": regions, "region": region}
        values |= {"part_titles": _part_titles(shown.thing), "leads_on": leads_on(shown.thing, part)}
        screens = room.preview.draw(opened, shown, address=own_address(request.environ), region=region, part=part)
    except NotDrawnError as error:
        return {**values, "missing": error.reason}
    return {**values, "screens": [(screen, [picture_of(sheet.svg) for sheet in screen.sheets]) for screen in screens]}


def sounds_of(room: Room, shown: Previewed) -> dict[str, Any]:
    """What a page of sentences needs."""
    parts, there = room.preview.sentences(shown.thing)
    sentences: list[SpokenSentence] = [one for part in parts.values() for one in part]
    seconds = round(sum(one.seconds for one in sentences))
    return {
        "sentences": parts,
        "there": there,
        "count": len(sentences),
        "minutes": seconds // 60,
        "seconds": seconds % 60,
        "rate": CHARACTERS_A_MINUTE,
        "longest": LONGEST_UNCUT,
    }


def label_of(label: str, row: int) -> str:
    """A field as lists of sentences and comments call it: 申报材料 · 名称 第2条."""
    said = page_words().label_of(label)
    return f"{said} {page_words().text('row_number', number=row)}" if row else said


def part_name(part: str) -> str:
    """One screen as the choice of screens calls it."""
    words = page_words()
    if part.startswith(STEP):
        return words.text("part_step", number=part.removeprefix(STEP))
    return words.say[f"part_{part or 'overview'}"]


def _part_titles(thing: Any) -> dict[str, str]:
    """What the screens of a scenario are called: by what stands on them."""
    if not isinstance(thing, Scenario):
        return {}
    words = page_words()
    asked = [
        (QUESTION + one.id if number > 1 else "", one.text, number) for number, one in enumerate(thing.questions, 1)
    ]
    titles = {part: words.text("part_question", number=number, text=text) for part, text, number in asked}
    return titles | {OUTCOME + one.id: words.text("part_outcome", text=one.text) for one in thing.outcomes}


def picture_of(svg: str) -> str:
    """The picture as an address that holds it whole; as an image it can run nothing."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode('ascii')}"


def with_pictures(response: Response) -> AnyResponse:
    """Lets a page show pictures that stand in it."""
    response.headers["Content-Security-Policy"] += PICTURES
    return response


def own_address(environ: Mapping[str, Any]) -> str:
    """Where this very server listens, by its own socket: what a request says about it anybody could have written."""
    host, port = str(environ.get("SERVER_NAME", "")), str(environ.get("SERVER_PORT", ""))
    host = EVERYWHERE.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
