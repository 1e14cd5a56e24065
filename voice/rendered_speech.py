"""Speech the server rendered: fetched by the hash of voice and sentence, kept on the box, joined where it must be.

Only what the server knows beforehand is ever written to disk here, and it stands there by hash: what was said in this
household cannot be read from it.
"""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock

from channel_api.client.errors import ClientError, NotFound
from content.fixed_speech import FixedSpeech
from content.spoken_sentences import as_sentence, clauses_of, speech_key
from voice.sounds import BadSoundError, Sound, decode, joined

MOST_BYTES = 300 * 1024 * 1024  # some 20,000 sentences: everything a city's guides say
UNKNOWN_SECONDS = 600.0  # after so long a sentence the server did not have may have been rendered
AWAY_SECONDS = 20.0  # a server that did not answer is not asked for every sentence
MOST_UNKNOWN = 5_000
MOST_CLAUSES = 8  # a longer sentence is looked for as a whole only
CLAUSE_PAUSE_SECONDS = 0.18  # a comma
SPELLED_PAUSE_SECONDS = 0.05  # between digits


class SoundCache:
    """Sounds by key in a folder that never grows beyond its bound; the longest unused go first."""

    def __init__(self, folder: Path, *, most_bytes: int = MOST_BYTES) -> None:
        self._folder, self._most_bytes = folder, most_bytes
        self._lock = Lock()
        self._bytes: int | None = None

    def find(self, key: str) -> bytes | None:
        """The file, marked as used."""
        path = self._path(key)
        try:
            data = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return data

    def keep(self, key: str, data: bytes) -> None:
        """Writes it whole or not at all; a full disk only means that nothing is kept."""
        path = self._path(key)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        with self._lock, suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft.write_bytes(data)
            draft.replace(path)
            self._bytes = (self._count() if self._bytes is None else self._bytes) + len(data)
            if self._bytes > self._most_bytes:
                self._drop_oldest()

    def forget(self, key: str) -> None:
        """A file that is no sound."""
        with suppress(OSError):
            self._path(key).unlink()

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.mp3"

    def _count(self) -> int:
        return sum(path.stat().st_size for path in self._folder.glob("??/*.mp3"))

    def _drop_oldest(self) -> None:
        files = sorted((path.stat().st_mtime, path.stat().st_size, path) for path in self._folder.glob("??/*.mp3"))
        total = sum(size for _, size, _ in files)
        for _, size, path in files:
            if total <= self._most_bytes * 0.9:  # room for a while, so that this is rare
                break
            path.unlink()
            total -= size
        self._bytes = total


class RenderedSpeech:
    """`fetch` asks the server for the bytes of a key and raises ClientError."""

    def __init__(
        self,
        fetch: Callable[[str], bytes],
        cache: SoundCache,
        voices: Mapping[str, str],
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fetch, self._cache, self._voices, self._monotonic = fetch, cache, voices, monotonic
        self._unknown: OrderedDict[str, float] = OrderedDict()
        self._away_until = float("-inf")

    def find(self, sentence: str, voice: str) -> Sound | None:
        """From the box, else from the server."""
        key = speech_key(self._voices.get(voice, voice), sentence)
        kept = self._cache.find(key)
        if kept is not None:
            with suppress(BadSoundError):
                return decode(kept)
            self._cache.forget(key)
        return self._fetched(key)

    def _fetched(self, key: str) -> Sound | None:
        now = self._monotonic()
        if now < self._away_until or now < self._unknown.get(key, now):
            return None
        try:
            data = self._fetch(key)
            sound = decode(data)
        except NotFound:
            self._unknown[key] = now + UNKNOWN_SECONDS
            if len(self._unknown) > MOST_UNKNOWN:
                self._unknown.popitem(last=False)
            return None
        except (ClientError, BadSoundError):
            self._away_until = now + AWAY_SECONDS
            return None
        self._cache.keep(key, data)
        return sound


class JoinedSpeech:
    """A sentence nobody rendered whole, put together of those that were: clause by clause, digit by digit."""

    def __init__(self, rendered: RenderedSpeech, fixed: FixedSpeech) -> None:
        self._rendered, self._fixed = rendered, fixed

    def find(self, sentence: str, voice: str) -> Sound | None:
        """None unless every part is there: half a sentence misleads."""
        clauses = clauses_of(sentence)
        if len(clauses) > MOST_CLAUSES:
            return None
        parts: list[Sound] = []
        begin = 0
        while begin < len(clauses):
            found = self._longest(clauses, begin, voice)
            if found is None:
                return None
            sound, begin = found
            parts.append(sound)
        return joined(parts, pause_seconds=CLAUSE_PAUSE_SECONDS) if parts else None

    def _longest(self, clauses: list[str], begin: int, voice: str) -> tuple[Sound, int] | None:
        """The most clauses in a row from `begin` that are known as one sentence; at worst one clause in pieces."""
        for end in range(len(clauses), begin, -1):
            is_whole = begin == 0 and end == len(clauses)  # was asked for already, by whoever asks before us
            part = as_sentence("".join(clauses[begin:end]))
            sound = None if is_whole and part == "".join(clauses) else self._rendered.find(part, voice)
            if sound is not None:
                return sound, end
        pieces = self._in_pieces(clauses[begin], voice)
        return None if pieces is None else (pieces, begin + 1)

    def _in_pieces(self, clause: str, voice: str) -> Sound | None:
        cut = self._fixed.cut(clause)
        if len(cut) < 2 and cut == [as_sentence(clause)]:
            return None
        sounds = [self._rendered.find(piece, voice) for piece in cut]
        found = [sound for sound in sounds if sound is not None]
        return joined(found, pause_seconds=SPELLED_PAUSE_SECONDS) if len(found) == len(sounds) else None
