"""Speaks what the television says, where there is a sound card.

What makes sound is loaded only then, and away from the thread that draws.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from tvapp.connecting import Connector
from tvapp.memory import Memory

if TYPE_CHECKING:
    from voice.speaker import SpeechSettings, VoiceSpeaker

LOG = logging.getLogger(__name__)
LONGEST_REMINDER_SECONDS = 15.0  # a card that hangs holds up no conversation
OpenSpeaker = Callable[["SpeechSettings"], "VoiceSpeaker"]


class LateSpeaker:
    """Speaks as soon as what it speaks with is loaded; until then it remembers what was said last."""

    def __init__(self, open_speaker: OpenSpeaker) -> None:
        self.on_started: Callable[[str], None] = lambda sentence: None
        self.on_finished: Callable[[str], None] = lambda sentence: None
        self._open = open_speaker
        self._memory = Memory()
        self._said: tuple[str, ...] = ()
        self._foreseen: tuple[str, ...] = ()
        self._speaker: VoiceSpeaker | None = None
        self._is_closed = False
        self._is_tried = Event()
        self._lock = Lock()

    def begin(self, memory: Memory) -> None:
        """Loads it, away from the thread that draws."""
        self._memory = memory
        Thread(target=self._load, name="opening the speaker", daemon=True).start()

    def say(self, utterances: Sequence[str]) -> None:
        """Replaces what is being said."""
        with self._lock:
            self._said = tuple(utterances)
            speaker = self._speaker
        if speaker:
            speaker.say(utterances)

    def foresee(self, sentences: Sequence[str]) -> None:
        """What may be said next is prepared, also what was foreseen while it loaded."""
        with self._lock:
            self._foreseen = tuple(sentences)
            speaker = self._speaker
        if speaker:
            speaker.foresee(sentences)

    def stop(self) -> None:
        """Silence."""
        with self._lock:
            self._said = ()
            speaker = self._speaker
        if speaker:
            speaker.stop()

    def sign(self) -> None:
        """The short sound that says: now you may speak."""
        if self._speaker:
            self._speaker.sign()

    def remind(self, sentences: Sequence[str]) -> None:
        """Says them and returns when they were heard, or ended by a key."""
        if self._speaker:
            self._speaker.say(sentences)
            self._speaker.wait_until_said(LONGEST_REMINDER_SECONDS)

    def forget(self) -> None:
        """No sound of a case stays."""
        with self._lock:
            self._foreseen = ()
            speaker = self._speaker
        if speaker:
            speaker.forget()

    def adapt(self, memory: Memory) -> None:
        """What is said next is said so."""
        with self._lock:
            self._memory = memory
            if self._speaker:
                self._speaker.settings = settings_of(memory)

    def wait_until_open(self, seconds: float) -> bool:
        """Whether what it speaks with was loaded, or could not be, within so long."""
        return self._is_tried.wait(seconds)

    def close(self) -> None:
        """Lets go of the card."""
        with self._lock:
            self._is_closed = True
            speaker, self._speaker = self._speaker, None
        if speaker:
            speaker.close()

    def _load(self) -> None:
        try:
            self._open_and_say()
        finally:
            self._is_tried.set()

    def _open_and_say(self) -> None:
        try:
            speaker = self._open(settings_of(self._memory))
        except Exception as error:  # a library that does not load: the captions say it all
            LOG.warning("no speech: %s", type(error).__name__)
            return
        speaker.on_started, speaker.on_finished = self.on_started, self.on_finished
        with self._lock:
            if self._is_closed:
                speaker.close()
                return
            self._speaker = speaker
            speaker.settings = settings_of(self._memory)
            if self._said:
                speaker.say(self._said)
            speaker.foresee(self._foreseen)


def settings_of(memory: Memory) -> SpeechSettings:
    """What the household chose."""
    from voice.speaker import SpeechSettings

    return SpeechSettings(is_on=memory.speech_on, rate=memory.rate, volume=memory.volume, voice=memory.voice)


def open_speaker_of(connector: Connector, folder: Path, environment: Mapping[str, str]) -> OpenSpeaker:
    """Opens what this box speaks with: its own recordings, what the server rendered, what it can make itself."""

    def open_it(settings: SpeechSettings) -> VoiceSpeaker:
        from voice.speech_wiring import SpeechSetup, open_speaker

        return open_speaker(SpeechSetup(folder, environment, fetching(connector)), settings)

    return open_it


def fetching(connector: Connector) -> Callable[[str], bytes]:
    """Asks the server of the moment: an embedded one may have been started anew elsewhere."""
    from channel_api.client.speech import SpeechFetcher

    known: dict[str, SpeechFetcher] = {}

    def fetch(key: str) -> bytes:
        address = connector().address
        if address not in known:
            known.clear()
            known[address] = SpeechFetcher(address)
        return known[address].fetch(key)

    return fetch
