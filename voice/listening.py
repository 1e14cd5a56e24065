"""Listens for one utterance at a time, away from the thread that asked, and tells what was heard or what went wrong.

The microphone is open only between the start of an utterance and its end, and no sound is ever kept or written.
Nothing that fails here reaches the caller as an exception: a viewer gets a sentence of zh_CN/listening.yaml.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Protocol

from content.hours import CHINA
from voice.endpoint import RECOGNIZED_HZ, WHILE_DICTATING, WHILE_TALKING, Endpointer
from voice.guard import hide_all_digits, hide_numbers, holds_identity_number
from voice.hearing_problems import HearingError, Problem
from voice.intents import Mode

if TYPE_CHECKING:
    from voice.resampling import MonoStream

DICTATING: frozenset[Mode] = frozenset({"case_number", "case_code"})
# What is recognised of the time before the first loud moment: soft beginnings of words, but not the whole silence.
HELD_BYTES = RECOGNIZED_HZ * 2 // 2
END_SECONDS = 2.0  # how long the end of the channel waits for an utterance that is being recognised
LOG = logging.getLogger(__name__)


class Recognizer(Protocol):
    """Turns one utterance of 16-bit mono sound into text; all but `close` may raise HearingError."""

    def begin(self, grammar: Sequence[str], sample_rate: int) -> None:
        """A new utterance; `grammar`: the sentences that are likely now. It may be called after any failure."""

    def feed(self, pcm: bytes) -> str | None:
        """A piece of sound; what has been understood so far, where that changed."""

    def finish(self) -> tuple[str, ...]:
        """What it may have been, best first; empty where nothing was recognised."""

    def drop(self) -> None:
        """Nobody wants to know what this utterance was: its sound is forgotten, without the work of recognising it."""

    def close(self) -> None:
        """Lets go of model and process; `begin` may follow all the same."""


class SoundStream(Protocol):
    """Sound that comes in while it is read: 16-bit samples, `channels` of them side by side."""

    sample_rate: int
    channels: int

    def read(self) -> bytes:
        """The next piece, empty where nothing came for a moment. Raises HearingError when the device is gone."""

    def close(self) -> None:
        """No sound is taken any more."""


class Microphone(Protocol):
    """Where sound comes from."""

    def open(self) -> SoundStream:
        """Raises HearingError where there is none."""


def _ignore(*_: object) -> None:
    """For whoever does not want to know."""


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Who is told, on the listener's own thread. `on_open`: the microphone is open, show and sound the sign;
    `on_end`: it is closed and what was said is being recognised."""

    on_result: Callable[[tuple[str, ...]], None]
    on_problem: Callable[[Problem], None]
    on_partial: Callable[[str], None] = _ignore
    on_open: Callable[[], None] = _ignore
    on_end: Callable[[], None] = _ignore


@dataclass(slots=True)
class _Turn:
    """One utterance; `dropped`: nobody wants it any more; `enough`: it ends here, although nobody is silent yet."""

    mode: Mode
    grammar: Sequence[str]
    dropped: Event = field(default_factory=Event)
    enough: Event = field(default_factory=Event)


