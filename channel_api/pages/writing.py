"""The form of a text: shown with what is wrong beside each field, read back, merged where two people wrote at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.editing.comparing import compare_texts
from channel_api.editing.forms import Values, carry_out, form_of, read_form, read_order
from channel_api.editing.kinds import EditedKind
from channel_api.editing.merging import Merged
from channel_api.editing.row_focus import focus_after
from channel_api.editing.texts import Text
from channel_api.editing.workflow import Person, acts_open_to
from channel_api.editing_desk import ConflictError, FaultyGuideError, Kept, NoSuchGuideError, PersonalNumberError
from channel_api.opened_guide import Opened, Token, find_text_at
from channel_api.pages.beside_the_form import beside
from channel_api.pages.carried import typed_words
from channel_api.pages.fault_words import explain, name_words
from channel_api.pages.named_ids import ids_for_names
from channel_api.pages.room import Room, entrance, go_to, page, sorry
from channel_api.sign_in_desk import SignedIn
from content.faults import Fault
from content.understanding.identity_numbers import mask_digit_runs

GUIDE_PATH = "/editors/guides/"
PERSONAL = "personal_number"


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/guides/<key>`."""

    @routes.get("/editors/guides/<key>")
    @entrance(room)
    def show_guide(signed: SignedIn, key: str) -> AnyResponse:
        opened = room.desk.open(key)
        is_check = request.args.get("check") == "yes"
        faults = room.desk.find_faults(opened) if is_check else []
        done = request.args.get("done", "")
        left = _find_left(room, signed, opened)
        return show(room, signed, opened, opened.text, faults=faults, is_check=is_check, done=done, left_at=left)

    @routes.post("/editors/guides/<key>")
    @entrance(room, "save")
    def write_guide(signed: SignedIn, key: str) -> AnyResponse:
        token = Token.parse(request.form.get("token", ""))
        if token is None:
            return sorry("bad_request", HTTPStatus.BAD_REQUEST, signed)
        opened = room.desk.open(key)
        text = _read(opened, ids_for_names(room, request.form.to_dict(flat=False)))
        order = read_order(request.form.get("do", ""), opened.kind)
        if order is not None:
            rows = carry_out(order, text)
            return show(room, signed, opened, rows, token=token, is_unsaved=True, focus=focus_after(order, rows))
        return _save(room, signed, key, text, token)


def _save(room: Room, signed: SignedIn, key: str, text: Text, token: Token) -> AnyResponse:
    reason, wants_submission = request.form.get("reason", ""), request.form.get("do") == "submit"
    try:
        kept = room.desk.save(signed.person, key, text, token, reason=reason)
    except ConflictError as error:
        merged = error.merged
        return show(room, signed, error.opened, merged.text, HTTPStatus.CONFLICT, merged=merged, is_unsaved=True)
    except PersonalNumberError as error:
        opened = room.desk.open(key)
        faults = [Fault(PERSONAL, name) for name in error.keys]
        hidden = _without_numbers(text)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return show(room, signed, opened, hidden, status, token=token, faults=faults, is_check=True, is_unsaved=True)
    room.autosaves.forget(signed.person, place_of(key))
    if not wants_submission:
        return go_to(f"{GUIDE_PATH}{key}?done={_done(kept)}")
    try:
        room.desk.submit(signed.person, key, room.desk.open(key).token)
    except FaultyGuideError:
        return go_to(f"{GUIDE_PATH}{key}?check=yes")
    return go_to(f"{GUIDE_PATH}{key}?done=submitted")


def _read(opened: Opened, values: Values) -> Text:
    """What was typed into the form of this text."""
    return read_form(values, fixed=opened.text or opened.live_text or {}, kind=opened.kind)


def _done(kept: Kept) -> str:
    if not kept.changed:
        return "unchanged"
    if kept.is_as_live:
        return "as_live"
    return "restarted" if kept.restarted else "saved"


def place_of(key: str) -> str:
    """The address of a guide's form below `/editors/`: what is typed there is kept under it."""
    return f"guides/{key}"


def has_form_at(room: Room, path: str) -> bool:
    """Whether a text is written there."""
    if not path.startswith(GUIDE_PATH):
        return False
    try:
        room.desk.open(path.removeprefix(GUIDE_PATH))
    except NoSuchGuideError:
        return False
    return True


def _find_left(room: Room, signed: SignedIn, opened: Opened) -> datetime | None:
    """When this person left something here unsaved that says anything else than the text does."""
    place = place_of(opened.key)
    left = room.autosaves.find(signed.person, place) if signed.person.may_somewhere("save") else None
    if left is None:
        return None
    text = opened.kind.tidy(_read(opened, many(left.fields)))
    if text != opened.text:
        return left.written_at
    room.autosaves.forget(signed.person, place)
    return None


