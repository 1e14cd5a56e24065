"""Sounds and voices for tests, made of sine waves; no model, no card."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Event

import numpy as np

from channel_api.client.errors import NotFound, Unreachable
from voice.sounds import SPEECH_HZ, Sound, encode

PATIENCE_SECONDS = 10.0  # a loaded machine; nothing waits so long where all is well


def tone(seconds: float = 0.3, *, hertz: float = 220.0, rate_hz: int = SPEECH_HZ, loudness: float = 0.5) -> Sound:
    times = np.arange(round(seconds * rate_hz)) / rate_hz
    return Sound((loudness * np.sin(2 * np.pi * hertz * times)).astype(np.float32), rate_hz)


def pitch_of(sound: Sound) -> float:
    spectrum = np.abs(np.fft.rfft(sound.samples * np.hanning(len(sound.samples))))
    return float(np.argmax(spectrum)) * sound.rate_hz / len(sound.samples)


class FakeVoice:
    """A source that has every sentence of `known`, or all of them; remembers what it was asked."""

    def __init__(self, known: Mapping[str, Sound] | None = None, *, everything: Sound | None = None) -> None:
        self._known, self._everything = dict(known or {}), everything
        self.asked: list[tuple[str, str]] = []

    def find(self, sentence: str, voice: str) -> Sound | None:
        self.asked.append((sentence, voice))
        return self._known.get(sentence, self._everything)


class StuckVoice:
    """A source that does not answer until it is let go."""

    def __init__(self) -> None:
        self.asked, self.let_go = Event(), Event()

    def find(self, sentence: str, voice: str) -> Sound | None:
        self.asked.set()
        self.let_go.wait(PATIENCE_SECONDS)
        return tone()


class BrokenVoice:
    """A library that falls over."""

    def find(self, sentence: str, voice: str) -> Sound | None:
        raise RuntimeError("no such model")


class HeldOutput:
    """Plays each sound until it is stopped or let on; tells when it begins."""

    def __init__(self) -> None:
        self.begun, self.let_on = Event(), Event()
        self.played: list[tuple[Sound, bool]] = []
        self.is_closed = False

    def play(self, sound: Sound, stopping: Event) -> bool:
        self.begun.set()
        while not stopping.is_set() and not self.let_on.wait(0.005):
            pass
        self.played.append((sound, not stopping.is_set()))
        return not stopping.is_set()

    def close(self) -> None:
        self.is_closed = True


class FakeSpeechServer:
    """`fetch` of a server that rendered some sentences; `is_away`: it does not answer."""

    def __init__(self, sounds: Mapping[str, Sound] | None = None) -> None:
        self.files = {key: encode(sound) for key, sound in (sounds or {}).items()}
        self.asked: list[str] = []
        self.is_away = False

    def fetch(self, key: str) -> bytes:
        self.asked.append(key)
        if self.is_away:
            raise Unreachable("GET /v1/speech: no answer")
        if key not in self.files:
            raise NotFound("GET /v1/speech: status 404")
        return self.files[key]
