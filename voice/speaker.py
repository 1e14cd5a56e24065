"""Says sentences aloud, through pyttsx3 with our own driver underneath; the only place that knows pyttsx3.

`say` and `stop` return at once and may be called from any thread. Callbacks come from the speaking thread. Sentences
are never logged: they may be about somebody's case.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import wait
from dataclasses import dataclass, replace
from threading import Condition, Event, Thread
from types import ModuleType
from typing import Any

import pyttsx3.engine  # type: ignore[import-untyped]
from pyttsx3.voice import Voice  # type: ignore[import-untyped]

from voice.player import AudioOutput
from voice.preparing_sounds import PreparingSounds
from voice.sound_sources import RememberingSource
from voice.sounds import Sound, louder, rising_tones, silence
from voice.speaking_driver import SpeakingDriver
from voice.stretching import at_tempo

LOG = logging.getLogger(__name__)

SLOWEST, FASTEST = 130, 245  # characters a minute: below a sentence falls apart, above few older listeners follow
USUAL_RATE = 185  # older listeners prefer slower than a newsreader's 258 (Chan & Lee 2005)
# What the voices of `wording/speech_voices.yaml` are rendered at; whoever changes their tempo changes this.
NATURAL_RATE = 208
PAUSE_SECONDS = 0.375  # between sentences and items of a list: 350 to 400 ms are heard as "next", more as "over"
LOOK_SECONDS = 0.02  # how soon a stop is noticed while a sound is still being fetched
DRIVER = "zhengwu"
MOST_SIGN_SECONDS = 1.0  # a card that hangs delays nobody longer
VOICES = ("female", "male")


@dataclass(frozen=True, slots=True)
class SpeechSettings:
    """`rate` in characters a minute, `volume` in percent, `voice` female or male."""

    is_on: bool = True
    rate: int = USUAL_RATE
    volume: int = 80
    voice: str = VOICES[0]


class _Batch:
    """What was said in one go, and whether it is to end."""

    def __init__(self, sentences: Sequence[str], sound: Sound | None = None) -> None:
        self.sentences, self.sound = tuple(sentences), sound
        self.stopping = Event()  # also when it is over


class VoiceSpeaker:
    """Speaks with the sounds of `source` on `output`. Fulfils the television's `Speaker`."""

    def __init__(
        self,
        source: RememberingSource,
        output: AudioOutput,
        settings: SpeechSettings | None = None,
        *,
        pause_seconds: float = PAUSE_SECONDS,
    ) -> None:
        self.settings = settings or SpeechSettings()
        self.on_started: Callable[[str], None] = lambda sentence: None
        self.on_finished: Callable[[str], None] = lambda sentence: None
        self._output, self._pause_seconds = output, pause_seconds
        self._source, self._preparing = source, PreparingSounds(source)
        self._changed = Condition()
        self._next: _Batch | None = None
        self._current = _Batch(())
        self._following: tuple[str, ...] = ()  # the sentence after the one that is being said; on the speaking thread
        self._is_ending = False
        self._thread = Thread(target=self._run, name="speaker", daemon=True)
        self._thread.start()

    # -- what others call --

    def say(self, utterances: Sequence[str]) -> None:
        """Replaces what is being said."""
        self._put(_Batch([sentence for sentence in utterances if sentence.strip()]))

    def stop(self) -> None:
        """Silence within a tenth of a second."""
        self._put(None)

    def sign(self) -> None:
        """The short sound that says: now you may speak. Waits until it was heard, so that no microphone takes it."""
        batch = _Batch((), louder(rising_tones(), _loudness(self.settings)))
        if self.settings.is_on:
            self._put(batch)
            batch.stopping.wait(MOST_SIGN_SECONDS)

    def forget(self) -> None:
        """What was said may have been about a case: no sound of it stays, nor is one made any more."""
        self._preparing.drop_foreseen()
        self._source.forget()

    def foresee(self, sentences: Sequence[str]) -> None:
        """What may be said soon, the likeliest first, is fetched beforehand; drops what was foreseen before."""
        if self.settings.is_on:
            self._preparing.foresee(sentences, self.settings.voice)

    def wait_until_said(self, most_seconds: float | None = None) -> None:
        """Returns when everything was said, or ended."""
        with self._changed:
            self._changed.wait_for(lambda: not self.is_speaking, most_seconds)

    def close(self, *, wait_seconds: float = 1.0) -> None:
        """Ends the speaking thread and lets go of the sound card."""
        with self._changed:
            self._is_ending = True
        self.stop()
        self._thread.join(wait_seconds)
        self._preparing.close()
        self._output.close()

    @property
    def is_speaking(self) -> bool:
        """Whether something is being said, or about to be."""
        with self._changed:
            return self._next is not None or bool(self._current.sentences and not self._current.stopping.is_set())

    # -- the speaking thread --

    def _put(self, batch: _Batch | None) -> None:
        with self._changed:
            self._current.stopping.set()
            self._next = batch
            self._preparing.drop_wanted()
            self._changed.notify_all()

    def _run(self) -> None:
        engine = make_engine(self)
        engine.connect("started-utterance", lambda name: self.on_started(name))
        engine.connect("finished-utterance", lambda name, completed: self.on_finished(name))
        engine.connect("error", lambda name, exception: LOG.error("not said: %s", type(exception).__name__))
        engine.startLoop(False)
        engine.iterate()
        while (batch := self._take()) is not None:
            self._say_all(batch, engine)
            with self._changed:
                batch.stopping.set()
                self._changed.notify_all()

    def _take(self) -> _Batch | None:
        with self._changed:
            self._changed.wait_for(lambda: self._is_ending or self._next is not None)
            if self._is_ending:
                return None
            batch, self._next = self._next, None
            self._current = batch or _Batch(())
            return self._current

    def _say_all(self, batch: _Batch, engine: Any) -> None:
        if batch.sound is not None:
            self._output.play(batch.sound, batch.stopping)
        for number, sentence in enumerate(batch.sentences):
            if batch.stopping.wait(self._pause_seconds if number else 0):
                return
            self._following = batch.sentences[number + 1 : number + 2]
            engine.say(sentence, sentence)

    # -- what the driver calls --

    def say_one(self, sentence: str, on_begin: Callable[[], None]) -> bool:
        """Finds the sound, brings it to the wanted tempo and volume, and plays it."""
        stopping = self._current.stopping
        settings = self.settings
        future = self._preparing.want(sentence, settings.voice) if settings.is_on else None
        while future is not None and not future.done():
            if stopping.is_set():
                return False
            wait([future], LOOK_SECONDS)
        found = future.result() if future else None
        if settings.is_on:
            for following in self._following:  # only now: made at the same time it would delay this one
                self._preparing.follow_with(following, settings.voice)
        on_begin()
        return self._output.play(adjusted(found, sentence, settings), stopping)

    def get_property(self, name: str) -> Any:
        """As pyttsx3 names them; `volume` from 0 to 1. Raises KeyError."""
        known = {
            "rate": self.settings.rate,
            "volume": self.settings.volume / 100,
            "voice": self.settings.voice,
            "voices": [Voice(name, name, ["zh-CN"], name) for name in VOICES],
        }
        return known[name]

    def set_property(self, name: str, value: Any) -> None:
        """As pyttsx3 names them. Raises KeyError."""
        changes: dict[str, Callable[[], SpeechSettings]] = {
            "rate": lambda: replace(self.settings, rate=int(value)),
            "volume": lambda: replace(self.settings, volume=round(float(value) * 100)),
            "voice": lambda: replace(self.settings, voice=str(value) if value in VOICES else VOICES[0]),
        }
        self.settings = changes[name]()


def make_engine(sayer: Any) -> Any:
    """A pyttsx3 engine of its own over our driver, which pyttsx3 finds by name like those it comes with."""
    module = ModuleType(f"pyttsx3.drivers.{DRIVER}")
    module.buildDriver = lambda proxy: SpeakingDriver(proxy, sayer)  # type: ignore[attr-defined]
    sys.modules[module.__name__] = module
    try:
        return pyttsx3.engine.Engine(DRIVER)
    finally:
        del sys.modules[module.__name__]


def adjusted(sound: Sound | None, sentence: str, settings: SpeechSettings) -> Sound:
    """The sound as the household wants it; silence of the length of the sentence where there is none."""
    rate = min(FASTEST, max(SLOWEST, settings.rate))
    if sound is None:
        return silence(60 * len(sentence) / rate)
    heard = at_tempo(sound, rate / NATURAL_RATE)
    return louder(heard, _loudness(settings))


def _loudness(settings: SpeechSettings) -> float:
    """Loudness grows slower than the samples."""
    return (min(100, max(0, settings.volume)) / 100) ** 2
