"""What was answered lately, ready to be sent again: many households ask the same, in the words of the same headline.

In memory only, bounded, and never the question itself: it is found again by a keyed hash whose key dies with the
process, and the answer is kept without it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock

from channel_api.answers import SearchAnswer
from channel_api.encoding import Encoded, encode_answer, encode_plain
from content.understanding.verdict import SHOWN_CHOICES

MOST_BYTES = 16 * 1024 * 1024  # some four thousand answers; a worker has about a hundred MiB beside them
OBJECT_BYTES = 1_500  # what one answer holds besides its JSON, measured
HASH_BYTES = 16
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Edition:
    """The state answers belong to, such as a catalogue and its index; two are the same only where the very objects
    are."""

    parts: tuple[object, ...]

    def is_same(self, other: Edition | None) -> bool:
        return other is not None and all(one is another for one, another in zip(self.parts, other.parts, strict=True))


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it goes out, and of its content what is counted: `counted` holds the results that are shown."""

    encoded: Encoded
    counted: SearchAnswer


@dataclass(frozen=True, slots=True)
class _Remembered:
    rest: bytes  # of the JSON, after the question
    counted: SearchAnswer

    @property
    def size(self) -> int:
        return len(self.rest) + OBJECT_BYTES


class RememberedAnswers:
    """Answers of one edition of the catalogue; a new one forgets all. Safe to use from many threads."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._key = secrets.token_bytes(KEY_BYTES)
        self._held: OrderedDict[bytes, _Remembered] = OrderedDict()
        self._bytes = 0
        self._edition: Edition | None = None
        self._lock = Lock()

    def answer(self, question: str, asked: str, edition: Edition, make: Callable[[], SearchAnswer]) -> Answered:
        """The answer of `edition` to `question`, made where it is not known; `asked`: what else it depends on."""
        key = self._hash(question, asked)
        with self._lock:
            if not edition.is_same(self._edition):
                self._forget_all(edition)
            known = self._held.get(key)
            if known is not None:
                self._held.move_to_end(key)
        if known is not None:
            return Answered(Encoded(_beginning(question) + known.rest), known.counted)
        answer = make()
        encoded = encode_answer(answer)
        counted = replace(answer, q="", results=answer.results[:SHOWN_CHOICES])
        beginning = _beginning(question)
        if encoded.body.startswith(beginning):  # not so where a number in the question was hidden
            self._remember(key, _Remembered(encoded.body[len(beginning) :], counted), edition)
        return Answered(encoded, counted)

    def _hash(self, question: str, asked: str) -> bytes:
        text = f"{asked}\0{question}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(text, key=self._key, digest_size=HASH_BYTES).digest()

    def _remember(self, key: bytes, made: _Remembered, edition: Edition) -> None:
        with self._lock:
            # What was begun before a publication is not an answer of what came after it.
            if key in self._held or not edition.is_same(self._edition):
                return
            self._held[key] = made
            self._bytes += made.size
            while self._bytes > self._most_bytes:
                self._bytes -= self._held.popitem(last=False)[1].size

    def _forget_all(self, edition: Edition) -> None:
        self._held.clear()
        self._bytes = 0
        self._edition = edition


def _beginning(question: str) -> bytes:
    """How the JSON of an answer begins, up to the end of its question."""
    return b'{"q":' + encode_plain(question).body
