"""Where the sound of a sentence comes from: several sources, asked one after the other.

A source answers with a sound, or None where it has none; it never raises, for speech must not end a dialogue.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Protocol

from voice.sounds import Sound

MOST_REMEMBERED = 64  # sentences, about ten megabytes: what the screen in front may say


class SoundSource(Protocol):
    """Somewhere sentences can be had as sound."""

    def find(self, sentence: str, voice: str) -> Sound | None:
        """`voice`: `female` or `male`. May take its time; None where it has nothing."""


class RememberingSource(SoundSource, Protocol):
    """One that keeps what it found, for a while."""

    def forget(self) -> None:
        """Keeps none of it."""


class FirstFound:
    """The first of several sources that has the sentence; remembers the last sentences."""

    def __init__(self, sources: Sequence[SoundSource]) -> None:
        self._sources = tuple(sources)
        self._remembered: OrderedDict[tuple[str, str], Sound] = OrderedDict()
        self._times_forgotten = 0
        self._lock = Lock()

    def find(self, sentence: str, voice: str) -> Sound | None:
        """Asks each source in turn."""
        key = (voice, sentence)
        with self._lock:
            if key in self._remembered:
                self._remembered.move_to_end(key)
                return self._remembered[key]
            begun = self._times_forgotten
        found = next(filter(None, (source.find(sentence, voice) for source in self._sources)), None)
        if found is not None:
            self._remember(key, found, begun)
        return found

    @property
    def holds_any(self) -> bool:
        """Whether any sentence is remembered."""
        return bool(self._remembered)

    def forget(self) -> None:
        """What was said may have been about a case; called when a session ends."""
        with self._lock:
            self._remembered.clear()
            self._times_forgotten += 1

    def _remember(self, key: tuple[str, str], sound: Sound, begun: int) -> None:
        """`begun`: what was being made when all was to be forgotten is not kept either."""
        with self._lock:
            if begun != self._times_forgotten:
                return
            self._remembered[key] = sound
            while len(self._remembered) > MOST_REMEMBERED:
                self._remembered.popitem(last=False)
