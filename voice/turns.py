"""What one turn of the conversation gives: the state after it, the sentences and the screen. Plain data."""

from __future__ import annotations

from dataclasses import dataclass, replace

from voice.replies import Replies
from voice.state import Offer, State

MOST_TRAIL = 4  # screens between any screen and home


@dataclass(frozen=True, slots=True)
class Turn:
    """`texts` are cut to the measure of listening, `options` are spoken as they stand; `screen` empty: stays;
    `shown`: lines for the screen that are never spoken."""

    state: State
    texts: tuple[str, ...]
    screen: str = ""
    options: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()


def offering(state: State, question: str, offers: tuple[Offer, ...], replies: Replies, screen: str) -> Turn:
    """Asks to choose; each option a short name with its number."""
    positions = replies.texts("positions")
    options = tuple(
        replies.text("option", position=position, name=offer.title) + "。"
        for position, offer in zip(positions, offers, strict=False)
    )
    after = replace(state, mode="choice", offers=offers, pending=None)
    return Turn(after, (question,), screen or "choose", options)
