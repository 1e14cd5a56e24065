"""Brings sound of any usual rate and of one or more channels to what recognisers take: 16-bit mono at 16 kHz."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soxr  # type: ignore[import-untyped]

from voice.endpoint import RECOGNIZED_HZ
from voice.sounds import Sound, decode, resampled

FULL_SCALE = 32767.0
LOWEST_HZ, HIGHEST_HZ = 8_000, 192_000


class MonoStream:
    """Converts sound piece by piece; a piece may be cut anywhere."""

    def __init__(self, sample_rate: int, channels: int, *, wanted_hz: int = RECOGNIZED_HZ) -> None:
        if not LOWEST_HZ <= sample_rate <= HIGHEST_HZ or channels < 1:
            raise ValueError(f"no usual sound: {sample_rate} Hz, {channels} channels")
        self._frame_bytes = 2 * channels
        self._channels = channels
        self._rest = b""
        is_same = sample_rate == wanted_hz
        # Whole numbers it would give with a different faint noise each time, and a recogniser hears the difference.
        self._stream = (
            None if is_same else soxr.ResampleStream(sample_rate, wanted_hz, 1, dtype="float32", quality="MQ")
        )

    def feed(self, pcm: bytes, *, is_last: bool = False) -> bytes:
        """The sound that is ready; the resampler keeps some milliseconds back until the last piece."""
        data = self._rest + pcm
        whole = len(data) - len(data) % self._frame_bytes
        data, self._rest = data[:whole], data[whole:]
        samples = np.frombuffer(data, "<i2")
        if self._channels > 1:
            samples = samples.reshape(-1, self._channels).mean(axis=1).astype(np.int16)
        if self._stream is not None:
            resampled_chunk = self._stream.resample_chunk(samples.astype(np.float32), last=is_last)
            samples = np.clip(np.rint(resampled_chunk), -FULL_SCALE, FULL_SCALE)
        return samples.astype("<i2").tobytes()


def load_utterance(path: Path) -> bytes:
    """A sound file as 16-bit mono at 16 kHz. Raises OSError, BadSoundError."""
    return pcm_of(decode(path.read_bytes()))


def pcm_of(sound: Sound) -> bytes:
    """Sound as recognisers take it."""
    samples = resampled(sound, RECOGNIZED_HZ).samples
    return (np.clip(samples, -1.0, 1.0) * FULL_SCALE).astype("<i2").tobytes()
