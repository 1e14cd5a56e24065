"""What is answered where nothing was understood, and where nothing was said. Pure.

Short first, then with an example, then things to choose from, then people who help; never the same words twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from voice.replies import Replies, sentences_of
from voice.state import Offer, OfferKind, Reply, State
from voice.turns import Turn, offering

OFFERS_HELP_AFTER = 2  # failures in a row


class Failures:
    """Keeps what was going on: after a failure it can go on."""

    def __init__(self, replies: Replies) -> None:
        self._replies = replies

    def not_understood(self, state: State, question: str) -> Turn:
        """`question`: what was asked and is still open; it is asked again."""
        after = replace(state, misses=state.misses + 1)
        if state.mode != "idle":
            return Turn(after, self._beside(f"not_understood_in.{state.mode}", state.misses, question))
        text = self._replies.turn("not_understood", state.misses)
        return self._offer_help(after, text) if state.misses == OFFERS_HELP_AFTER else Turn(after, (text,))

    def out_of_domain(self, state: State, question: str) -> Turn:
        """Said plainly; then back to what was going on."""
        after = replace(state, strangers=state.strangers + 1)
        text = self._replies.turn("out_of_domain", state.strangers)
        if state.mode == "idle":
            return Turn(after, (text,))
        goes_on = question or self._replies.text(f"then.{state.mode}")
        return Turn(after, (*sentences_of(text, most=1), goes_on))

    def silent(self, state: State, question: str) -> tuple[State, Reply | None]:
        """One gentle word, then quiet: nobody is hurried."""
        after = replace(state, silences=state.silences + 1)
        if state.silences:
            return after, None
        text = question or self._replies.text(f"silence.{state.mode}")
        return after, Reply((text,), state.screen, state.mode)

    def _offer_help(self, state: State, text: str) -> Turn:
        offers = tuple(
            Offer(cast(OfferKind, one["kind"]), one["id"], one["title"]) for one in self._replies.tables("first_help")
        )
        return offering(state, text, offers, self._replies, "")

    def _beside(self, key: str, count: int, question: str) -> tuple[str, ...]:
        texts: Sequence[str] = self._replies.texts(key)
        if count >= len(texts):
            return (self._replies.turn("not_understood", count),)
        return (texts[count], question) if question else (texts[count],)
