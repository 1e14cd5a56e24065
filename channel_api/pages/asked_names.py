"""Adding what people say to a guide's names or sayings, after seeing which answers of search would change."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import cast, get_args

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.asked.effects import Answered
from channel_api.asked.periods import choose_period
from channel_api.asked_board import load_most_asked
from channel_api.asked_texts import LONGEST_COUNTED_TEXT
from channel_api.cases.texts import clean_text
from channel_api.editing.texts import guide_of
from channel_api.editing_desk import ConflictError, FaultyGuideError, NameTakenError, PersonalNumberError
from channel_api.guide_list import Wanted
from channel_api.name_trials import BusyError, NameTrials, Trial
from channel_api.naming import Naming, Way, open_naming, with_alias, with_saying
from channel_api.opened_guide import Token
from channel_api.pages.asked import Names, plain_name
from channel_api.pages.room import Room, entrance, go_to, page, sorry
from channel_api.pages.words import page_words
from channel_api.pages.writing import GUIDE_PATH
from channel_api.sign_in_desk import SignedIn

NAME = "/editors/asked/name"
LONGEST_NAME = 60  # characters; what is longer is no name
MOST_FOUND = 10  # guides to choose from
MOST_ASKED_TRIED = 300
MOST_SHOWN = 40  # effects


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What stands in the address or the form. `name`: at first the very text; `key`: of the guide chosen."""

    text: str
    name: str
    key: str
    way: Way


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/asked/name`."""
    trials = NameTrials(room.services)

    @routes.get(NAME)
    @entrance(room, "save")
    def ask_for_name(signed: SignedIn) -> AnyResponse:
        return _show(room, signed, trials, _read_typed(room))

    @routes.post(NAME)
    @entrance(room, "save")
    def add_name(signed: SignedIn) -> AnyResponse:
        typed, token = _read_typed(room), Token.parse(request.form.get("token", ""))
        if token is None or not typed.name:
            return sorry("bad_request", HTTPStatus.BAD_REQUEST, signed)
        naming = open_naming(room.desk, typed.key, typed.way)
        if naming.find_faults(typed.name, room.checker, room.services.today()):
            return _show(room, signed, trials, typed, HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            kept = naming.keep(room.desk, signed.person, typed.name, token, request.form.get("reason", ""))
        except (ConflictError, NameTakenError):
            return _show(room, signed, trials, typed, HTTPStatus.CONFLICT, is_stale=True)
        except (PersonalNumberError, FaultyGuideError):
            return sorry("personal", HTTPStatus.UNPROCESSABLE_ENTITY, signed)
        return go_to(f"{GUIDE_PATH}{naming.key}?done={f'{typed.way}_added' if kept.changed else 'unchanged'}")


def _read_typed(room: Room) -> Typed:
    """Raises IdentityNumberError."""
    values, today = request.values, room.services.today()
    text = clean_text(values.get("text", "")[:LONGEST_COUNTED_TEXT], today)
    name = clean_text(values.get("name", text)[:LONGEST_NAME], today)
    asked = values.get("way", "")
    way = cast(Way, asked) if asked in get_args(Way) else "alias"
    return Typed(text=text, name=name, key=plain_name(values.get("guide", "")), way=way)


def _show(
    room: Room,
    signed: SignedIn,
    trials: NameTrials,
    typed: Typed,
    status: int = HTTPStatus.OK,
    *,
    is_stale: bool = False,
) -> AnyResponse:
    naming = open_naming(room.desk, typed.key, typed.way) if typed.key else None
    answered = trials.answer(typed.text) if typed.text else Answered("none", ())
    names = Names(room.services.catalogue.current())
    faults = naming.find_faults(typed.name, room.checker, room.services.today()) if naming and typed.name else []
    is_known = bool(naming and typed.name and naming.is_known(typed.name))
    trial, is_busy = None, False
    if naming and typed.name and not faults and not is_known:
        try:
            trial = _try(room, trials, naming, typed)
        except BusyError:
            is_busy = True
    return page(
        "asked_name.html",
        HTTPStatus.SERVICE_UNAVAILABLE if is_busy else status,
        signed,
        typed=typed,
        find=_sought(),
        naming=naming,
        choices=_guides_to_choose(room, names, answered, naming),
        answered=answered,
        trial=trial,
        names=names,
        is_busy=is_busy,
        is_stale=is_stale,
        is_known=is_known,
        faults=[room.checker.explain(fault) for fault in faults],
        most_shown=MOST_SHOWN,
        longest_name=LONGEST_NAME,
        reason=page_words().text("asked_reason", text=typed.text) if typed.text else "",
    )


def _sought() -> str:
    return plain_name(request.values.get("find", ""))[:LONGEST_NAME].strip()


def _guides_to_choose(room: Room, names: Names, answered: Answered, naming: Naming | None) -> dict[str, str]:
    """Keys and titles: the one chosen, those that answer now, those sought by name."""
    found = _sought()
    rows = room.guides.find(Wanted(words=found), room.services.today())[:MOST_FOUND] if found else []
    chosen = {naming.guide.key: naming.guide.title} if naming else {}
    offered = {id_: names.guide(id_) for id_ in answered.ids if names.is_guide(id_)}
    return chosen | offered | {row.key: row.title for row in rows}


def _try(room: Room, trials: NameTrials, naming: Naming, typed: Typed) -> Trial | None:
    """Of what is live, so that nothing else makes a difference; of a guide that is new, of its draft. None where that
    is not whole enough to be searched for."""
    guide = guide_of(naming.guide.live_text or naming.guide.text)[0]
    if guide is None:
        return None
    period = choose_period("twelve_weeks", "", "", room.services.today())
    with room.services.database.read() as connection:
        asked = load_most_asked(connection, period, MOST_ASKED_TRIED)
    text = typed.text or typed.name
    if typed.way == "alias":
        return trials.try_name(with_alias(guide, typed.name), typed.name, text, asked)
    words = with_saying(room.services.catalogue.current().words, naming, typed.name)
    return trials.try_name(guide, typed.name, text, asked, words=words)
