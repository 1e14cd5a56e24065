"""Slower and faster speech at the same pitch: the only place that knows the stretching library.

Signalsmith's stretcher (MIT, a header library kept since 2022, wheels for both architectures) leaves the pitch within
half a tone and the length within a millisecond, at a fortieth of real time; resampling would make a giant or a mouse.
"""

from __future__ import annotations

import numpy as np
import python_stretch

from voice.sounds import Sound

UNHEARD = 0.02  # a change of tempo below two percent is not noticed, and leaves the samples untouched


def at_tempo(sound: Sound, tempo: float) -> Sound:
    """`tempo` 2 plays in half the time, 0.5 in double the time."""
    if abs(tempo - 1) < UNHEARD or not len(sound.samples):
        return sound
    stretch = python_stretch.Signalsmith.Stretch(0)  # a seed: the same sentence sounds the same every time
    stretch.preset(1, sound.rate_hz)
    stretch.timeFactor = tempo
    stretched = stretch.process(np.ascontiguousarray(sound.samples[np.newaxis, :]))
    return Sound(np.clip(np.asarray(stretched, np.float32)[0], -1, 1), sound.rate_hz)
