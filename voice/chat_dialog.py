"""The answer to what people say to anything that answers: short, kind, true; then back to what was going on. Pure."""

from __future__ import annotations

from dataclasses import replace

from voice.digits import slowly
from voice.intents import CHAT, Intent
from voice.replies import Replies, sentences_of
from voice.state import State
from voice.turns import Turn

SHORTER = "shorter"
SAYS_ALL = frozenset({"thanks", "wait"})  # whoever thanks or only looks need not be asked for anything


class ChatDialog:
    """Leaves everything where it is."""

    def __init__(self, replies: Replies) -> None:
        self._replies = replies

    def answer(self, state: State, intent: Intent, question: str) -> Turn:
        """`question`: what was asked and is still open; it is asked again."""
        kind = intent.text(CHAT)
        if kind == SHORTER:
            return self._shorter(state)
        told = sentences_of(self._replies.text(f"small_talk.{kind}"))
        after = replace(state, strangers=state.strangers + 1)
        if state.mode != "idle":
            return Turn(after, (told[0], question or self._replies.text(f"then.{state.mode}")))
        if intent.name in SAYS_ALL or len(told) > 1:
            return Turn(after, told)
        if state.service or state.case:
            return Turn(after, (*told, self._replies.text("small_talk_beside")))
        return Turn(after, (*told, self._replies.turn("small_talk_then", state.strangers)))

    def _shorter(self, state: State) -> Turn:
        """The first sentence of what was said, without the rest."""
        if not state.said:
            return Turn(state, (self._replies.text("nothing_to_repeat"),))
        return Turn(state, (self._replies.text(f"small_talk.{SHORTER}"),), options=(slowly(state.said[0]),))
