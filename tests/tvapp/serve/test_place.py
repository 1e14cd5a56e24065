"""Where a page was, when the program under it was started anew."""

from __future__ import annotations

import json

import pytest

from tests.tvapp.serve.conftest import DOWN, OK, ONE, YELLOW, Household, MakeHousehold
from tvapp.fetched import Fetched
from tvapp.history import History
from tvapp.memory import Memory
from tvapp.routes import PATTERNS
from tvapp.serve.place import MOST_BYTES, parse_place, place_of, render_place
from tvapp.serve.sessions import Sessions


def told(household: Household) -> bytes:
    """What the page would send back."""
    message = household.session.message()
    assert message is not None
    return json.dumps(message["place"], separators=(",", ":")).encode()


def test_a_page_is_told_where_it_is_and_told_again_only_when_that_changes(household: Household) -> None:
    assert parse_place(told(household)) == (("home", "topic-household"),)
    household.presses(ONE, DOWN)
    assert parse_place(told(household)) == (("home", "topic-household"), ("topic/household", "id-card-temporary"))
    household.session.refresh()
    assert household.session.message() is None


def test_the_way_back_is_reopened_with_the_focus_of_every_screen(make_household: MakeHousehold) -> None:
    before, after = make_household(), make_household()
    before.presses(ONE, DOWN, OK, DOWN, DOWN)
    after.session.reopen(parse_place(told(before)))
    after.session.enter()
    visits = [household.session.television.visit for household in (before, after)]
    assert visits[0].focused == visits[1].focused == "place"
    assert visits[0].route == visits[1].route
    for household in (before, after):
        household.presses("461")
    assert after.session.television.frame().text() == before.session.television.frame().text()


def test_the_focus_waits_for_data_that_comes_late(make_household: MakeHousehold) -> None:
    household = make_household()
    known = household.channel.services
    household.channel.services = lambda topic, region: Fetched(problem="loading")  # type: ignore[method-assign]
    household.session.reopen((("home", "topic-household"), ("topic/household", "id-card-temporary")))
    household.session.enter()
    assert household.session.is_waiting
    household.channel.services = known  # type: ignore[method-assign]
    household.session.refresh()
    assert household.session.television.visit.focused == "id-card-temporary"


def test_a_case_is_no_place(household: Household) -> None:
    household.presses(ONE)
    where = told(household)
    household.presses(YELLOW, ONE)
    message = household.session.message()
    assert message is not None
    assert "place" not in message
    assert place_of(household.session.television.history) == parse_place(where)


def test_whoever_is_being_welcomed_is_nowhere_yet(make_household: MakeHousehold) -> None:
    household = make_household(route="welcome", memory=Memory(welcomed=False))
    assert place_of(household.session.television.history) == ()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"not json",
        b"\xff\xfe",
        b'[["home"]]',
        b'[["home", 5]]',
        b'[["home",""],["no/such/screen",""]]',
        b'[["topic/household",""]]',
        b'[["home",""],["case",""]]',
        b'[["home",""],["case/progress",""]]',
        b'[["home",""],["feedback",""]]',
        b'[["home",""],["settings/remote",""]]',
        json.dumps([["home", ""]] * 6).encode(),
        json.dumps([["home", "a" * MOST_BYTES]]).encode(),
        b"[" * MOST_BYTES,
    ],
)
def test_what_no_page_of_ours_tells_opens_nothing(body: bytes) -> None:
    assert parse_place(body) == ()


@pytest.mark.parametrize("pattern", PATTERNS)
def test_what_a_page_is_told_can_always_be_told_back(pattern: str) -> None:
    for name in ("id-card-lost", "a" * 150):
        history = History()
        for route in ("topic/household", pattern.replace("{id}", name).replace("{n}", "1").replace("{number}", "110")):
            history.open(route)
            history.front.focused = "键" * 20
        place = place_of(history)
        assert parse_place(render_place(place)) == place


def test_a_session_that_is_still_there_stays_as_it_is(make_household: MakeHousehold) -> None:
    houses: list[Household] = []

    def move_in(browser: str) -> object:
        houses.append(make_household())
        return houses[-1].session

    sessions = Sessions(move_in, clock=lambda: 0.0, most=2)  # type: ignore[arg-type]  # a session is one
    place = (("home", "topic-household"), ("topic/household", ""))
    sessions.enter("a")
    sessions.leave("a")
    sessions.expect("a", place)
    sessions.enter("a")
    assert houses[0].route == "home"
    for browser in "bcde":
        sessions.expect(browser, place)
    sessions.enter("e")
    assert houses[1].route == "topic/household"
    sessions.leave("e")
    sessions.enter("b")  # so many were expected that this one was forgotten: it begins at home
    assert houses[2].route == "home"
