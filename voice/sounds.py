"""Sound in memory: read from and written to the formats people have, cut, joined and resampled. Knows no sound card.

The only place that knows soundfile's writing side and numpy's shapes; everything else hands `Sound` on.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import soundfile  # type: ignore[import-untyped]
import soxr  # type: ignore[import-untyped]
from numpy.typing import NDArray

Samples = NDArray[np.float32]

SPEECH_HZ = 24_000  # what the neural voice makes, and what the server keeps
LONGEST_SECONDS = 60.0  # one sentence takes a tenth of it; more is a broken or foreign file
QUIET = 0.01  # of full scale: breath and the hiss of a codec are below, every spoken sound above
TONES_HZ = (523.0, 784.0)  # older ears lose what is above 2,000 first
TONE_SECONDS, TONE_LOUDNESS = 0.14, 0.4
LEAD_SECONDS, TAIL_SECONDS = 0.03, 0.08  # left before and after, so that no consonant is cut


class BadSoundError(Exception):
    """Bytes that are no sound, or more of it than one sentence can be."""


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """Mono samples between -1 and 1."""

    samples: Samples
    rate_hz: int

    @property
    def seconds(self) -> float:
        """How long it plays."""
        return len(self.samples) / self.rate_hz


def silence(seconds: float, rate_hz: int = SPEECH_HZ) -> Sound:
    """Nothing to hear, for so long."""
    return Sound(np.zeros(round(seconds * rate_hz), np.float32), rate_hz)


def rising_tones(rate_hz: int = SPEECH_HZ) -> Sound:
    """Two soft notes, the second higher, as a door chime asks one to speak; a seventh of a second each."""
    times = np.arange(round(TONE_SECONDS * rate_hz), dtype=np.float32) / rate_hz
    swell = np.sin(np.pi * times / TONE_SECONDS)  # no click at either end
    notes = [TONE_LOUDNESS * swell * np.sin(2 * np.pi * hertz * times) for hertz in TONES_HZ]
    return Sound(np.concatenate(notes).astype(np.float32), rate_hz)


def decode(data: bytes) -> Sound:
    """WAV, FLAC, Ogg or MP3; several channels become one. Raises BadSoundError."""
    try:
        with soundfile.SoundFile(io.BytesIO(data)) as file:
            rate_hz = int(file.samplerate)
            frames = file.read(round(LONGEST_SECONDS * rate_hz) + 1, dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, OSError, ValueError, RuntimeError) as error:
        raise BadSoundError(f"not a sound: {type(error).__name__}") from None
    if not len(frames):
        raise BadSoundError("an empty sound")
    if len(frames) > LONGEST_SECONDS * rate_hz:
        raise BadSoundError(f"longer than {LONGEST_SECONDS:.0f} seconds")
    return Sound(np.ascontiguousarray(frames.mean(axis=1), np.float32), rate_hz)


def encode(sound: Sound, kind: str = "MP3") -> bytes:
    """The sound as a file: `MP3`, `WAV` or `OGG`."""
    file = io.BytesIO()
    how = (
        {"bitrate_mode": "VARIABLE", "compression_level": 0.8} if kind == "MP3" else {}
    )  # 40 kbit/s: speech needs no more
    soundfile.write(file, sound.samples, sound.rate_hz, format=kind, **how)
    return file.getvalue()


def resampled(sound: Sound, rate_hz: int = SPEECH_HZ) -> Sound:
    """The same sound at another rate."""
    if sound.rate_hz == rate_hz:
        return sound
    return Sound(np.asarray(soxr.resample(sound.samples, sound.rate_hz, rate_hz), np.float32), rate_hz)


def trimmed(sound: Sound) -> Sound:
    """Without the silence before and after: it would come on top of the pause between sentences."""
    loud = np.flatnonzero(np.abs(sound.samples) > QUIET)
    if not len(loud):
        return sound
    begin = max(0, int(loud[0]) - round(LEAD_SECONDS * sound.rate_hz))
    end = int(loud[-1]) + round(TAIL_SECONDS * sound.rate_hz)
    return Sound(sound.samples[begin:end], sound.rate_hz)


def joined(sounds: Iterable[Sound], *, pause_seconds: float = 0.0) -> Sound:
    """One after the other at the rate of speech, with a pause between them."""
    gap = silence(pause_seconds).samples
    parts: list[Samples] = []
    for sound in sounds:
        parts += [gap] if parts else []
        parts.append(resampled(sound).samples)
    return Sound(np.concatenate(parts) if parts else gap[:0], SPEECH_HZ)


def louder(sound: Sound, gain: float) -> Sound:
    """Every sample times `gain`, kept within full scale."""
    return sound if gain == 1.0 else Sound(np.clip(sound.samples * np.float32(gain), -1, 1), sound.rate_hz)
