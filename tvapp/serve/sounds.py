"""Addresses of the sentences a page is to play. An address tells nothing of its sentence and cannot be guessed."""

from __future__ import annotations

import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable, Sequence
from hashlib import sha256
from threading import Lock
from time import monotonic

from tvapp.memory import Memory

MOST_ADDRESSES = 2_000  # of all pages together
KEPT_SECONDS = 120.0  # the longest page is read out by then; what was said may have been about a case
KEY_CHARACTERS = 32
MILLISECONDS_A_MINUTE = 60_000

FindSound = Callable[[str, Memory], bytes | None]
Address = tuple[str, int]


class Sounds:
    """May be used from many threads; `find` blocks while a sound is made."""

    def __init__(self, find_sound: FindSound, *, clock: Callable[[], float] = monotonic) -> None:
        self._find_sound, self._clock = find_sound, clock
        self._secret = secrets.token_bytes(32)
        self._known: OrderedDict[str, tuple[str, Memory, float]] = OrderedDict()
        self._lock = Lock()

    def addresses(self, sentences: Sequence[str], memory: Memory) -> list[Address]:
        """For each sentence its address, and how many milliseconds it would take where there is no sound of it."""
        return [(f"sound/{self._remember(one, memory)}", _milliseconds(one, memory)) for one in sentences]

    def find(self, key: str) -> bytes | None:
        """The MP3 of an address; None for one that was never given or is long past, or has no sound."""
        with self._lock:
            self._forget_old()
            known = self._known.get(key)
        return None if known is None else self._find_sound(*known[:2])

    def _remember(self, sentence: str, memory: Memory) -> str:
        how = f"{memory.voice} {memory.rate} {memory.volume}\n{sentence}"
        key = hmac.new(self._secret, how.encode(), sha256).hexdigest()[:KEY_CHARACTERS]
        with self._lock:
            self._known[key] = (sentence, memory, self._clock())
            self._known.move_to_end(key)
            self._forget_old()
        return key

    def _forget_old(self) -> None:
        oldest = self._clock() - KEPT_SECONDS
        while self._known and (len(self._known) > MOST_ADDRESSES or next(iter(self._known.values()))[2] < oldest):
            self._known.popitem(last=False)


def _milliseconds(sentence: str, memory: Memory) -> int:
    return len(sentence) * MILLISECONDS_A_MINUTE // memory.rate
