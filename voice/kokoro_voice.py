"""The neural voice Kokoro, where the machine can run it: sentences in, sound out. Knows nothing of files and cards."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from voice.kokoro_files import KokoroFacts
from voice.mandarin_reading import MandarinReading
from voice.sounds import Samples, Sound, trimmed
from voice.stretching import at_tempo

STYLE_SHAPE = (510, 1, 256)  # a style for every number of phonemes
LONGEST_PHONEMES = STYLE_SHAPE[0]
THREADS = 2  # more gain little, and the television has to draw


class KokoroVoice:
    """A source of sounds. `styles`: for `female` and `male` the name of a style of the model."""

    def __init__(self, folder: Path, facts: KokoroFacts, styles: Mapping[str, str]) -> None:
        """Loads the model: a second and 200 MiB. Raises ImportError, OSError."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        self._session: Any = onnxruntime.InferenceSession(str(folder / facts.model_name), options)
        self._facts, self._styles = facts, styles
        self._shapes = {name: self._load_style(folder, name) for name in set(styles.values())}
        self._reading = MandarinReading(facts.letters)
        self._lock = Lock()

    def find(self, sentence: str, voice: str) -> Sound | None:
        """Makes the sound; None for a sentence without anything to say."""
        symbols = self._facts.symbols
        phonemes = self._reading.phonemes(sentence)
        tokens = [symbols[symbol] for symbol in phonemes if symbol in symbols][:LONGEST_PHONEMES]
        if not any(symbol.isalpha() for symbol in phonemes):
            return None
        name = self._styles.get(voice, next(iter(self._styles.values())))
        kind = name.partition("_")[0]
        given = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": self._shapes[name][len(tokens) - 1],
            "speed": np.array([self._facts.speeds[kind]], np.float32),
        }
        with self._lock:
            samples = self._session.run(None, given)[0]
        sound = trimmed(Sound(np.asarray(samples, np.float32).ravel(), self._facts.rate_hz))
        return at_tempo(sound, self._facts.tempos[kind])

    def has(self, voice: str) -> bool:
        """Whether it knows this voice by name."""
        return voice in self._styles

    def _load_style(self, folder: Path, name: str) -> Samples:
        return np.fromfile(folder / f"{name}.bin", np.float32).reshape(STYLE_SHAPE)
