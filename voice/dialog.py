"""The conversation: a state and what was understood give the next state and the reply. No sound, no clock of its own.

What it must know besides is asked of `Knowledge`. It never repeats an identity number and never speaks a code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from content.calendar import Calendar
from voice.case_dialog import CaseDialog
from voice.chat_dialog import ChatDialog
from voice.digits import slowly
from voice.failures import Failures
from voice.guide_dialog import GuideDialog
from voice.intents import CHAT, LAST, Heard, Intent
from voice.knowledge import Knowledge
from voice.opinion_dialog import OpinionDialog
from voice.place_dialog import PlaceDialog
from voice.replies import Replies, sentences_of
from voice.state import Offer, Reply, State
from voice.telephone_dialog import TelephoneDialog
from voice.turns import MOST_TRAIL, Turn

SPOKEN_ONLY = ("slower", "faster", "louder", "quieter", "bigger", "smaller", "page_next", "page_previous")
FAILURES = frozenset({"not_understood", "out_of_domain"})
KEEPS_FAILURES = frozenset({*FAILURES, "greet", "wait"})
# What is said once more afterwards is what was said before these.
ASIDES = frozenset({*SPOKEN_ONLY, "wait", "greet"})
# A question that wants a yes stands through these; after anything else a yes would answer what nobody remembers.
KEEPS_QUESTION = frozenset({*SPOKEN_ONLY, *FAILURES, "wait", "repeat", "resume", "greet"})


class Dialog:
    """Answers every intent there is; `respond` is the only door, but for silence."""

    def __init__(self, knowledge: Knowledge, replies: Replies, calendar: Calendar) -> None:
        self._knowledge, self._replies = knowledge, replies
        self._guides = GuideDialog(knowledge, replies, calendar)
        self._cases = CaseDialog(knowledge, replies)
        self._places = PlaceDialog(knowledge, replies)
        self._opinions = OpinionDialog(knowledge, replies)
        self._failures, self._telephones = Failures(replies), TelephoneDialog(knowledge, replies)
        self._chat = ChatDialog(replies)
        plain: dict[str, Callable[[State, Heard], Turn]] = {
            "greet": self._stay,
            "thanks": self._stay,
            "wait": self._stay,
            "help": lambda state, heard: Turn(state, (self._say("help"),), "help"),
            "stop": lambda state, heard: Turn(State(state.region), (self._say("stop"),), "home"),
            "home": lambda state, heard: Turn(
                State(state.region, labelled=state.labelled), (self._say("home"),), "home"
            ),
            "back": self._go_back,
            "repeat": self._repeat,
            "resume": self._resume,
            "choose": self._choose,
            "confirm": self._confirm,
            "deny": self._deny,
            "set_region": self._places.set_region,
            "feedback": self._opinions.ask_what,
            "rate": self._opinions.rate,
            "hotline": self._telephones.hotline,
            "emergency": self._telephones.emergency,
            "not_understood": lambda state, heard: self._failures.not_understood(state, self._open_question(state)),
            "out_of_domain": lambda state, heard: self._failures.out_of_domain(state, self._open_question(state)),
        }
        self._answers = {**dict.fromkeys(SPOKEN_ONLY, self._adjust), **plain}

    def respond(self, state: State, heard: Heard, at: datetime) -> tuple[State, Reply]:
        """The next state and what is answered."""
        name = heard.intent.name
        turn = self._turn(state, heard, at)
        is_chat = CHAT in heard.intent.slots
        after = turn.state if is_chat else _without_stale_question(state, turn.state, name)
        after = replace(after, silences=0)
        if after.settled == state.settled:
            after = replace(after, settled="")
        if name not in KEEPS_FAILURES:
            after = replace(after, misses=0, strangers=0)
        screen = turn.screen or after.screen
        is_jump = bool(turn.screen) and turn.screen != state.screen and name != "back"
        trail = (*after.trail, state.screen)[-MOST_TRAIL:] if is_jump else after.trail
        said = (*sentences_of(*turn.texts), *turn.options) or (self._say("see_screen"),)
        is_aside = name in ASIDES or (bool(state.said) and (is_chat or name in FAILURES))
        after = replace(after, screen=screen, trail=trail, said=state.said if is_aside else said)
        return after, Reply(said, screen, after.mode, turn.shown)

    def silent(self, state: State) -> tuple[State, Reply | None]:
        """Nothing was said for a while: one gentle word, the next time none."""
        return self._failures.silent(state, self._open_question(state))

    def _turn(self, state: State, heard: Heard, at: datetime) -> Turn:
        name = heard.intent.name
        if CHAT in heard.intent.slots:
            return self._chat.answer(state, heard.intent, self._open_question(state))
        if name.startswith("case_") or name == "identity_number_guard":
            return self._cases.respond(state, heard, at)
        if name == "ask_guide":
            if of_a_line := self._asked_of_line(state, heard, at):
                return of_a_line
            code = heard.intent.text("region")
            there = self._places.there(state, code) if code else Turn(state, ())
            answered = self._guides.ask(there.state, heard, at)
            return replace(answered, texts=(*there.texts, *answered.texts))
        if name in ("next", "previous") or (name == "choose" and not state.offers):
            return self._guides.move(state, heard.intent, at)
        offer = find_offer(state.offers, heard.intent.number("n")) if name == "choose" else None
        if offer and offer.kind == "service":
            return self._guides.choose(state, offer, at)
        if name == "confirm" and state.mode == "confirm" and state.pending:
            return self._guides.ask(state, Heard("", state.pending, question=state.question), at)
        if name == "set_region" and heard.decision == "accept" and heard.intent.text("region") and state.service:
            return self._guides.again(self._places.set_region(state, heard), at)
        if name == "resume" and state.mode == "idle" and not state.entry.number and self._guides.can_return(state):
            return self._guides.return_to_steps(state, at)
        return self._answers[name](state, heard)

    def _asked_of_line(self, state: State, heard: Heard, at: datetime) -> Turn | None:
        if not state.service or heard.intent.text("service") not in ("", state.service):
            return None
        aspect = heard.intent.text("of_line")
        number = self._guides.phone(state, at) if aspect else ""
        return self._telephones.asked_of_line(state, number, aspect) if number else None

    def _say(self, key: str, **values: object) -> str:
        return self._replies.text(key, **values)

    def _open_question(self, state: State) -> str:
        """What waits for a yes or no, to be asked again."""
        if state.mode != "confirm":
            return ""
        if state.pending is None:
            return self._say("case.is_it_one")
        return self._guides.question_about(state.pending.text("service"), state.region)

    # -- commands ------------------------------------------------------------------------------------------------------

    def _stay(self, state: State, heard: Heard) -> Turn:
        return Turn(state, (self._say("farewell" if "farewell" in heard.intent.slots else heard.intent.name),))

    def _adjust(self, state: State, heard: Heard) -> Turn:
        """Acknowledged, and what was said last once more: whoever asks for it slower did not catch it."""
        name = heard.intent.name
        again = state.said[:1] if name in ("slower", "louder") else ()
        return Turn(replace(state, adjusted=name), (self._say(name),), options=tuple(map(slowly, again)))

    def _repeat(self, state: State, heard: Heard) -> Turn:
        if told := self._telephones.again(state):
            return told
        if not state.said:
            return Turn(state, (self._say("nothing_to_repeat"),))
        return Turn(state, (), options=tuple(map(slowly, state.said)))

    def _resume(self, state: State, heard: Heard) -> Turn:
        if state.mode in ("case_number", "case_code") or state.entry.number:
            return self._cases.resume(state)
        if state.mode == "idle":
            return Turn(state, (self._say("resume_nothing"),))
        return self._repeat(state, heard)

    def _go_back(self, state: State, heard: Heard) -> Turn:
        if state.alarm and heard.intent.slots.get("over"):
            return self._telephones.all_clear(state)
        before = state.trail[-1] if state.trail else "home"
        after = replace(state, mode="idle", offers=(), pending=None, trail=state.trail[:-1])
        return Turn(after, (self._say("home" if before == "home" else "back"),), before)

    # -- choosing and confirming ---------------------------------------------------------------------------------------

    def _choose(self, state: State, heard: Heard) -> Turn:
        n = heard.intent.number("n")
        offer = find_offer(state.offers, n)
        if offer is None:
            return Turn(state, (self._say("no_such_choice", n=n),), options=())
        free = replace(state, mode="idle", offers=())
        if offer.kind == "region":
            return self._places.set_region(free, Heard("", Intent("set_region", {"region": offer.id})))
        if offer.kind == "stars":
            return self._opinions.rate(free, Heard("", Intent("rate", {"stars": n})))
        if offer.kind == "hotline":
            return self._telephones.hotline(free, Heard("", Intent("hotline", {"number": offer.id})))
        return self._cases.start(free) if offer.kind == "case" else self._opinions.send(free, offer.id)

    def _confirm(self, state: State, heard: Heard) -> Turn:
        if state.mode == "confirm" and state.pending_number:
            return self._cases.take_number(state)
        if state.mode in ("case_number", "case_code"):
            return self._cases.go_on(state)
        if len(state.offers) == 1:
            return self._choose(state, Heard("", Intent("choose", {"n": 1})))
        if state.alarm:
            return self._telephones.call_now(state)
        return Turn(state, (self._say("and_now" if state.service else "nothing_to_confirm"),))

    def _deny(self, state: State, heard: Heard) -> Turn:
        if state.mode == "case_code":
            return self._cases.ask_which_part(state)
        free = replace(state, mode="idle", offers=(), pending=None, pending_number="")
        return Turn(free, (self._say("denied"),))


def _without_stale_question(before: State, after: State, name: str) -> State:
    is_open = before.mode == "confirm" and after.mode == "confirm"
    is_same = before.pending == after.pending and before.pending_number == after.pending_number
    if is_open and is_same and name not in KEEPS_QUESTION:
        return replace(after, mode="idle", pending=None, pending_number="")
    return after


def find_offer(offers: tuple[Offer, ...], n: int) -> Offer | None:
    """The n-th offer, counted from 1; LAST is the last."""
    if n == LAST and offers:
        return offers[-1]
    return offers[n - 1] if 1 <= n <= len(offers) else None
