"""The part of the conversation about opinions and stars, which are sent to the channel. Pure.

The number of a message is spoken slowly; its code only stands on the screen: others sit in the living room.
"""

from __future__ import annotations

from dataclasses import replace

from content.ready_sentences import ready_sentences
from voice.digits import read_digits, read_number
from voice.intents import Heard
from voice.knowledge import Knowledge
from voice.replies import Replies
from voice.state import Offer, State
from voice.turns import Turn, offering

MOST_STARS = 5


class OpinionDialog:
    """Offers ready sentences, and asks for stars."""

    def __init__(self, knowledge: Knowledge, replies: Replies) -> None:
        self._knowledge, self._replies = knowledge, replies

    def ask_what(self, state: State, heard: Heard) -> Turn:
        """Which of the ready sentences is meant."""
        sentences = ready_sentences()
        offers = tuple(Offer("feedback", key, sentences[key]) for key in self._replies.texts("feedback.choices"))
        return offering(state, self._say("feedback.ask"), offers, self._replies, "feedback")

    def send(self, state: State, choice: str) -> Turn:
        """What was chosen goes out, and the receipt is given."""
        receipt = self._knowledge.send_feedback(choice, state.service, state.region)
        if isinstance(receipt, str):
            return Turn(state, (self._say("feedback.failed"),))
        told = (self._say("feedback.number", number=read_number(receipt.number)), self._say("feedback.code_shown"))
        shown = (
            self._say("feedback.number_line", number=receipt.number),
            self._say("feedback.code_line", code=receipt.code),
        )
        return Turn(state, told, shown=shown)

    def rate(self, state: State, heard: Heard) -> Turn:
        """Stars for the service that was talked about."""
        stars = heard.intent.number("stars")
        if not state.service:
            return Turn(state, (self._say("rate.no_service"),))
        if not stars:
            offers = tuple(Offer("stars", str(n), str(n)) for n in range(1, MOST_STARS + 1))
            return Turn(replace(state, mode="choice", offers=offers), (self._say("rate.ask"),), "rate")
        is_counted = self._knowledge.rate_service(state.service, stars)
        after = replace(state, mode="idle", offers=())
        thanks = self._say("rate.thanks", stars=read_digits(str(stars)))
        return Turn(after, (thanks if is_counted else self._say("rate.failed"),), "rate")

    def _say(self, key: str, **values: object) -> str:
        return self._replies.text(key, **values)