class Listener:
    """`start` and `stop` return at once."""

    def __init__(
        self,
        microphone: Microphone,
        recognizer: Recognizer,
        callbacks: Callbacks,
        *,
        today: Callable[[], date] = lambda: datetime.now(CHINA).date(),
    ) -> None:
        self._microphone, self._recognizer, self._callbacks, self._today = microphone, recognizer, callbacks, today
        self._turn: _Turn | None = None
        self._thread: Thread | None = None
        self._lock = Lock()
        self._hearing = Lock()  # one utterance after the other: there is one microphone

    @property
    def is_listening(self) -> bool:
        """Whether an utterance is being heard or recognised."""
        turn = self._turn
        return turn is not None and not turn.dropped.is_set()

    def prepare(self, grammar: Sequence[str] = ()) -> None:
        """Loads the model before anybody speaks; whatever fails will be told to whoever does."""
        Thread(target=self._prepare, args=(grammar,), name="preparing-to-listen", daemon=True).start()

    def start(self, expects: Mode, grammar: Sequence[str]) -> None:
        """Hears one utterance; one that was going on is dropped."""
        turn = _Turn(expects, grammar)
        with self._lock:
            if self._turn:
                self._turn.dropped.set()
            self._turn = turn
            self._thread = Thread(target=self._hear, args=(turn,), name="listening", daemon=True)
            self._thread.start()

    def finish(self) -> None:
        """The speaker says that this was all: what was said until now is recognised."""
        with self._lock:
            if self._turn:
                self._turn.enough.set()

    def stop(self) -> None:
        """Drops the utterance; nobody is told anything about it."""
        with self._lock:
            if self._turn:
                self._turn.dropped.set()
            self._turn = None

    def close(self) -> None:
        """The end of the channel."""
        self.stop()
        if self._thread:
            self._thread.join(END_SECONDS)
        self._recognizer.close()

    # -- on the listener's own thread ----------------------------------------------------------------------------------

    def _prepare(self, grammar: Sequence[str]) -> None:
        with self._hearing:
            try:
                self._recognizer.begin(grammar, RECOGNIZED_HZ)
                self._recognizer.drop()
            except HearingError as error:
                LOG.warning("%s: %s", error.problem, error)

    def _hear(self, turn: _Turn) -> None:
        with self._hearing:
            try:
                problem, candidates = self._utterance(turn)
            except HearingError as error:
                LOG.warning("%s: %s", error.problem, error)
                problem, candidates = error.problem, ()
            with self._lock:
                is_wanted = self._turn is turn and not turn.dropped.is_set()
                if is_wanted:
                    self._turn = None
        if not is_wanted:
            return
        if candidates:
            self._callbacks.on_result(candidates)
        else:
            self._callbacks.on_problem(problem)

    def _utterance(self, turn: _Turn) -> tuple[Problem, tuple[str, ...]]:
        if turn.dropped.is_set():
            return "nothing_heard", ()
        with closing(self._microphone.open()) as stream:
            self._callbacks.on_open()
            # The microphone keeps what is said while the model is loaded.
            self._recognizer.begin(turn.grammar, RECOGNIZED_HZ)
            problem = self._listen(turn, stream)
        if problem in ("silence", "too_long") or turn.dropped.is_set():
            self._recognizer.drop()
            return problem, ()
        self._callbacks.on_end()
        return problem, self._recognizer.finish()

    def _listen(self, turn: _Turn, stream: SoundStream) -> Problem:
        """Feeds the recogniser until the utterance is over; what to say where it understood nothing."""
        endpointer = Endpointer(RECOGNIZED_HZ, WHILE_DICTATING if turn.mode in DICTATING else WHILE_TALKING)
        mono, held = _opened_stream(stream), b""
        while not (turn.dropped.is_set() or turn.enough.is_set()):
            pcm = mono.feed(stream.read())
            moment = endpointer.feed(pcm)
            if moment == "waiting":
                held = (held + pcm)[-HELD_BYTES:]
                continue
            if moment == "silence":
                return "silence"
            self._feed(turn, held + pcm)
            held = b""
            if moment == "too_long":
                return "too_long"
            if moment == "ended":
                break
        return "nothing_heard"

    def _feed(self, turn: _Turn, pcm: bytes) -> None:
        partial = self._recognizer.feed(pcm) if pcm else None
        if partial and not turn.dropped.is_set():
            self._callbacks.on_partial(shown_partial(partial, turn.mode, self._today()))


def _opened_stream(stream: SoundStream) -> MonoStream:
    """Loaded only now: the libraries of sound would cost every start of the television a quarter of a second."""
    try:
        from voice.resampling import MonoStream
    except (ImportError, OSError) as error:
        raise HearingError("no_recognizer", f"a library of sound is missing: {error}") from None
    return MonoStream(stream.sample_rate, stream.channels)


def shown_partial(text: str, mode: Mode, today: date) -> str:
    """What may stand on the screen of what was understood so far: never a code, an identity number or a long number
    nobody asked for."""
    if mode == "case_code" or holds_identity_number(text, today):
        return hide_all_digits(text)
    return text if mode == "case_number" else hide_numbers(text)
