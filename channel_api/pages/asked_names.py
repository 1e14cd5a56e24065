"""Adding what people say to the names of a guide, after seeing which answers of search would change."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.asked.effects import Answered
from channel_api.asked.periods import choose_period
from channel_api.asked_board import load_most_asked
from channel_api.asked_texts import LONGEST_COUNTED_TEXT
from channel_api.cases.texts import clean_text
from channel_api.editing.texts import Text, guide_of
from channel_api.editing_desk import ConflictError, NoSuchGuideError, PersonalNumberError
from channel_api.guide_list import Wanted
from channel_api.name_trials import BusyError, NameTrials, Trial
from channel_api.opened_guide import Opened, Token
from channel_api.pages.asked import Names, plain_name
from channel_api.pages.room import Room, entrance, go_to, page, sorry
from channel_api.pages.words import page_words
from channel_api.pages.writing import GUIDE_PATH
from channel_api.sign_in_desk import SignedIn
from content.faults import Fault
from content.model import Guide

NAME = "/editors/asked/name"
LONGEST_NAME = 60  # characters; what is longer is no name
MOST_FOUND = 10  # guides to choose from
MOST_ASKED_TRIED = 300
MOST_SHOWN = 40  # effects


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/asked/name`."""
    trials = NameTrials(room.services)

    @routes.get(NAME)
    @entrance(room, "save")
    def ask_for_name(signed: SignedIn) -> AnyResponse:
        text, name, key = _typed(room, request.args.get)
        return _show(room, signed, trials, text, name, key)

    @routes.post(NAME)
    @entrance(room, "save")
    def add_name(signed: SignedIn) -> AnyResponse:
        text, name, key = _typed(room, request.form.get)
        token = Token.parse(request.form.get("token", ""))
        if token is None or not name:
            return sorry("bad_request", HTTPStatus.BAD_REQUEST, signed)
        opened = open_guide_to_name(room, key)
        if find_name_faults(room, opened, name):
            return _show(room, signed, trials, text, name, key, HTTPStatus.UNPROCESSABLE_ENTITY)
        reason = request.form.get("reason", "")
        try:
            kept = room.desk.save(signed.person, key, with_name(opened.text, name), token, reason=reason)
        except ConflictError:
            return _show(room, signed, trials, text, name, key, HTTPStatus.CONFLICT, is_stale=True)
        except PersonalNumberError:
            return sorry("personal", HTTPStatus.UNPROCESSABLE_ENTITY, signed)
        return go_to(f"{GUIDE_PATH}{key}?done={'name_added' if kept.changed else 'unchanged'}")


def open_guide_to_name(room: Room, key: str) -> Opened:
    """Raises NoSuchGuideError for what is no guide, or is withdrawn: only guides are found by names."""
    opened = room.desk.open(key)
    if opened.kind.cls is not Guide or not opened.text:
        raise NoSuchGuideError(key)
    return opened


def with_name(text: Text, name: str) -> Text:
    """The guide's text with one more alias; as it is where it is called so already."""
    aliases = list(text.get("aliases", ()))
    known = {*aliases, text.get("title"), text.get("spoken_name")}
    return text if name in known else {**text, "aliases": [*aliases, name]}


def find_name_faults(room: Room, opened: Opened, name: str) -> list[Fault]:
    """What the rules say against this name; other faults of the draft are none of this page's business."""
    text = with_name(opened.text, name)
    place = f"aliases[{len(text.get('aliases', ())) - 1}]"
    faults = room.checker.find_faults(text, room.services.today())
    return [fault for fault in faults if fault.key == place] if text is not opened.text else []


def _typed(room: Room, get: object) -> tuple[str, str, str]:
    """The text people ask, the name (at first the same), and the guide's key."""
    take = get if callable(get) else dict[str, str]().get
    text = str(take("text", ""))[:LONGEST_COUNTED_TEXT]
    name = str(take("name", text))[:LONGEST_NAME]
    today = room.services.today()
    return clean_text(text, today), clean_text(name, today), plain_name(str(take("guide", "")))


def _show(
    room: Room,
    signed: SignedIn,
    trials: NameTrials,
    text: str,
    name: str,
    key: str,
    status: int = HTTPStatus.OK,
    *,
    is_stale: bool = False,
) -> AnyResponse:
    opened = open_guide_to_name(room, key) if key else None
    answered = trials.answer(text) if text else Answered("none", ())
    names = Names(room.services.catalogue.current())
    faults = find_name_faults(room, opened, name) if opened and name else []
    is_known = bool(opened and name and with_name(opened.text, name) is opened.text)
    trial, is_busy = None, False
    if opened and name and not faults and not is_known:
        try:
            trial = _try(room, trials, opened, name, text)
        except BusyError:
            is_busy = True
    return page(
        "asked_name.html",
        HTTPStatus.SERVICE_UNAVAILABLE if is_busy else status,
        signed,
        text=text,
        name=name,
        find=_sought(),
        opened=opened,
        choices=_guides_to_choose(room, names, answered, opened),
        answered=answered,
        trial=trial,
        names=names,
        is_busy=is_busy,
        is_stale=is_stale,
        is_known=is_known,
        faults=[room.checker.explain(fault) for fault in faults],
        most_shown=MOST_SHOWN,
        longest_name=LONGEST_NAME,
        reason=page_words().text("asked_reason", text=text) if text else "",
    )


def _sought() -> str:
    return request.values.get("find", "")[:LONGEST_NAME].strip()


def _guides_to_choose(room: Room, names: Names, answered: Answered, opened: Opened | None) -> dict[str, str]:
    """Keys and titles: the one chosen, those that answer now, those sought by name."""
    found = _sought()
    rows = room.guides.find(Wanted(words=found), room.services.today())[:MOST_FOUND] if found else []
    chosen = {opened.key: opened.title} if opened else {}
    offered = {id_: names.guide(id_) for id_ in answered.ids if names.is_guide(id_)}
    return chosen | offered | {row.key: row.title for row in rows}


def _try(room: Room, trials: NameTrials, opened: Opened, name: str, text: str) -> Trial | None:
    """None where the guide is neither live nor whole enough to be searched for."""
    guide = _guide_to_try(room, opened)
    if guide is None:
        return None
    period = choose_period("twelve_weeks", "", "", room.services.today())
    with room.services.database.read() as connection:
        asked = load_most_asked(connection, period, MOST_ASKED_TRIED)
    return trials.try_name(guide, name, text or name, asked)


def _guide_to_try(room: Room, opened: Opened) -> Guide | None:
    """What is live, so that only the name makes a difference; of a guide that is new, its draft."""
    return guide_of(opened.live_text or opened.text)[0]
