"""Slower and faster speech at the same pitch: the only place that knows the stretching library.

libsonic (Apache-2.0) is Sonic, an algorithm made for speech: it drops and repeats whole periods of the voice, so that
consonants stay sharp; resampling would make a giant or a mouse. ADR 0015 says why this one of several.
"""

from __future__ import annotations

import libsonic  # type: ignore[import-untyped]
import numpy as np

from voice.sounds import Sound

UNHEARD = 0.02  # a change of tempo below two percent is not noticed, and leaves the samples untouched


def at_tempo(sound: Sound, tempo: float) -> Sound:
    """`tempo` 2 plays in half the time, 0.5 in double the time."""
    if abs(tempo - 1) < UNHEARD or not len(sound.samples):
        return sound
    stream = libsonic.SonicStream(sound.rate_hz, 1)
    stream.set_speed(tempo)
    stream.write(sound.samples.tolist())
    stream.flush()
    stretched = np.asarray(stream.read(stream.available_frames()), np.float32)
    return Sound(np.clip(stretched, -1, 1), sound.rate_hz)
