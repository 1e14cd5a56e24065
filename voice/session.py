"""One conversation after the other: utterances in, replies out, nothing kept between two conversations.

It never writes to disk, and what it hands out holds neither code nor hidden numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Protocol, cast

from channel_api.answers import Aspect, DemandDoor
from content.hours import CHINA
from content.understanding.lexicon import LexiconEntry
from voice.asking_server import is_worth_asking, with_answer
from voice.dialog import Dialog
from voice.grammar import Grammar, load_grammar
from voice.guide_words import NOTHING_AT_HAND, AtHand, at_hand_of
from voice.hypotheses import is_nothing, texts_of, weigh
from voice.intents import MASKED_CODE, Heard
from voice.knowledge import Knowledge
from voice.state import Reply, State
from voice.understand import Understander

CHOICE_DOORS: tuple[DemandDoor, ...] = ("first_choice", "second_choice", "third_choice")


class Understanders(Protocol):
    """Gives the understanding for a region: what is offered differs from place to place."""

    def __call__(self, region: str) -> Understander: ...


@dataclass(frozen=True, slots=True)
class Exchange:
    """One utterance and its reply."""

    heard: Heard
    reply: Reply

    def to_plain(self) -> dict[str, Any]:
        """As `zhengwu-voice type --json` prints it."""
        slots: dict[str, Any] = {
            name: list(value) if isinstance(value, tuple) else value for name, value in self.heard.intent.slots.items()
        }
        if self.heard.intent.name == "case_code":
            slots["digits"] = MASKED_CODE
        return {
            "said": self.heard.said,
            "intent": self.heard.intent.name,
            "slots": slots,
            "decision": self.heard.decision,
            "speech": self.reply.speech,
            "screen": self.reply.screen,
            "expects": self.reply.expects,
        }


class Demand(Protocol):
    """Counts one answer: the door it came by, the service (empty where nothing was found), what was asked about it."""

    def __call__(self, door: DemandDoor, service: str, aspect: Aspect) -> None: ...


def _count_nothing(door: DemandDoor, service: str, aspect: Aspect) -> None:
    """For conversations nobody counts."""


@cache
def _load_grammar() -> Grammar:
    """Read when somebody first listens: typed conversations need none."""
    return load_grammar()


class Session:
    """A conversation at one place; `now` is asked once for every utterance, `demand` once for every answer."""

    def __init__(
        self,
        understanders: Understanders,
        dialog: Dialog,
        knowledge: Knowledge,
        *,
        region: str,
        now: Callable[[], datetime],
        demand: Demand | None = None,
    ) -> None:
        self._understanders, self._dialog, self._knowledge, self._now = understanders, dialog, knowledge, now
        self._demand = demand or _count_nothing
        self._home = region
        self.state = State(region)

    def begin_anew(self) -> None:
        """Forgets everything that was said."""
        self.state = State(self._home)

    def hear(self, said: str | Sequence[str]) -> Exchange:
        """Answers one utterance: what was typed, or what a recogniser thinks it may have been, best first."""
        state, at = self.state, self._now()
        region = self._knowledge.region(state.region)
        understander, situation = self._understanders(state.region), state.situation()
        at_hand = self._at_hand(situation.service, state.region)
        lengths = region.case_number_lengths if region else ()
        today = at.astimezone(CHINA).date()
        found = weigh(
            [
                understander.understand(text, situation, today, lengths=lengths, at_hand=at_hand)
                for text in texts_of(said)
            ]
        )
        heard = self._asked_further(found, state.region)
        if is_nothing(heard):
            heard = understander.left_open(texts_of(said)[0], situation) or heard
        self.state, reply = self._dialog.respond(state, heard, at)
        self._count(heard, state, reply)
        return Exchange(heard, reply)

    def _asked_further(self, heard: Heard, region: str) -> Heard:
        """What nothing here answers is asked of the server, where it answers at once."""
        if not is_worth_asking(heard):
            return heard
        return with_answer(heard, self._knowledge.search(heard.said, region))

    def _count(self, heard: Heard, before: State, reply: Reply) -> None:
        """Answers given by voice are counted, so that the channel learns what is asked; nothing else is told."""
        intent = heard.intent
        if intent.name == "ask_guide" and heard.decision == "accept" and reply.screen.startswith("guide/"):
            self._demand("voice", self.state.service, cast(Aspect, intent.text("aspect")))
        elif intent.name == "choose" and before.mode == "choice" and self.state.service != before.service:
            n = intent.number("n")
            if 1 <= n <= len(CHOICE_DOORS):
                self._demand(CHOICE_DOORS[n - 1], self.state.service, "")
        elif intent.name == "confirm" and before.pending and self.state.service == before.pending.text("service"):
            self._demand("voice", self.state.service, cast(Aspect, before.pending.text("aspect")))
        elif intent.name == "out_of_domain" and is_nothing(heard):
            self._demand("voice", "", "")

    def silence(self) -> Reply | None:
        """Nothing was said for a while: one gentle word, and after it quiet until somebody speaks."""
        self.state, reply = self._dialog.silent(self.state)
        return reply

    def grammar(self) -> tuple[str, ...]:
        """What a recogniser should expect to hear next, most likely first."""
        return _load_grammar().for_state(self.state, self.services(), self._knowledge.hotlines())

    def services(self) -> Sequence[LexiconEntry]:
        """All that can be asked for where the conversation is."""
        return self._understanders(self.state.region).services

    def _at_hand(self, service: str, region: str) -> AtHand:
        found = self._knowledge.guide(service, region) if service else "not_found"
        if isinstance(found, str):
            return NOTHING_AT_HAND
        return at_hand_of(found.guide)
