"""A conversation that goes on where the viewer went by keys: the state fitted to the screen in sight. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from channel_api.answers import CaseProgress
from voice.case_entry import NO_ENTRY, Entry
from voice.digits import GROUP_CHARACTERS
from voice.intents import Mode
from voice.place_dialog import moved
from voice.state import State
from voice.turns import MOST_TRAIL

HOME, CASE, PROGRESS = "home", "case", "case/progress"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the television shows when somebody begins to speak. `number`, `code`: typed so far, `is_code`: the code is
    typed now; `case`: the progress in sight; `has_private`: a case screen lies on the way back."""

    screen: str
    region: str
    number: str = ""
    code: str = ""
    is_code: bool = False
    case: CaseProgress | None = None
    has_private: bool = False


def joined(state: State, now: Surroundings) -> State:
    """The state from which the next utterance is understood. What was said stays; what keys have changed counts."""
    if now.region != state.region:
        state = moved(state, now.region)
    if not now.has_private:
        state = forgetting(state)
    if now.screen == CASE and now.has_private:
        return _entering(state, now)
    if now.screen == state.screen:
        return state
    state = replace(state, mode="idle", offers=(), pending=None, trail=(*state.trail, state.screen)[-MOST_TRAIL:])
    if now.screen == HOME:
        return State(now.region, labelled=state.labelled)
    if now.screen == PROGRESS:
        return replace(state, screen=PROGRESS, case=now.case or state.case)
    name, _, rest = now.screen.partition("/")
    return _at_guide(state, now.screen, rest) if name == "guide" else replace(state, screen=now.screen)


def forgetting(state: State) -> State:
    """Without number, code and progress of any case; the very same state where it held none."""
    holds_any = state.entry.number or state.code or state.case or state.pending_number
    return replace(state, entry=NO_ENTRY, code="", case=None, pending_number="") if holds_any else state


def _entering(state: State, now: Surroundings) -> State:
    is_new = now.number != state.entry.number
    entry = Entry(now.number, now.number[-GROUP_CHARACTERS:]) if is_new else state.entry
    mode: Mode = "case_code" if now.is_code else "case_number"
    return replace(
        state, screen=CASE, mode=mode, entry=entry, code=now.code if now.is_code else "", offers=(), pending=None
    )


def _at_guide(state: State, screen: str, rest: str) -> State:
    service, _, part = rest.partition("/")
    _, _, step = part.partition("/")
    if service != state.service:
        state = replace(state, service=service, aspect="", question="", told=frozenset(), paused=("", 0), step=0)
    if step.isdecimal():
        return replace(state, screen=screen, mode="step", step=int(step))
    return replace(state, screen=screen)
