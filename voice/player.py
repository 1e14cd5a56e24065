"""Plays one sound at a time and can be stopped at once: the only place that plays through the sound card.

Without a card, or when it is pulled out in the middle of a sentence, time passes as if the sentence were heard, so
that captions and dialogue go on.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass
from threading import Event
from typing import Any, Protocol

import numpy as np

from voice.sound_card import has_sound_card
from voice.sounds import Sound, resampled

BLOCK_SECONDS = 0.02  # how long a stop waits at the most before it is noticed
LOOK_SECONDS = 0.005  # while the card is full: a quarter of a block
STANDSTILL_SECONDS = 5.0  # a sound server that wakes its card takes two, a television at its cable three
LATENCY_SECONDS = 0.06  # what the card holds back; a stop throws it away
LOG = logging.getLogger(__name__)


class AudioOutput(Protocol):
    """Somewhere sound goes."""

    def play(self, sound: Sound, stopping: Event) -> bool:
        """Blocks until the sound is over, or `stopping` is set; True where it was played to its end."""

    def close(self) -> None:
        """Lets go of the device."""


class NullOutput:
    """No sound card: the time passes, nothing is heard."""

    def play(self, sound: Sound, stopping: Event) -> bool:
        """Waits as long as the sound lasts."""
        return not stopping.wait(sound.seconds)

    def close(self) -> None:
        """Nothing to let go of."""


@dataclass(slots=True)
class RecorderOutput:
    """Keeps what was played, for tests and for files; takes no time unless `inner` does."""

    played: list[Sound]
    inner: AudioOutput | None = None

    def play(self, sound: Sound, stopping: Event) -> bool:
        """Keeps it, then plays it on `inner`."""
        if stopping.is_set():
            return False
        self.played.append(sound)
        return self.inner.play(sound, stopping) if self.inner else True

    def close(self) -> None:
        """Closes what is behind it."""
        if self.inner:
            self.inner.close()


class DeviceOutput:
    """The default sound card. Opens it with the first sound and keeps it open: opening takes a tenth of a second."""

    def __init__(self, library: Any, *, device: int | str | None = None) -> None:
        """`library`: the sounddevice module, or whatever behaves like it."""
        self._library, self._device = library, device
        self._stream: Any = None
        self._rate_hz = 0
        self._silent = NullOutput()

    def play(self, sound: Sound, stopping: Event) -> bool:
        """Blocks; where the card fails the rest of the sentence passes in silence."""
        try:
            ready = self._opened_for(sound)
            return self._write(ready, stopping)
        except (self._library.PortAudioError, OSError) as error:
            LOG.warning("no sound: %s", type(error).__name__)
            self._drop()
            return self._silent.play(sound, stopping)

    def close(self) -> None:
        """Lets go of the card."""
        self._drop()

    def _opened_for(self, sound: Sound) -> Sound:
        """The sound at the rate the card is open with; opens it where it is not."""
        if self._stream is None:
            try:
                self._open(sound.rate_hz)
            except self._library.PortAudioError:  # some cards know one rate only
                usual = self._library.query_devices(self._device, "output")["default_samplerate"]
                self._open(int(usual))
        if not self._stream.active:
            self._stream.start()
        return resampled(sound, self._rate_hz)

    def _open(self, rate_hz: int) -> None:
        self._stream = self._library.OutputStream(
            samplerate=rate_hz, channels=1, dtype="float32", latency=LATENCY_SECONDS, device=self._device
        )
        self._rate_hz = rate_hz

    def _write(self, sound: Sound, stopping: Event) -> bool:
        block = max(1, round(BLOCK_SECONDS * sound.rate_hz))
        for begin in range(0, len(sound.samples), block):
            if stopping.is_set():
                return self._cut()
            if not self._has_room(block, stopping):
                return self._cut()
            self._stream.write(np.ascontiguousarray(sound.samples[begin : begin + block, np.newaxis]))
        return not stopping.wait(LATENCY_SECONDS) or self._cut()

    def _has_room(self, block: int, stopping: Event) -> bool:
        """Waits until the card takes a block, because a write to one that stands still could not be stopped. False
        where it was stopped; a card that stands for very long may find its own way."""
        for _ in range(round(STANDSTILL_SECONDS / LOOK_SECONDS)):
            if self._stream.write_available >= block:
                return True
            if stopping.wait(LOOK_SECONDS):
                return False
        return True

    def _cut(self) -> bool:
        self._stream.abort()  # what the card still holds is not played
        return False

    def _drop(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            with suppress(self._library.PortAudioError, OSError):
                stream.close(ignore_errors=True)


def open_output() -> AudioOutput:
    """The sound card where there is one and its library, else silence. Never raises."""
    if not has_sound_card():
        return NullOutput()
    import sounddevice  # type: ignore[import-untyped]

    return DeviceOutput(sounddevice)
