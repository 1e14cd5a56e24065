"""Addresses of the sentences a page is to play. An address tells nothing of its sentence and cannot be guessed."""

from __future__ import annotations

import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable, Sequence
from hashlib import sha256
from threading import Lock

from tvapp.memory import Memory

MOST_ADDRESSES = 2_000  # a page asks at once for what it is told; an hour of all pages of a small server
KEY_CHARACTERS = 32
MILLISECONDS_A_MINUTE = 60_000

FindSound = Callable[[str, Memory], bytes | None]
Address = tuple[str, int]


class Sounds:
    """May be used from many threads; `find` blocks while a sound is made."""

    def __init__(self, find_sound: FindSound) -> None:
        self._find_sound = find_sound
        self._secret = secrets.token_bytes(32)
        self._known: OrderedDict[str, tuple[str, Memory]] = OrderedDict()
        self._lock = Lock()

    def addresses(self, sentences: Sequence[str], memory: Memory) -> list[Address]:
        """For each sentence its address, and how many milliseconds it would take where there is no sound of it."""
        return [(f"sound/{self._remember(one, memory)}", _milliseconds(one, memory)) for one in sentences]

    def find(self, key: str) -> bytes | None:
        """The MP3 of an address; None for one that was never given or is long past, or has no sound."""
        with self._lock:
            known = self._known.get(key)
        return None if known is None else self._find_sound(*known)

    def _remember(self, sentence: str, memory: Memory) -> str:
        how = f"{memory.voice} {memory.rate} {memory.volume}\n{sentence}"
        key = hmac.new(self._secret, how.encode(), sha256).hexdigest()[:KEY_CHARACTERS]
        with self._lock:
            self._known[key] = (sentence, memory)
            self._known.move_to_end(key)
            while len(self._known) > MOST_ADDRESSES:
                self._known.popitem(last=False)
        return key


def _milliseconds(sentence: str, memory: Memory) -> int:
    return len(sentence) * MILLISECONDS_A_MINUTE // memory.rate
