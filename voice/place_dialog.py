"""The part of the conversation about where the household is. Pure."""

from __future__ import annotations

from dataclasses import replace

from voice.intents import Heard
from voice.knowledge import Knowledge
from voice.replies import Replies
from voice.state import Offer, State
from voice.turns import Turn, offering


class PlaceDialog:
    """Takes a place as it is meant, or asks which of several."""

    def __init__(self, knowledge: Knowledge, replies: Replies) -> None:
        self._knowledge, self._replies = knowledge, replies

    def set_region(self, state: State, heard: Heard) -> Turn:
        """A place, several of one name, or none yet."""
        codes = heard.intent.texts("candidates")
        names = self._knowledge.region_names()
        if codes:
            offers = tuple(Offer("region", code, names.full_name(code)) for code in codes)
            question = self._replies.text("region.choose")
            return offering(replace(state, pending=None), question, offers, self._replies, "region")
        code = heard.intent.text("region")
        if not code:
            return Turn(replace(state, mode="region", offers=()), (self._replies.text("region.ask"),), "region")
        is_new = code != state.region
        told = [self._replies.text("region.set" if is_new else "region.same", name=names.full_name(code))]
        if state.offers and all(offer.kind == "service" for offer in state.offers):
            after = replace(moved(state, code), offers=state.offers)
            again = offering(after, self._replies.text("choose"), state.offers, self._replies, "")
            return replace(again, texts=(*told, *again.texts))
        if not state.service:
            told.append(self._replies.text("region.then"))
        return Turn(moved(state, code), tuple(told), before(state) if state.screen == "region" else "")

    def there(self, state: State, code: str) -> Turn:
        """A question that named a place: what is answered from now on is in force there."""
        name = self._knowledge.region_names().full_name(code)
        return Turn(moved(state, code), (self._replies.text("region.there", name=name),))


def before(state: State) -> str:
    """The screen from which the list of places was opened."""
    return next((screen for screen in reversed(state.trail) if screen != "region"), "home")


def moved(state: State, code: str) -> State:
    """The conversation at another place: what is offered or looked up belongs to the one before."""
    return replace(state, region=code, mode="idle", offers=(), case=None)
