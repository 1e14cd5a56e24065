"""Fetches or makes sounds beside what is being played: the sentence wanted now, and what may be wanted next."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future
from threading import Condition, Thread

from voice.sound_sources import SoundSource
from voice.sounds import Sound

MOST_FORESEEN = 32  # a screen's items and the first answers behind them; older guesses are dropped
LOG = logging.getLogger(__name__)

Wanted = tuple[str, str, Future[Sound | None]]


class PreparingSounds:
    """Two threads of its own: what is merely foreseen never stands in the way of what is wanted."""

    def __init__(self, source: SoundSource) -> None:
        self._source = source
        self._wanted: deque[Wanted] = deque()
        self._foreseen: deque[Wanted] = deque(maxlen=MOST_FORESEEN)
        self._changed = Condition()
        self._is_ending = False
        for name, queue in (("speech", self._wanted), ("speech-ahead", self._foreseen)):
            Thread(target=self._work, args=(queue,), name=name, daemon=True).start()

    def want(self, sentence: str, voice: str) -> Future[Sound | None]:
        """The sound as soon as it is there; None where no source has it."""
        future: Future[Sound | None] = Future()
        with self._changed:
            self._wanted.append((sentence, voice, future))
            self._changed.notify_all()
        return future

    def drop_wanted(self) -> None:
        """Something else is going to be said."""
        with self._changed:
            self._wanted.clear()

    def foresee(self, sentences: Iterable[str], voice: str) -> None:
        """May be said soon."""
        with self._changed:
            self._foreseen.extend((sentence, voice, Future()) for sentence in sentences)
            self._changed.notify_all()

    def close(self) -> None:
        """Ends both threads after what they are doing."""
        with self._changed:
            self._is_ending = True
            self._changed.notify_all()

    def _work(self, queue: deque[Wanted]) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_ending or queue)
                if self._is_ending:
                    return
                sentence, voice, future = queue.popleft()
            future.set_result(self._find(sentence, voice))

    def _find(self, sentence: str, voice: str) -> Sound | None:
        try:
            return self._source.find(sentence, voice)
        except Exception as error:  # a library of a voice; whatever it is, the dialogue goes on without this sound
            LOG.warning("no speech: %s", type(error).__name__)
            return None
