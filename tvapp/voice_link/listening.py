"""Listens for the television and tells it, in its own words, what came of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from channel_api.client.client import ChannelClient
from content.model import NATIONAL_REGION
from tvapp.connecting import Connector
from tvapp.talk import CODE, ENTERS_CODE, ENTRY, NUMBER, PROGRESS, STAGE, Answer, Heard, InSight
from tvapp.voice_link.speaking import LateSpeaker

if TYPE_CHECKING:
    from voice.companion import Companion
    from voice.joining import Surroundings
    from voice.listening import Callbacks, Listener
    from voice.session import Exchange, Session
    from voice.state import State

RECOGNIZER = "CHANNEL_RECOGNIZER"  # vosk, pocketsphinx or wyoming://host:port; without it what there is a model for
KNOWN = ("vosk", "pocketsphinx")
FEEDLESS, OTHER, SERVICES = "feedless", "other", "services"
LOG = logging.getLogger(__name__)


def find_recognizer(environment: Mapping[str, str]) -> str:
    """The name of the one that can be used here, or empty."""
    from voice.hearing_problems import HearingError
    from voice.recognizers.choosing import open_recognizer

    wanted = environment.get(RECOGNIZER, "")
    for name in (wanted,) if wanted else KNOWN:
        try:
            open_recognizer(name, environment)  # starts nothing yet
        except HearingError as error:
            LOG.info("%s", error)
        else:
            return name
    return ""


class Ears:
    """Listens for the television."""

    def __init__(
        self,
        connector: Connector,
        recognizer: str,
        environment: Mapping[str, str],
        wall_clock: Callable[[], datetime],
        speaker: LateSpeaker | None,
    ) -> None:
        self._connector, self._recognizer, self._speaker = connector, recognizer, speaker
        self._environment, self._wall_clock = environment, wall_clock
        self._client: ChannelClient | None = None
        self._companion: Companion | None = None

    @property
    def described(self) -> str:
        """Where what is said here goes, in words for the household."""
        from voice.hearing_problems import recognizer_text

        return recognizer_text(self._recognizer)

    def begin(self, on_heard: Callable[[Heard], None]) -> None:
        """Prepares the conversation, away from the thread that draws."""
        from voice.companion import Companion
        from voice.recognizers.choosing import tells_partial_text

        told = Translated(on_heard, tells_partial_text=tells_partial_text(self._recognizer))
        self._companion = Companion(
            self._open_session,
            self._open_listener,
            told,
            is_stale=self._is_stale,
            sign=self._speaker.sign if self._speaker else lambda: None,
            remind=self._speaker.remind if self._speaker else lambda sentences: None,
        )
        self._companion.prepare()

    def listen(self, sight: InSight) -> None:
        """One utterance, from what the television shows."""
        if self._companion:
            self._companion.listen(_surroundings(sight))

    def finish(self) -> None:
        """That was all of it."""
        if self._companion:
            self._companion.finish()

    def stop(self) -> None:
        """Drop it."""
        if self._companion:
            self._companion.stop()

    def forget(self) -> None:
        """Nothing of a case stays in the conversation."""
        if self._companion:
            self._companion.forget()

    def close(self) -> None:
        """Lets go of microphone and model."""
        if self._companion:
            self._companion.close()

    def _open_session(self) -> Session:
        from voice.wiring import open_session

        self._client = self._connector()
        return open_session(self._client, NATIONAL_REGION, self._wall_clock)

    def _open_listener(self, callbacks: Callbacks) -> Listener:
        from voice.listening import Listener
        from voice.microphone import DeviceMicrophone
        from voice.recognizers.choosing import open_recognizer

        return Listener(DeviceMicrophone(), open_recognizer(self._recognizer, self._environment), callbacks)

    def _is_stale(self) -> bool:
        """Whether the server was started anew at another address since the conversation began."""
        return self._connector() is not self._client


class Translated:
    """Tells the television, in its own words, what came of an utterance."""

    def __init__(self, on_heard: Callable[[Heard], None], *, tells_partial_text: bool = True) -> None:
        self._on_heard, self._tells_partial_text = on_heard, tells_partial_text

    def opened(self) -> None:
        """The microphone is open. Where no text comes while somebody speaks, that is said beforehand."""
        from voice.hearing_problems import shown_text

        self._on_heard(Heard("opened"))
        if not self._tells_partial_text:
            self.partial(shown_text("partial"))

    def partial(self, text: str) -> None:
        """Understood so far."""
        self._on_heard(Heard("partial", text))

    def thinking(self) -> None:
        """The utterance is over."""
        self._on_heard(Heard("thinking"))

    def problem(self, text: str) -> None:
        """Nothing came of it."""
        self._on_heard(Heard("problem", text))

    def answered(self, exchange: Exchange, before: State, after: State) -> None:
        """The answer."""
        self._on_heard(Heard("answer", answer=_answer(exchange, before, after)))


def _answer(exchange: Exchange, before: State, after: State) -> Answer:
    reply = exchange.reply
    return Answer(
        sentences=reply.sentences,
        screen=reply.screen,
        region=after.region,
        intent=exchange.heard.intent.name,
        fields=_fields(exchange, before, after),
        shown=reply.shown,
    )


def _fields(exchange: Exchange, before: State, after: State) -> dict[str, str]:
    """What the screen of an answer needs besides its route."""
    screen, intent = exchange.reply.screen, exchange.heard.intent
    if screen == PROGRESS and intent.name == "case_code":
        return {NUMBER: before.entry.number, CODE: intent.text("digits")}
    if screen == ENTRY:
        number, stage = after.entry.number, ENTERS_CODE if after.mode == "case_code" else ""
        typing = {FEEDLESS: "1", OTHER: "1"} if number else {}  # a number is there: nothing else is asked first
        return {NUMBER: number, CODE: after.code, STAGE: stage, **typing}
    if screen == "choose":
        return {SERVICES: " ".join(offer.id for offer in after.offers if offer.kind == "service")}
    return {}


def _surroundings(sight: InSight) -> Surroundings:
    from voice.joining import Surroundings

    return Surroundings(**{name: getattr(sight, name) for name in InSight.__slots__})
