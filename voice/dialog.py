"""The conversation: a state and what was understood give the next state and the reply. No sound, no clock of its own.

What it must know besides is asked of `Knowledge`. It never repeats an identity number and never speaks a code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import cast

from content.calendar import Calendar
from content.ready_sentences import ready_sentences
from voice.case_dialog import CaseDialog
from voice.guide_dialog import GuideDialog
from voice.intents import LAST, Heard, Intent
from voice.knowledge import Knowledge
from voice.replies import Replies, sentences_of
from voice.state import Offer, OfferKind, Reply, State
from voice.turns import MOST_TRAIL, Turn, offering

SPOKEN_ONLY = ("slower", "faster", "louder", "quieter", "bigger", "smaller", "page_next", "page_previous")
KEEPS_FAILURES = frozenset({"not_understood", "out_of_domain", "greet", "wait"})
# What is said once more afterwards is what was said before these.
ASIDES = frozenset({*SPOKEN_ONLY, "wait", "greet"})


class Dialog:
    """Answers every intent there is; `respond` is the only door."""

    def __init__(self, knowledge: Knowledge, replies: Replies, calendar: Calendar) -> None:
        self._knowledge, self._replies = knowledge, replies
        self._guides = GuideDialog(knowledge, replies, calendar)
        self._cases = CaseDialog(knowledge, replies)
        plain: dict[str, Callable[[State, Heard], Turn]] = {
            "greet": self._stay,
            "thanks": self._stay,
            "wait": self._stay,
            "help": lambda state, heard: Turn(state, (self._replies.text("help"),), "help"),
            "stop": lambda state, heard: Turn(State(state.region), (self._replies.text("stop"),), "home"),
            "home": lambda state, heard: Turn(
                State(state.region, labelled=state.labelled), (self._say("home"),), "home"
            ),
            "back": self._go_back,
            "repeat": self._repeat,
            "resume": self._resume,
            "choose": self._choose,
            "confirm": self._confirm,
            "deny": self._deny,
            "set_region": self._set_region,
            "feedback": self._feedback,
            "rate": self._rate,
            "hotline": self._hotline,
            "emergency": self._emergency,
            "not_understood": self._not_understood,
            "out_of_domain": self._out_of_domain,
        }
        self._answers = {**dict.fromkeys(SPOKEN_ONLY, self._adjust), **plain}

    def respond(self, state: State, heard: Heard, at: datetime) -> tuple[State, Reply]:
        """The next state and what is answered."""
        turn = self._turn(state, heard, at)
        after = turn.state
        if heard.intent.name not in KEEPS_FAILURES:
            after = replace(after, misses=0, strangers=0)
        screen = turn.screen or after.screen
        is_jump = bool(turn.screen) and turn.screen != state.screen and heard.intent.name != "back"
        trail = (*after.trail, state.screen)[-MOST_TRAIL:] if is_jump else after.trail
        said = (*sentences_of(*turn.texts), *turn.options) or (self._say("see_screen"),)
        is_aside = heard.intent.name in ASIDES
        after = replace(after, screen=screen, trail=trail, said=state.said if is_aside else said)
        return after, Reply(said, screen, after.mode)

    def _turn(self, state: State, heard: Heard, at: datetime) -> Turn:
        name = heard.intent.name
        if name.startswith("case_") or name == "identity_number_guard":
            return self._cases.respond(state, heard, at)
        if name == "ask_guide":
            return self._guides.ask(state, heard, at)
        if name in ("next", "previous") or (name == "choose" and not state.offers):
            return self._guides.move(state, heard.intent, at)
        offer = find_offer(state.offers, heard.intent.number("n")) if name == "choose" else None
        if offer and offer.kind == "service":
            return self._guides.choose(state, offer, at)
        if name == "confirm" and state.mode == "confirm" and state.pending:
            return self._guides.ask(state, Heard("", state.pending, question=state.question), at)
        if name == "set_region" and heard.decision == "accept" and heard.intent.text("region") and state.service:
            moved = self._set_region(state, heard)
            return self._guides.again(moved, at)
        return self._answers[name](state, heard)

    def _say(self, key: str, **values: object) -> str:
        return self._replies.text(key, **values)

    # -- commands ------------------------------------------------------------------------------------------------------

    def _stay(self, state: State, heard: Heard) -> Turn:
        return Turn(state, (self._say(heard.intent.name),))

    def _adjust(self, state: State, heard: Heard) -> Turn:
        """Acknowledged, and what was said last once more: whoever asks for it slower did not catch it."""
        name = heard.intent.name
        again = state.said[:1] if name in ("slower", "louder") else ()
        return Turn(state, (self._say(name), *again))

    def _repeat(self, state: State, heard: Heard) -> Turn:
        if not state.said:
            return Turn(state, (self._say("nothing_to_repeat"),))
        return Turn(state, (), options=state.said)

    def _resume(self, state: State, heard: Heard) -> Turn:
        if state.mode in ("case_number", "case_code"):
            return self._cases.resume(state)
        if state.entry.number:
            return self._cases.resume(replace(state, mode="case_number"))
        if state.mode == "idle":
            return Turn(state, (self._say("resume_nothing"),))
        return self._repeat(state, heard)

    def _go_back(self, state: State, heard: Heard) -> Turn:
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
            return self._set_region(free, Heard("", Intent("set_region", {"region": offer.id})))
        if offer.kind == "stars":
            return self._rate(free, Heard("", Intent("rate", {"stars": n})))
        if offer.kind == "hotline":
            return self._hotline(free, Heard("", Intent("hotline", {"number": offer.id})))
        if offer.kind == "case":
            return self._cases.start(free)
        is_sent = self._knowledge.send_feedback(offer.id, state.service, state.region)
        return Turn(free, (self._say("feedback.thanks" if is_sent else "feedback.failed"),))

    def _confirm(self, state: State, heard: Heard) -> Turn:
        if state.mode == "confirm" and state.pending_number:
            return self._cases.take_number(state)
        if state.mode in ("case_number", "case_code"):
            return self._cases.go_on(state)
        if len(state.offers) == 1:
            return self._choose(state, Heard("", Intent("choose", {"n": 1})))
        return Turn(state, (self._say("nothing_to_confirm"),))

    def _deny(self, state: State, heard: Heard) -> Turn:
        if state.mode == "case_code":
            return self._cases.ask_which_part(state)
        free = replace(state, mode="idle", offers=(), pending=None, pending_number="")
        return Turn(free, (self._say("denied"),))

    # -- places, opinions, telephone numbers ---------------------------------------------------------------------------

    def _set_region(self, state: State, heard: Heard) -> Turn:
        codes = heard.intent.texts("candidates")
        names = self._knowledge.region_names()
        if codes:
            offers = tuple(Offer("region", code, names.full_name(code)) for code in codes)
            return offering(replace(state, pending=None), self._say("region.choose"), offers, self._replies, "region")
        code = heard.intent.text("region")
        if not code:
            return Turn(replace(state, mode="region", offers=()), (self._say("region.ask"),), "region")
        after = replace(state, region=code, mode="idle", offers=(), case=None)
        return Turn(after, (self._say("region.set", name=names.full_name(code)),))

    def _feedback(self, state: State, heard: Heard) -> Turn:
        sentences = ready_sentences()
        offers = tuple(Offer("feedback", key, sentences[key]) for key in self._replies.texts("feedback.choices"))
        return offering(state, self._say("feedback.ask"), offers, self._replies, "feedback")

    def _rate(self, state: State, heard: Heard) -> Turn:
        stars = heard.intent.number("stars")
        if not state.service:
            return Turn(state, (self._say("rate.no_service"),))
        if not stars:
            offers = tuple(Offer("stars", str(n), str(n)) for n in range(1, 6))
            return Turn(replace(state, mode="choice", offers=offers), (self._say("rate.ask"),), "rate")
        is_counted = self._knowledge.rate_service(state.service, stars)
        after = replace(state, mode="idle", offers=())
        return Turn(after, (self._say("rate.thanks", stars=stars) if is_counted else self._say("rate.failed"),), "rate")

    def _hotline(self, state: State, heard: Heard) -> Turn:
        number = heard.intent.text("number")
        known = {hotline.number: hotline for hotline in self._knowledge.hotlines()}
        after = replace(state, mode="idle", offers=())
        if number not in known:
            return Turn(after, (self._say("hotline_any"),), "hotlines")
        hotline = known[number]
        return Turn(after, (self._say("hotline", name=hotline.name, number=number), *hotline.do_first[:1]), "hotlines")

    def _emergency(self, state: State, heard: Heard) -> Turn:
        """What was being done stays as it was: after the fright it can go on."""
        number = heard.intent.text("number")
        hotline = next((one for one in self._knowledge.hotlines() if one.number == number), None)
        first = hotline.do_first[:1] if hotline else ()
        key = "emergency_if" if heard.decision == "confirm" else "emergency"
        return Turn(state, (self._say(key, number=number), *first), f"emergency/{number}")

    # -- what was not understood ---------------------------------------------------------------------------------------

    def _not_understood(self, state: State, heard: Heard) -> Turn:
        text = self._replies.turn("not_understood", state.misses)
        after = replace(state, misses=state.misses + 1)
        if state.misses == 2 and state.mode == "idle":
            offers = tuple(
                Offer(cast(OfferKind, one["kind"]), one["id"], one["title"])
                for one in self._replies.tables("first_help")
            )
            return offering(after, text, offers, self._replies, "")
        return Turn(after, (text,))

    def _out_of_domain(self, state: State, heard: Heard) -> Turn:
        """Said plainly; then back to what was going on."""
        text = self._replies.turn("out_of_domain", state.strangers)
        goes_on = (self._say(f"then.{state.mode}"),) if state.mode != "idle" else ()
        first = sentences_of(text, most=1 if goes_on else 2)
        return Turn(replace(state, strangers=state.strangers + 1), (*first, *goes_on))


def find_offer(offers: tuple[Offer, ...], n: int) -> Offer | None:
    """The n-th offer, counted from 1; LAST is the last."""
    if n == LAST and offers:
        return offers[-1]
    return offers[n - 1] if 1 <= n <= len(offers) else None