def many(fields: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The values of each name."""
    values: dict[str, list[str]] = defaultdict(list)
    for name, value in fields:
        values[name].append(value)
    return values


def show_carried(room: Room, signed: SignedIn, path: str, fields: Iterable[tuple[str, str]]) -> AnyResponse | None:
    """The form with what was typed and never saved, or the words that stood beside a button; None for neither."""
    values = many(fields)
    token = Token.parse(values.get("token", [""])[0])
    if token is None and (said := typed_words((name, value) for name, ones in values.items() for value in ones)):
        return page("typed_words.html", signed=signed, typed=said, next=path)
    if token is None or not path.startswith(GUIDE_PATH) or not signed.person.may_somewhere("save"):
        return None
    try:
        opened = room.desk.open(path.removeprefix(GUIDE_PATH))
    except NoSuchGuideError:
        return None
    text = _read(opened, values)
    return show(room, signed, opened, text, token=token, is_unsaved=True)


def show(
    room: Room,
    signed: SignedIn,
    opened: Opened,
    text: Text,
    status: int = HTTPStatus.OK,
    *,
    token: Token | None = None,
    faults: Iterable[Fault] = (),
    is_check: bool = False,
    is_unsaved: bool = False,
    merged: Merged | None = None,
    done: str = "",
    left_at: datetime | None = None,
    focus: str = "",
) -> AnyResponse:
    """The page of a text. `token`: what the typed text was begun from, where that is not what is open now."""
    found = list(faults)
    kind, topics = opened.kind, room.checker.load_topics()
    form = form_of(text, topics=[topic.id for topic in topics], kind=kind)
    return page(
        "guide.html",
        status,
        signed,
        opened=opened,
        form=form,
        token=str(token or opened.token),
        **_of_person(room, signed.person, opened),
        faults=explain(room, found, form, kind),
        **_of_check(found, is_check=is_check, is_unsaved=is_unsaved),
        **beside(room, opened, form, is_check=is_check and not is_unsaved),
        **_differences(room, opened, merged),
        name_words=lambda name: name_words(name, kind),
        topic_titles={topic.id: topic.title for topic in topics},
        done=done,
        left_at=left_at,
        focus=focus,
        place=place_of(opened.key),
    )


def _differences(room: Room, opened: Opened, merged: Merged | None) -> dict[str, Any]:
    """What differs from what is live, from what was live, and from what somebody else wrote meanwhile."""
    kind = opened.kind
    return {
        "conflicts": _theirs(merged, kind),
        "taken_over": [name_words(name, kind) for name in merged.taken_over] if merged else [],
        "changes": compare_texts(opened.live_text or {}, opened.text, kind) if opened.is_live else [],
        "live_changes": _live_changes(room, opened),
    }


def _of_check(found: Sequence[Fault], *, is_check: bool, is_unsaved: bool) -> dict[str, Any]:
    is_personal = any(fault.code == PERSONAL for fault in found) and is_unsaved
    return {"count": len(found), "is_check": is_check, "is_unsaved": is_unsaved, "is_personal": is_personal}


def _of_person(room: Room, person: Person, opened: Opened) -> dict[str, Any]:
    """What this person may do with it, whether they wrote it, and who else has it open."""
    return {
        "acts": acts_open_to(opened.work, room.desk.within(person, opened)),
        "is_own": person.name in opened.work.authors,
        "others": room.autosaves.load_others(person, place_of(opened.key)),
    }


def _theirs(merged: Merged | None, kind: EditedKind) -> Mapping[str, list[Any]]:
    """What the other one wrote, as changes of what stands in the form."""
    if merged is None:
        return {}
    return {
        name: compare_texts(_only(merged.text, name), _only(merged.theirs, name), kind) for name in merged.both_changed
    }


def _only(text: Text, name: str) -> Text:
    return {name: text[name]} if name in text else {}


def _live_changes(room: Room, opened: Opened) -> list[Any]:
    """What an import put in force since the draft was begun."""
    if not opened.has_live_changed:
        return []
    with room.services.database.read() as connection:
        begun_from = find_text_at(connection, opened.key, Token(0, 0, opened.token.live_revision))
    return compare_texts(begun_from, opened.live_text or {}, opened.kind)


def _without_numbers(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: item if key in ("id", "region") else _without_numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_numbers(item) for item in value]
    return mask_digit_runs(value)
