"""Makes the sound of one sentence of a draft when an editor asks for it, before anything is published.

One sentence at a time and one program a process, which ends when nobody asked for a while. What is made is kept where
published sentences are: under a name that only who knows the sentence can guess.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from threading import Lock, Timer

from channel_api.clock import Clock
from channel_api.config import Config
from channel_api.editing.workflow import Person
from channel_api.speech_command import NotSpokenError, SpeechCommand, SpeechCommandError, speech_command
from channel_api.speech_commands import can_render
from channel_api.speech_rendering import MOST_BYTES, Renderer
from channel_api.store.database import Database
from channel_api.store.editing_trail import add_trace
from channel_api.store.speech import add_sound, count_bytes
from content.spoken_sentences import load_voices, speech_key

IDLE_SECONDS = 120.0  # loading the voice takes longer than a sentence; somebody who listens asks for several


class CannotSoundError(Exception):
    """There is no sound; `reason` is a key of the words of the pages."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class DraftSounds:
    """Safe to use from many threads. `open_renderer` None: there is nothing to make sound with."""

    def __init__(self, database: Database, clock: Clock, open_renderer: Callable[[], Renderer] | None) -> None:
        self._database, self._clock, self._open_renderer = database, clock, open_renderer
        self._voice = load_voices()["female"]
        self._renderer: Renderer | None = None
        self._ending: Timer | None = None
        self._working = Lock()

    @classmethod
    def of(cls, database: Database, clock: Clock, config: Config) -> DraftSounds:
        """With the voice of this machine, where it has one."""
        command = speech_command(os.environ)
        return cls(database, clock, (lambda: SpeechCommand(command)) if can_render(config) else None)

    @property
    def is_possible(self) -> bool:
        return self._open_renderer is not None

    def make(self, who: Person, key: str, sentence: str) -> None:
        """Raises CannotSoundError."""
        if self._open_renderer is None:
            raise CannotSoundError("no_renderer")
        if not self._working.acquire(blocking=False):
            raise CannotSoundError("busy")
        try:
            sound = self._render(self._open_renderer, sentence)
        finally:
            self._working.release()
        now = self._clock()
        with self._database.write() as connection:
            if count_bytes(connection) + len(sound) > MOST_BYTES:
                raise CannotSoundError("no_renderer")
            if add_sound(connection, speech_key(self._voice, sentence), sound, now=now):
                add_trace(connection, who=who.name, act="preview_sound", subject=key, now=now)

    def close(self) -> None:
        """Ends the program, unless it is speaking: then it is needed."""
        if self._working.acquire(blocking=False):
            try:
                self._drop()
            finally:
                self._working.release()

    def _render(self, open_renderer: Callable[[], Renderer], sentence: str) -> bytes:
        if self._ending is not None:
            self._ending.cancel()
        try:
            self._renderer = self._renderer or open_renderer()
            return self._renderer.render(sentence, self._voice)
        except NotSpokenError:
            raise CannotSoundError("not_spoken") from None
        except SpeechCommandError:
            self._drop()
            raise CannotSoundError("no_renderer") from None
        finally:
            self._ending = Timer(IDLE_SECONDS, self.close)
            self._ending.daemon = True
            self._ending.start()

    def _drop(self) -> None:
        renderer, self._renderer = self._renderer, None
        if renderer is not None:
            renderer.close()
