"""The part of the conversation about a case: its number in pieces, its code, how far it has come.

A code is never spoken and forgotten at once; after the look-up only the last four characters of the number are said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from channel_api.answers import CaseProgress
from voice.case_entry import SHORTEST_NUMBER, Entry
from voice.digits import read_digits, read_number
from voice.guide_answers import plain_name
from voice.intents import Heard
from voice.knowledge import Knowledge
from voice.replies import LONGEST_SENTENCE, Replies
from voice.state import State
from voice.turns import Turn

CODE_DIGITS = 6
TAIL_CHARACTERS = 4
LONGEST_READ_BACK = 12  # characters: three groups fill a sentence
YOU = "您"


class CaseDialog:
    """Takes a number and a code, and tells what came of it."""

    def __init__(self, knowledge: Knowledge, replies: Replies) -> None:
        self._knowledge, self._replies = knowledge, replies

    def respond(self, state: State, heard: Heard, at: datetime) -> Turn:
        """Every intent about cases, and the warning about identity numbers."""
        name = heard.intent.name
        if name == "case_start":
            if heard.decision == "confirm" and heard.entry is not None:
                waiting = replace(state, mode="confirm", pending=None, pending_number=heard.entry.number, offers=())
                return Turn(waiting, (self._say("is_it_one"),))
            return self.start(state)
        if name in ("case_number", "case_correct"):
            return self._number(state, heard)
        if name == "case_code":
            number = state.pending_number
            taken = replace(state, pending_number="", entry=Entry(number, number), code="") if number else state
            return self._code(taken, heard.intent.text("digits"))
        if name == "case_ask":
            return self._ask(state, heard.intent.text("aspect"))
        return self._warn(state)

    def _say(self, key: str, **values: object) -> str:
        return self._replies.text(f"case.{key}", **values)

    # -- the number ----------------------------------------------------------------------------------------------------

    def start(self, state: State) -> Turn:
        """Where no department tells its cases, that is said before anything is dictated."""
        region = self._knowledge.region(state.region)
        key = "start" if region is None or region.has_case_feed else "no_feed"
        return Turn(_entering(state, Entry()), (self._say(key),), "case")

    def resume(self, state: State) -> Turn:
        """Back to where the entry stood."""
        if state.mode == "case_code":
            return Turn(state, (self._say("code"),), "case")
        entering = replace(state, mode="case_number", offers=(), pending=None)
        is_complete = len(state.entry.number) in self._lengths(state.region)
        return self._read_back(entering, self._say("start"), is_complete=is_complete)

    def go_on(self, state: State) -> Turn:
        """There is more to come, or the number read back is right."""
        return Turn(state, (self._say("code" if state.mode == "case_code" else "go_on"),), "case")

    def ask_which_part(self, state: State) -> Turn:
        """The number read back is wrong somewhere."""
        doubted = replace(state.entry, is_doubted=True, last_piece=state.entry.number)
        return Turn(replace(state, mode="case_number", code="", entry=doubted), (self._say("which_part"),), "case")

    def take_number(self, state: State) -> Turn:
        """A number said unasked turned out to be a case number."""
        entry = Entry(state.pending_number, state.pending_number)
        taken = replace(state, pending_number="", mode="case_number", entry=entry, code="")
        return self._read_back(taken, "", is_complete=len(entry.number) in self._lengths(state.region))

    def _number(self, state: State, heard: Heard) -> Turn:
        entry = heard.entry or Entry()
        is_complete = bool(heard.intent.slots.get("complete")) or len(entry.number) in self._lengths(state.region)
        after = replace(_entering(state, entry), labelled=state.labelled)
        is_shortened = heard.intent.name == "case_correct" and not entry.last_piece
        if not entry.number:
            return Turn(after, (self._say("again"),), "case")
        if is_shortened and not is_complete:
            return Turn(after, (self._say("taken_back"),), "case")
        return self._read_back(after, "", is_complete=is_complete, is_corrected=heard.intent.name == "case_correct")

    def _read_back(self, state: State, empty: str, *, is_complete: bool, is_corrected: bool = False) -> Turn:
        """The group just heard while it grows, the whole number once it is whole or was corrected."""
        number = state.entry.number
        if not number:
            return Turn(state, (empty or self._say("again"),), "case")
        if is_complete and len(number) < SHORTEST_NUMBER:
            return Turn(state, (self._say("too_short"),), "case")
        spoken = _spoken(number)
        if is_complete:
            whole = self._say("whole" if spoken == read_number(number) else "whole_long", number=spoken)
            return Turn(replace(state, mode="case_code", code=""), (whole,), "case")
        key, part = ("corrected", number) if is_corrected else ("heard", state.entry.last_piece or number)
        return Turn(state, (self._say(key, number=_spoken(part)),), "case")

    def _lengths(self, region: str) -> tuple[int, ...]:
        found = self._knowledge.region(region)
        return found.case_number_lengths if found else ()

    # -- the code and the look-up --------------------------------------------------------------------------------------

    def _code(self, state: State, code: str) -> Turn:
        if len(code) > CODE_DIGITS:
            return Turn(replace(state, code=""), (self._say("code_again"),), "case")
        if len(code) < CODE_DIGITS:
            return Turn(replace(state, code=code), (self._say("code_more" if code else "code"),), "case")
        found = self._knowledge.look_up_case(state.entry.number, code)
        after = replace(state, mode="idle", entry=Entry(), code="")
        if isinstance(found, str):
            if found == "not_found":
                # The code alone may have been wrong: it can be said once more without the number.
                anew = replace(after, mode="case_number", pending_number=state.entry.number)
                return Turn(anew, (self._say("not_found"), self._say("not_found_next")), "case")
            return Turn(after, (self._say(found),), "case")
        return Turn(replace(after, case=found), self._tell_state(found), "case/progress")

    def _warn(self, state: State) -> Turn:
        """The number is not kept anywhere, and what was dictated before it is dropped with it."""
        identity = self._replies.text
        if state.mode in ("case_number", "case_code"):
            return Turn(_entering(state, Entry()), (identity("identity"), identity("identity_case")), "case")
        return Turn(state, (identity("identity"), identity("identity_next")))

    # -- how far it has come -------------------------------------------------------------------------------------------

    def _ask(self, state: State, aspect: str) -> Turn:
        if state.case is None:
            return self.start(state)
        tells: dict[str, Callable[[CaseProgress], tuple[str, ...]]] = {
            "state": self._tell_state,
            "next": self._tell_next,
            "when": self._tell_when,
            "where": self._tell_where,
            "why": lambda case: (case.meaning or self._say("goes_on", state=case.state_label),),
        }
        return Turn(replace(state, mode="idle"), tells[aspect](state.case), "case/progress")

    def _tell_state(self, case: CaseProgress) -> tuple[str, ...]:
        tail = read_digits("".join(filter(str.isalnum, case.number_masked))[-TAIL_CHARACTERS:])
        return (self._say("state", tail=tail, state=case.state_label), self._tell_next(case)[0])

    def _tell_next(self, case: CaseProgress) -> tuple[str, ...]:
        step = case.next_step
        if step is None:
            return (self._say("no_next"),)
        others, _, yours = step.what.rpartition("，")
        if others and yours.startswith(YOU) and step.who != YOU:  # what the household has to do comes first
            return (f"{yours}。", self._say("next", who=step.who, what=others))
        return (self._say("next", who=step.who, what=step.what),)

    def _tell_when(self, case: CaseProgress) -> tuple[str, ...]:
        days = case.working_days_left
        by = _day(case.promised_by)
        said = self._say("by", month=by.month, day=by.day) if by else ""
        if days is None:
            return (said or self._say("no_days"),)
        if days == 0:
            return (self._say("days_today"),)
        if days < 0:
            return (self._say("days_late", count=-days),)
        left = self._say("days_left" if case.days_are_certain else "days_expected", count=days)
        return (left, said) if said else (left,)

    def _tell_where(self, case: CaseProgress) -> tuple[str, ...]:
        office = next((entry.office for entry in reversed(case.timeline) if entry.office), "")
        where = case.next_step.where if case.next_step else ""
        place = plain_name(where or office)
        return (self._say("where", office=place) if place else self._say("no_where"),)


def _entering(state: State, entry: Entry) -> State:
    return replace(
        state, mode="case_number", entry=entry, code="", case=None, offers=(), pending=None, pending_number=""
    )


def _spoken(number: str) -> str:
    """In groups of four, as much of the end as one sentence holds."""
    size = LONGEST_READ_BACK
    spoken = read_number(number)
    is_long = len(spoken) > LONGEST_SENTENCE - LONGEST_READ_BACK + 4 or len(number) > size
    return read_number(number[-size:]) if is_long else spoken


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
