"""Renders what is published into sound, in the background: one sentence after the other, most used first.

It never stands in the way of a publication, can be stopped after any sentence and goes on where it stopped. Sentences
are in no log.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from threading import Event
from typing import Protocol

from channel_api.clock import Clock, day_of
from channel_api.speech_command import NotSpokenError, SpeechCommandError
from channel_api.speech_wanted import always_said, said_of_content
from channel_api.store import documents
from channel_api.store.database import Database, StoreUnavailableError
from channel_api.store.speech import add_sound, count_bytes, end_turn, load_sizes, remove_sounds, take_turn
from content.fixed_speech import FixedSpeech
from content.spoken_sentences import speech_key

LOG = logging.getLogger(__name__)

MOST_BYTES = 1024 * 1024 * 1024  # some 60,000 sentences: a city's guides in two voices need a fifth of it
TURN = timedelta(minutes=5)  # longer than any sentence takes; then another replica goes on
LOOK_SECONDS = 10.0  # how soon a publication is noticed when everything is rendered
AWAY_SECONDS = 30.0  # before a database that was away, or a program that ended, is tried again
MOST_FAILURES = 3  # of the program in a row: then the operator must look


class Renderer(Protocol):
    """Makes the sound file of a sentence."""

    def render(self, sentence: str, voice: str) -> bytes:
        """Raises NotSpokenError, SpeechCommandError."""

    def close(self) -> None:
        """Not needed any more."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One sound to be made."""

    key: str
    sentence: str
    voice: str


class SpeechRendering:
    """`open_renderer` starts the program that speaks; `voices` as `content.spoken_sentences.load_voices` gives them."""

    def __init__(
        self,
        database: Database,
        open_renderer: Callable[[], Renderer],
        voices: Mapping[str, str],
        clock: Clock,
        *,
        fixed: FixedSpeech | None = None,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._database, self._open_renderer, self._clock = database, open_renderer, clock
        self._fixed = fixed or FixedSpeech.load()
        self._voices = tuple(voices.values())
        self._most_bytes = most_bytes
        self._holder = secrets.token_hex(16)
        self._renderer: Renderer | None = None
        self._refused: set[str] = set()

    def run(self, stopping: Event) -> None:
        """Until it is told to stop. Raises SpeechCommandError where the program fails again and again."""
        failures = 0
        try:
            while not stopping.is_set():
                try:
                    made = self.render_missing(stopping)
                    failures = 0
                    stopping.wait(0 if made else LOOK_SECONDS)
                except StoreUnavailableError as error:
                    LOG.warning("speech waits: %s", error)
                    stopping.wait(AWAY_SECONDS)
                except SpeechCommandError as error:
                    self._drop_renderer()
                    failures += 1
                    if failures >= MOST_FAILURES:
                        raise
                    LOG.warning("speech is begun anew: %s", error)
                    stopping.wait(AWAY_SECONDS)
        finally:
            self.close()

    def render_missing(self, stopping: Event | None = None) -> int:
        """How many were made until all are there, a publication came, the space is used up, or it was told to stop."""
        version, missing, orphans, free = self._plan()
        made = 0
        may_go_on = self._keep(None, version) if missing else False
        for wanted in missing:
            is_over = (stopping is not None and stopping.is_set()) or not may_go_on
            if is_over:
                break
            sound = self._render(wanted)
            if sound is None:
                continue
            if len(sound) > free:
                free += self._remove(orphans)
                orphans = {}
            if len(sound) > free:
                LOG.warning("speech: the space for it is used up; %d sentences are not rendered", len(missing) - made)
                break
            may_go_on = self._keep((wanted.key, sound), version)
            free -= len(sound)
            made += 1
        return made

    def missing(self) -> list[Wanted]:
        """What is still to be made, most wanted first."""
        return self._plan()[1]

    def close(self) -> None:
        """Ends the program and lets another replica go on."""
        self._drop_renderer()
        try:
            with self._database.write() as connection:
                end_turn(connection, self._holder)
        except StoreUnavailableError:
            LOG.info("speech: the turn ends by itself")

    def _plan(self) -> tuple[int, list[Wanted], dict[str, int], int]:
        """The version of the catalogue, what is missing, what is there and wanted no more, and the free bytes."""
        with self._database.read() as connection:
            version = documents.find_version(connection)
            always = always_said(connection, self._fixed)
            content = said_of_content(connection, day_of(self._clock()))
            there = load_sizes(connection)
            used = count_bytes(connection)
        wanted = {one.key: one for one in self._in_order(always, content)}
        missing = [one for key, one in wanted.items() if key not in there and key not in self._refused]
        orphans = {key: size for key, size in there.items() if key not in wanted}
        return version, missing, orphans, self._most_bytes - used

    def _in_order(self, always: list[str], content: list[str]) -> Iterator[Wanted]:
        """What is always said, in one voice after the other, then the content likewise."""
        pairs = [(sentence, voice) for voice in self._voices for sentence in always]
        pairs += [(sentence, voice) for voice in self._voices for sentence in content]
        yield from (Wanted(speech_key(voice, sentence), sentence, voice) for sentence, voice in pairs)

    def _keep(self, made: tuple[str, bytes] | None, version: int) -> bool:
        """Keeps a sound; whether it is our turn still, and nothing was published since."""
        now = self._clock()
        with self._database.write() as connection:
            if made is not None:
                add_sound(connection, *made, now=now)
            is_ours = take_turn(connection, self._holder, now=now, until=now + TURN)
            return is_ours and documents.find_version(connection) == version

    def _render(self, wanted: Wanted) -> bytes | None:
        self._renderer = self._renderer or self._open_renderer()
        try:
            return self._renderer.render(wanted.sentence, wanted.voice)
        except NotSpokenError:
            LOG.warning("speech: a sentence of %d characters cannot be said", len(wanted.sentence))
            self._refused.add(wanted.key)
            return None

    def _remove(self, sounds: Mapping[str, int]) -> int:
        if sounds:
            with self._database.write() as connection:
                remove_sounds(connection, sounds)
        return sum(sounds.values())

    def _drop_renderer(self) -> None:
        renderer, self._renderer = self._renderer, None
        if renderer is not None:
            renderer.close()
