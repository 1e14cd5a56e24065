"""The lists of all that is written, and something that is new."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from http import HTTPStatus
from typing import cast, get_args
from urllib.parse import urlencode

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.editing.forms import form_of, read_form
from channel_api.editing.kinds import GUIDES, KINDS, EditedKind, find_kind, is_kind
from channel_api.editing.texts import Text
from channel_api.editing.workflow import Person
from channel_api.editing_desk import FaultyGuideError, NameTakenError
from channel_api.guide_list import Order, Wanted
from channel_api.pages.beside_the_form import titles_of
from channel_api.pages.fault_words import Explained, explain
from channel_api.pages.named_ids import guide_for_name
from channel_api.pages.room import HOME, Room, entrance, go_to, page, sorry
from channel_api.pages.words import page_words
from channel_api.sign_in_desk import SignedIn
from content.codec import fields_of
from content.model import NATIONAL_REGION, Region

ROWS_ON_A_PAGE = 50
LONGEST_QUERY = 100  # characters
DUE_DAYS = (0, 30, 90)
OF_A_GUIDE = ("overlay", "concept")  # kinds whose id is that of a guide
NOWHERE = "999999"
_NUMBER = re.compile(r"[1-9][0-9]{0,4}")
_CODE = re.compile(r"[0-9]{1,6}")


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/`, `/editors/lists/<kind>`, `/editors/new`."""
    _add_lists(routes, room)
    _add_beginning(routes, room)


def _add_lists(routes: Blueprint, room: Room) -> None:
    @routes.get(HOME)
    @entrance(room)
    def list_guides(signed: SignedIn) -> AnyResponse:
        return _list(room, signed, GUIDES)

    @routes.get("/editors/lists/<kind>")
    @entrance(room)
    def list_kind(signed: SignedIn, kind: str) -> AnyResponse:
        if not is_kind(kind):
            return sorry("missing", HTTPStatus.NOT_FOUND, signed)
        return _list(room, signed, find_kind(kind))


def _list(room: Room, signed: SignedIn, kind: EditedKind) -> AnyResponse:
    columns = {spec.key for spec in fields_of(kind.form_cls)}
    usual = room.settings.find(signed.person).narrows(columns) if not request.args else {}
    if usual:  # as an address, so that what is left out stands in the conditions and can be asked for
        return go_to(f"{request.path}?{urlencode(usual)}")
    today, regions = room.services.today(), room.services.catalogue.current().regions
    wanted = _wanted(kind, regions, today)
    rows = room.guides.find(wanted, today)
    pages = max(1, -(-len(rows) // ROWS_ON_A_PAGE))
    asked = request.args.get("page", "")
    number = min(int(asked), pages) if _NUMBER.fullmatch(asked) else 1
    shown = rows[(number - 1) * ROWS_ON_A_PAGE : number * ROWS_ON_A_PAGE]
    return page(
        "list.html",
        signed=signed,
        kind=kind,
        kinds=KINDS,
        columns=columns,
        wanted=wanted,
        rows=shown,
        titles=titles_of(room, shown),
        count=len(rows),
        number=number,
        pages=pages,
        query=urlencode([(name, value) for name, value in request.args.items() if name not in ("page", "done")]),
        topics={topic.id: topic.title for topic in room.checker.load_topics()},
        region_names={row.region: regions[row.region].name for row in shown if row.region in regions},
        asked_region=request.args.get("region", "")[:LONGEST_QUERY],
        owners=room.guides.load_owners(),
        due_days=DUE_DAYS,
        asked_due=_due_days(),
        today=today,
        done=request.args.get("done", ""),
    )


def _wanted(kind: EditedKind, regions: Mapping[str, Region], today: date) -> Wanted:
    """What the address asks for; what it does not know is as if it were not said."""
    names = ("words", "topic", "state", "status", "owner", "order")
    asked = {name: request.args.get(name, "")[:LONGEST_QUERY] for name in names}
    order = asked["order"] if asked["order"] in get_args(Order) else "changed"
    days = _due_days()
    return Wanted(
        kind=kind,
        words=asked["words"],
        topic=asked["topic"],
        region=_region(request.args.get("region", "")[:LONGEST_QUERY].strip(), regions),
        status=asked["status"],
        state=asked["state"],
        owner=asked["owner"],
        stale=request.args.get("stale") == "yes",
        due_by=None if days is None else today + timedelta(days=days),
        order=cast(Order, order),
    )


def _due_days() -> int | None:
    asked = request.args.get("due", "")
    return next((days for days in DUE_DAYS if str(days) == asked), None)


def _region(asked: str, regions: Mapping[str, Region]) -> str:
    """The code of a region that is asked for by code or name; of several of one name the widest."""
    if not asked or _CODE.fullmatch(asked):
        return asked
    named = [code for code, region in regions.items() if asked in region.name]
    return min(named, key=lambda code: (len(code.rstrip("0")), code), default=NOWHERE)


def _add_beginning(routes: Blueprint, room: Room) -> None:
    @routes.get("/editors/new")
    @entrance(room, "save")
    def ask_for_new(signed: SignedIn) -> AnyResponse:
        return _ask(room, signed, _kind(request.args.get("kind", "")), _usual_place(signed.person), {})

    @routes.post("/editors/new")
    @entrance(room, "save")
    def begin(signed: SignedIn) -> AnyResponse:
        kind = _kind(request.form.get("content", ""))
        typed = read_form(request.form.to_dict(flat=False), fixed={}, kind=kind)
        given = {name: request.form.get(name, "") for name in kind.fixed}
        if kind.name in OF_A_GUIDE and "id" in given:
            given["id"] = guide_for_name(room, given["id"])
        text: Text = {
            name: value for name, value in {**typed, **given}.items() if name in kind.begun_with + kind.asked_too
        }
        try:
            opened = room.desk.begin(signed.person, text, kind)
        except NameTakenError:
            taken = {kind.id_fields[-1]: [(0, page_words().sorry["taken"], "")]}
            return _ask(room, signed, kind, text, taken)
        except FaultyGuideError as error:
            return _ask(room, signed, kind, text, explain(room, error.faults, form_of(text, kind=kind), kind))
        return go_to(f"/editors/guides/{opened.key}?done=begun")


def _usual_place(person: Person) -> Text:
    """Where somebody may write who may not write everywhere; the country for all others."""
    grants = sorted((grant.region, grant.department) for grant in person.grants if grant.role == "editor")
    if person.may("save") or not grants:
        return {"region": NATIONAL_REGION}
    region, department = grants[0]
    return {"region": region or NATIONAL_REGION, "department": department}


def _kind(name: str) -> EditedKind:
    return find_kind(name) if is_kind(name) else GUIDES


def _ask(room: Room, signed: SignedIn, kind: EditedKind, typed: Text, faults: Explained) -> AnyResponse:
    topics = {topic.id: topic.title for topic in room.checker.load_topics()}
    fields = form_of(kind.tidy(typed), topics=list(topics), kind=kind)
    return page(
        "new.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
        signed,
        kind=kind,
        form=[replace(field, is_fixed=False) for field in fields if field.name in kind.begun_with + kind.asked_too],
        faults=faults,
        conflicts={},
        takes_a_name=kind.name in OF_A_GUIDE,
        topic_titles=topics,
    )
