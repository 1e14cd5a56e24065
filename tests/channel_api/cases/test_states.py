"""Which state may follow which."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel_api.answers import CaseState
from channel_api.cases.states import FINAL, FOLLOWERS, STATES, CaseStateError, can_follow, require_followable


def test_every_state_of_the_contract_says_what_may_follow_it() -> None:
    assert set(FOLLOWERS) == set(STATES)
    assert len(STATES) == 12


def test_nothing_follows_the_end_and_everything_else_goes_on() -> None:
    assert {state for state in STATES if not FOLLOWERS[state]} == FINAL


def test_every_state_can_be_reached_from_the_beginning() -> None:
    reached: set[CaseState] = {"received"}
    while more := {after for state in reached for after in FOLLOWERS[state]} - reached:
        reached |= more
    assert reached == set(STATES)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("received", "delivered"),
        ("received", "reviewing"),
        ("decided", "withdrawn"),
        ("completed", "refused"),
        ("delivered", "received"),
        ("refused", "reviewing"),
        (None, "completed"),
    ],
)
def test_a_leap_or_a_way_back_is_refused(before: CaseState | None, after: CaseState) -> None:
    assert not can_follow(before, after)
    with pytest.raises(CaseStateError, match=after):
        require_followable(before, after)


@pytest.mark.parametrize(
    "way",
    [
        ("received", "correction_needed", "received", "accepted", "reviewing", "decided", "completed", "delivered"),
        ("received", "accepted", "suspended", "reviewing", "refused"),
        ("received", "not_accepted"),
        ("accepted", "completed"),
        ("received", "accepted", "reviewing", "reviewing", "correction_needed", "terminated"),
    ],
)
def test_the_usual_ways_are_open(way: tuple[CaseState, ...]) -> None:
    require_followable(None, way[0])
    for before, after in pairwise(way):
        require_followable(before, after)


@given(st.sampled_from(STATES))
def test_a_decided_case_is_never_taken_back(state: CaseState) -> None:
    assert not (state in FINAL | {"decided", "completed"} and can_follow(state, "withdrawn"))
