"""The last answers of the server, on disk, so that a home without network still has them, and knows how old they are.

One file an answer, written whole or not at all. Never holds searches or cases; a damaged file counts as none. The
time of a file is when the server last said or confirmed what is in it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, get_ident

MOST_BYTES = 200 * 1024 * 1024  # a region with 3,000 services has about 40 MiB
KEPT_SHARE = 0.9  # dropping a little more than needed, not every write has to drop
ABANDONED_SECONDS = 3600.0  # an unfinished file this old is left from a power cut
FORMAT = 1
UNFINISHED = ".part"


@dataclass(frozen=True, slots=True)
class Page:
    """One answer body as it came, with its ETag."""

    etag: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """All pages of an answer, and when the server last stood by them (seconds since 1970)."""

    pages: tuple[Page, ...]
    confirmed_at: float


class LastKnown:
    """The folder of kept answers. Threads and processes may share it."""

    def __init__(self, folder: Path, *, clock: Callable[[], float], most_bytes: int = MOST_BYTES) -> None:
        self._folder, self._clock, self._most_bytes = folder, clock, most_bytes
        self._lock = Lock()
        self._bytes: int | None = None  # counted at the first write

    def find(self, request: str) -> Kept | None:
        """What is kept for a request such as `GET /v1/topics?region=330106`."""
        path = self._path(request)
        try:
            confirmed_at = path.stat().st_mtime
            pages = _unpack(path.read_bytes(), request)
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return Kept(pages, confirmed_at)

    def keep(self, request: str, pages: Sequence[Page]) -> None:
        """Replaces what is kept for the request. A full or read-only disk keeps nothing and harms nothing."""
        packed = _pack(pages, request)
        path = self._path(request)
        unfinished = path.with_name(f"{path.name}.{os.getpid()}.{get_ident()}{UNFINISHED}")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            unfinished.write_bytes(packed)
            os.utime(unfinished, (self._clock(), self._clock()))
            unfinished.replace(path)
            self._make_room(len(packed))
        except OSError:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)

    def confirm(self, request: str) -> None:
        """The server still says the same."""
        now = self._clock()
        with suppress(OSError):  # gone meanwhile: it comes again with the next answer
            os.utime(self._path(request), (now, now))

    def forget(self, request: str) -> None:
        """There is no such thing any more."""
        with suppress(OSError):  # a read-only disk: the server's next answer decides again
            self._path(request).unlink(missing_ok=True)

    def age_seconds(self, kept: Kept) -> float:
        """How long ago the server stood by it; never negative, even where the clock of the box was wrong."""
        return max(0.0, self._clock() - kept.confirmed_at)

    def _path(self, request: str) -> Path:
        return self._folder / hashlib.sha256(request.encode()).hexdigest()

    def _make_room(self, added_bytes: int) -> None:
        with self._lock:
            if self._bytes is not None:
                self._bytes += added_bytes  # an upper bound: replaced files are counted twice until the next look
            if self._bytes is None or self._bytes > self._most_bytes:
                self._bytes = self._drop_oldest()

    def _drop_oldest(self) -> int:
        """Drops the oldest files where there are too many; how many bytes remain."""
        files = sorted(self._files())
        total = sum(size for _, size, _ in files)
        if total <= self._most_bytes:
            return total
        for _, size, path in files:
            if total <= self._most_bytes * KEPT_SHARE:
                break
            path.unlink(missing_ok=True)
            total -= size
        return total

    def _files(self) -> list[tuple[float, int, Path]]:
        files = []
        with os.scandir(self._folder) as entries:
            for entry in entries:
                try:
                    status = entry.stat()
                except OSError:
                    continue  # another process was faster
                is_abandoned = entry.name.endswith(UNFINISHED) and self._clock() - status.st_mtime > ABANDONED_SECONDS
                if is_abandoned:
                    Path(entry.path).unlink(missing_ok=True)
                else:
                    files.append((status.st_mtime, status.st_size, Path(entry.path)))
        return files


def _pack(pages: Sequence[Page], request: str) -> bytes:
    """A line that says what follows, then the bodies."""
    header = {"format": FORMAT, "request": request, "pages": [[page.etag, len(page.body)] for page in pages]}
    return json.dumps(header).encode() + b"\n" + b"".join(page.body for page in pages)


def _unpack(packed: bytes, request: str) -> tuple[Page, ...]:
    """Raises ValueError, KeyError, TypeError or RecursionError for anything that `_pack` did not write whole."""
    line, _, bodies = packed.partition(b"\n")
    header = json.loads(line)
    pages: list[Page] = []
    begin = 0
    for etag, length in header["pages"]:
        pages.append(Page(str(etag), bodies[begin : begin + length]))
        begin += length
    is_whole = header["format"] == FORMAT and header["request"] == request and begin == len(bodies) and pages
    if not is_whole:
        raise ValueError("not whole")
    return tuple(pages)
