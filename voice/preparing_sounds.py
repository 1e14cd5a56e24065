"""Fetches or makes sounds beside what is being played: the sentence wanted now, and what may be wanted next."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future
from threading import Condition, Thread

from voice.sound_sources import SoundSource
from voice.sounds import Sound

# The items next to the focus and those in sight, two sentences each: some seconds of work for a neural voice.
MOST_FORESEEN = 16
LOG = logging.getLogger(__name__)

Key = tuple[str, str]  # sentence and voice
Prepared = Future[Sound | None]


class PreparingSounds:
    """Two threads of its own: what is merely foreseen waits while something is wanted, and no sound is made twice at
    the same time. A new guess drops the older ones, because the viewer is elsewhere by now."""

    def __init__(self, source: SoundSource) -> None:
        self._source = source
        self._wanted: deque[tuple[Key, Prepared]] = deque()
        self._foreseen: deque[Key] = deque()
        self._next_up: Key | None = None  # follows on what is being said, so that it comes before every guess
        self._under_way: dict[Key, Prepared] = {}
        self._is_busy = False  # with something wanted
        self._changed = Condition()
        self._is_ending = False
        for name, work in (("speech", self._make_wanted), ("speech-ahead", self._make_foreseen)):
            Thread(target=work, name=name, daemon=True).start()

    def want(self, sentence: str, voice: str) -> Prepared:
        """The sound as soon as it is there; None where no source has it."""
        key = (sentence, voice)
        with self._changed:
            if key in self._under_way:
                return self._under_way[key]
            future: Prepared = Future()
            self._wanted.append((key, future))
            self._changed.notify_all()
        return future

    def drop_wanted(self) -> None:
        """Something else is going to be said."""
        with self._changed:
            self._wanted.clear()
            self._next_up = None
            self._changed.notify_all()

    def follow_with(self, sentence: str, voice: str) -> None:
        """Will be said after what is being said now."""
        with self._changed:
            self._next_up = (sentence, voice)
            self._changed.notify_all()

    def foresee(self, sentences: Iterable[str], voice: str) -> None:
        """May be said soon, the likeliest first; of a long list the rest is left to chance."""
        likeliest = list(dict.fromkeys(sentences))[:MOST_FORESEEN]
        with self._changed:
            self._foreseen = deque((sentence, voice) for sentence in likeliest)
            self._changed.notify_all()

    def drop_foreseen(self) -> None:
        """Nothing of what was guessed may be made any more."""
        self.foresee((), "")

    def close(self) -> None:
        """Ends both threads after what they are doing."""
        with self._changed:
            self._is_ending = True
            self._changed.notify_all()

    # -- on its own threads --------------------------------------------------------------------------------------------

    def _make_wanted(self) -> None:
        while True:
            with self._changed:
                self._is_busy = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._is_ending or self._wanted)
                if self._is_ending:
                    return
                key, future = self._wanted.popleft()
                self._is_busy = True
                under_way = self._under_way.get(key)
                if under_way is None:
                    self._under_way[key] = future
            future.set_result(self._make(key) if under_way is None else under_way.result())

    def _make_foreseen(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_ending or self._may_guess())
                if self._is_ending:
                    return
                key, self._next_up = self._next_up or self._foreseen.popleft(), None
                if key in self._under_way:
                    continue
                future = self._under_way[key] = Future()
            future.set_result(self._make(key))

    def _may_guess(self) -> bool:
        is_wanted = self._is_busy or bool(self._wanted)
        return not is_wanted and (self._next_up is not None or bool(self._foreseen))

    def _make(self, key: Key) -> Sound | None:
        try:
            return self._source.find(*key)
        except Exception as error:  # a library of a voice; whatever it is, the dialogue goes on without this sound
            LOG.warning("no speech: %s", type(error).__name__)
            return None
        finally:
            with self._changed:
                self._under_way.pop(key, None)
                self._changed.notify_all()
