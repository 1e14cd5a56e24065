"""Accounts, for administrators: who may do what where, first passwords, lost telephones, accounts that end."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import quote

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from channel_api.editing.grants import Grant
from channel_api.editing.workflow import ROLES, Person
from channel_api.pages.room import Room, entrance, go_to, page, sorry
from channel_api.people_desk import NoSuchPersonError, PeopleFaultError
from channel_api.sign_in_desk import SignedIn
from channel_api.store.editor_identities import Identity

PEOPLE = "/editors/people"
SEPARATOR = "|"  # between the parts of a grant in the value of a button; no department holds one


def add_routes(routes: Blueprint, room: Room) -> None:
    """`/editors/people`, `people/<name>` and what can be done there."""
    _add_list(routes, room)
    _add_account(routes, room)
    _add_passwords(routes, room)
    _add_links(routes, room)

    @routes.errorhandler(NoSuchPersonError)
    def nobody(_error: NoSuchPersonError) -> AnyResponse:
        return sorry("missing", HTTPStatus.NOT_FOUND, room.signed_in())

    @routes.errorhandler(PeopleFaultError)
    def refused(error: PeopleFaultError) -> AnyResponse:
        return sorry(error.reason, _status(error), room.signed_in())


def _status(error: PeopleFaultError) -> HTTPStatus:
    return HTTPStatus.FORBIDDEN if error.is_forbidden else HTTPStatus.UNPROCESSABLE_ENTITY


def _add_list(routes: Blueprint, room: Room) -> None:
    @routes.get(PEOPLE)
    @entrance(room, "people")
    def list_people(signed: SignedIn) -> AnyResponse:
        return _show_people(room, signed)

    @routes.post(PEOPLE)
    @entrance(room, "people")
    def add_person(signed: SignedIn) -> AnyResponse:
        name = request.form.get("name", "").strip()
        try:
            password = room.people.add(signed.person, name, _typed_grants(room))
        except PeopleFaultError as error:
            return _show_people(room, signed, fault=error)
        return page("made_password.html", signed=signed, name=name, password=password)


def _show_people(room: Room, signed: SignedIn, *, fault: PeopleFaultError | None = None) -> AnyResponse:
    return page(
        "people.html",
        _status(fault) if fault else HTTPStatus.OK,
        signed,
        accounts=room.people.load_accounts(signed.person),
        regions=room.people.load_region_names(),
        roles=ROLES,
        typed=request.form,
        chosen=request.form.getlist("role"),
        fault=fault.reason if fault else "",
        done=request.args.get("done", ""),
    )


def _add_account(routes: Blueprint, room: Room) -> None:
    @routes.get("/editors/people/<name>")
    @entrance(room, "people")
    def show_person(signed: SignedIn, name: str) -> AnyResponse:
        return _show_account(room, signed, name)

    @routes.post("/editors/people/<name>/grants")
    @entrance(room, "people")
    def change_grants(signed: SignedIn, name: str) -> AnyResponse:
        try:
            _change(room, signed.person, name)
        except PeopleFaultError as error:
            return _show_account(room, signed, name, fault=error)
        return go_to(f"{_path(name)}?done=grants_changed")

    @routes.post("/editors/people/<name>/end-sessions")
    @entrance(room, "people")
    def end_sessions_of(signed: SignedIn, name: str) -> AnyResponse:
        room.people.end_sessions(signed.person, name)
        return go_to(f"{PEOPLE}?done=sessions_ended")

    @routes.post("/editors/people/<name>/end")
    @entrance(room, "people")
    def end_person(signed: SignedIn, name: str) -> AnyResponse:
        if request.form.get("sure") != "yes":
            return _show_account(room, signed, name, fault=PeopleFaultError("not_sure"))
        room.people.end(signed.person, name)
        return go_to(f"{PEOPLE}?done=account_ended")


def _change(room: Room, by: Person, name: str) -> None:
    """One grant taken by the button beside it, or others given."""
    taken = request.form.get("take", "")
    if taken:
        role, department, region = [*taken.split(SEPARATOR), "", ""][:3]
        known = room.people.find_account(by, name).grants
        wanted = [
            grant for grant in known if (grant.role, grant.department, grant.region) == (role, department, region)
        ]
        room.people.change_grants(by, name, take=wanted)
    else:
        room.people.change_grants(by, name, add=_typed_grants(room))


def _show_account(room: Room, signed: SignedIn, name: str, *, fault: PeopleFaultError | None = None) -> AnyResponse:
    account = room.people.find_account(signed.person, name)
    narrow = [grant for grant in account.grants if not grant.is_everywhere]
    return page(
        "person.html",
        _status(fault) if fault else HTTPStatus.OK,
        signed,
        account=account,
        covered=room.people.count_texts(narrow),
        regions=room.people.load_region_names(),
        roles=ROLES,
        typed=request.form,
        chosen=request.form.getlist("role"),
        has_provider=room.services.config.provider is not None,
        value_of=_value_of,
        fault=fault.reason if fault else "",
        done=request.args.get("done", ""),
    )


def _add_passwords(routes: Blueprint, room: Room) -> None:
    @routes.post("/editors/people/<name>/password")
    @entrance(room, "people")
    def new_password(signed: SignedIn, name: str) -> AnyResponse:
        password = room.people.make_new_password(signed.person, name)
        return page("made_password.html", signed=signed, name=name, password=password)

    @routes.post("/editors/people/<name>/reset-second-step")
    @entrance(room, "people")
    def reset_second_step(signed: SignedIn, name: str) -> AnyResponse:
        room.people.reset_second_step(signed.person, name)
        return go_to(f"{_path(name)}?done=second_step_reset")


def _add_links(routes: Blueprint, room: Room) -> None:
    provider = room.services.config.provider

    @routes.post("/editors/people/<name>/link")
    @entrance(room, "people")
    def link_account(signed: SignedIn, name: str) -> AnyResponse:
        if provider is None:
            return sorry("missing", HTTPStatus.NOT_FOUND, signed)
        try:
            room.people.link(signed.person, name, Identity(provider.issuer, request.form.get("subject", "")))
        except PeopleFaultError as error:
            return _show_account(room, signed, name, fault=error)
        return go_to(f"{_path(name)}?done=linked")

    @routes.post("/editors/people/<name>/unlink")
    @entrance(room, "people")
    def unlink_account(signed: SignedIn, name: str) -> AnyResponse:
        identity = Identity(request.form.get("issuer", ""), request.form.get("subject", ""))
        room.people.unlink(signed.person, name, identity)
        return go_to(f"{_path(name)}?done=unlinked")


def _typed_grants(room: Room) -> list[Grant]:
    department, region = request.form.get("department", ""), request.form.get("region", "")
    return room.people.parse_grants(request.form.getlist("role"), department, region)


def _value_of(grant: Grant) -> str:
    return SEPARATOR.join((grant.role, grant.department, grant.region))


def _path(name: str) -> str:
    return f"{PEOPLE}/{quote(name, safe='')}"
