"""Microphones and recognisers for tests: they say what they are told to, without sound card or model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from queue import Empty, SimpleQueue
from threading import Event

import numpy as np

from voice.endpoint import RECOGNIZED_HZ
from voice.hearing_problems import HearingError, Problem
from voice.listening import Callbacks

PATIENCE_SECONDS = 10.0  # a loaded machine; nothing waits so long where all is well


def quiet(seconds: float, *, level: float = 20.0, rate_hz: int = RECOGNIZED_HZ) -> bytes:
    """A room: faint noise."""
    noise = np.random.default_rng(7).normal(0, level, round(seconds * rate_hz))
    return noise.astype("<i2").tobytes()


def speech(seconds: float, *, level: float = 4000.0, rate_hz: int = RECOGNIZED_HZ) -> bytes:
    """Something as loud as a voice, which swells and fades with every syllable as one does."""
    times = np.arange(round(seconds * rate_hz)) / rate_hz
    swelling = 0.6 + 0.4 * np.sin(2 * np.pi * 4 * times)
    return (level * swelling * np.sin(2 * np.pi * 180 * times)).astype("<i2").tobytes()


class FakeStream:
    """Gives the pieces one by one, then nothing; an exception among the pieces is raised."""

    def __init__(self, pieces: Iterable[bytes | HearingError], *, sample_rate: int, channels: int) -> None:
        self.sample_rate, self.channels = sample_rate, channels
        self._pieces = iter(pieces)
        self.is_open = True

    def read(self) -> bytes:
        assert self.is_open, "nobody may read a closed microphone"
        piece = next(self._pieces, b"")
        if isinstance(piece, HearingError):
            raise piece
        return piece

    def close(self) -> None:
        self.is_open = False


class FakeMicrophone:
    """Opens a stream of `pieces` each time; `goes_missing` is what a household does to the plug."""

    def __init__(
        self,
        pieces: Sequence[bytes | HearingError] = (),
        *,
        sample_rate: int = RECOGNIZED_HZ,
        channels: int = 1,
    ) -> None:
        self._pieces, self._sample_rate, self._channels = pieces, sample_rate, channels
        self.streams: list[FakeStream] = []
        self._is_missing = False

    def goes_missing(self) -> None:
        self._is_missing = True

    def open(self) -> FakeStream:
        if self._is_missing:
            raise HearingError("no_microphone", "unplugged")
        self.streams.append(FakeStream(self._pieces, sample_rate=self._sample_rate, channels=self._channels))
        return self.streams[-1]


class FakeRecognizer:
    """Hears what it is told; remembers the sound it was given and the sentences it was to expect."""

    def __init__(self, *candidates: str, partials: Sequence[str] = ()) -> None:
        self.candidates = candidates
        self._partials = list(partials)
        self.pcm = b""
        self.grammars: list[tuple[str, ...]] = []
        self.sample_rates: list[int] = []
        self.is_closed = False
        self.finished = self.dropped = 0
        self._failure: HearingError | None = None
        self.has_begun = Event()
        self.may_begin = Event()
        self.may_begin.set()

    def breaks(self, problem: Problem = "recognizer_failed") -> None:
        self._failure = HearingError(problem, "told to")

    def is_mended(self) -> None:
        self._failure = None

    def begin(self, grammar: Sequence[str], sample_rate: int) -> None:
        self.may_begin.wait(PATIENCE_SECONDS)
        if self._failure and self._failure.problem == "no_recognizer":
            raise self._failure
        self.pcm = b""
        self.grammars.append(tuple(grammar))
        self.has_begun.set()
        self.sample_rates.append(sample_rate)

    def feed(self, pcm: bytes) -> str | None:
        if self._failure:
            raise self._failure
        self.pcm += pcm
        return self._partials.pop(0) if self._partials else None

    def finish(self) -> tuple[str, ...]:
        self.finished += 1
        return self.candidates

    def drop(self) -> None:
        self.pcm = b""
        self.dropped += 1

    def close(self) -> None:
        self.is_closed = True


class Told:
    """Keeps what a listener tells; `next` waits for it."""

    def __init__(self) -> None:
        self._told: SimpleQueue[tuple[str, object]] = SimpleQueue()
        self.partials: list[str] = []
        self.opened = Event()

    def callbacks(self) -> Callbacks:
        return Callbacks(
            on_result=self._keep("result"),
            on_problem=self._keep("problem"),
            on_partial=self.partials.append,
            on_open=self.opened.set,
        )

    def _keep(self, kind: str) -> Callable[[object], None]:
        return lambda what: self._told.put((kind, what))

    def next(self) -> tuple[str, object]:
        return self._told.get(timeout=PATIENCE_SECONDS)

    def is_silent(self) -> bool:
        try:
            self._told.get_nowait()
        except Empty:
            return True
        return False
