"""Decides from loudness alone when somebody begins to speak and when the sentence has ended. Pure.

The room sets the measure: what is clearly louder than its quiet moments is speech. It keeps no sound.
"""

from __future__ import annotations

import sys
from array import array
from collections import deque
from dataclasses import dataclass
from math import log10
from typing import Literal

RECOGNIZED_HZ = 16_000  # what recognisers are given, whatever the microphone takes
FRAME_SECONDS = 0.02
FULL_SCALE = 32768.0
QUIETEST_DB = -90.0  # digital silence
ROOM_SECONDS = 2.0  # the quietest moment of this span is the room
LOUDER_THAN_ROOM_DB = 9.0
STILL_LOUD_DB = 6.0  # a word ends softer than it begins
LEAST_SPEECH_DB = -55.0  # softer than this is no speech to a microphone in a living room
SPEECH_FRAMES = 5  # a tenth of a second: shorter is a click

Moment = Literal["waiting", "speaking", "ended", "silence", "too_long"]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited, in seconds. `after`: silence that ends a sentence; `before`: for the first word."""

    after_seconds: float = 0.7
    before_seconds: float = 8.0
    longest_seconds: float = 30.0


WHILE_TALKING = Patience()
# Whoever reads a number from a slip of paper looks down between the groups.
WHILE_DICTATING = Patience(after_seconds=1.5, before_seconds=15.0, longest_seconds=60.0)


class Endpointer:
    """Fed with 16-bit mono sound; once it says anything but `waiting` or `speaking` it stays with that."""

    def __init__(self, sample_rate: int, patience: Patience = WHILE_TALKING) -> None:
        self._frame_bytes = int(sample_rate * FRAME_SECONDS) * 2
        self._patience = patience
        self._rest = b""
        self._room: deque[float] = deque(maxlen=int(ROOM_SECONDS / FRAME_SECONDS))
        self._loud_in_a_row = 0
        self._frames = 0
        self._begun_at: int | None = None
        self._last_loud = 0
        self.moment: Moment = "waiting"

    def feed(self, pcm: bytes) -> Moment:
        """Where the utterance stands after this piece of sound."""
        self._rest += pcm
        while len(self._rest) >= self._frame_bytes and self.moment in ("waiting", "speaking"):
            frame, self._rest = self._rest[: self._frame_bytes], self._rest[self._frame_bytes :]
            self._hear(loudness_db(frame))
        return self.moment

    def _hear(self, level: float) -> None:
        self._frames += 1
        self._room.append(level)
        above = STILL_LOUD_DB if self._loud_in_a_row else LOUDER_THAN_ROOM_DB
        is_loud = level >= max(min(self._room) + above, LEAST_SPEECH_DB)
        self._loud_in_a_row = self._loud_in_a_row + 1 if is_loud else 0
        if self._loud_in_a_row >= SPEECH_FRAMES:
            self._last_loud = self._frames
            if self._begun_at is None:
                self._begun_at, self.moment = self._frames, "speaking"
        self._decide()

    def _decide(self) -> None:
        patience = self._patience
        if self._begun_at is None:
            if self._frames * FRAME_SECONDS >= patience.before_seconds:
                self.moment = "silence"
        elif (self._frames - self._last_loud) * FRAME_SECONDS >= patience.after_seconds:
            self.moment = "ended"
        elif (self._frames - self._begun_at) * FRAME_SECONDS >= patience.longest_seconds:
            self.moment = "too_long"


def loudness_db(frame: bytes) -> float:
    """Root mean square of 16-bit samples, in decibels below full scale."""
    samples = array("h", frame)
    if sys.byteorder == "big":
        samples.byteswap()
    if not samples:
        return QUIETEST_DB
    mean = sum(samples) / len(samples)  # cheap microphones add a constant
    power = sum((sample - mean) ** 2 for sample in samples) / len(samples)
    return max(QUIETEST_DB, 10 * log10(power / FULL_SCALE**2)) if power else QUIETEST_DB
