"""The television that draws drafts, as a program beside the server: orders go in, pictures come out.

The server imports no front end, and nothing that happens in there can harm it: one program a process, started when
first needed, killed when it takes too long, without the server's secrets in its surroundings.
"""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import BoundedSemaphore, Lock
from typing import Any

MODULE = "tvapp.draft_pictures_program"
SIZES = ("101x28", "80x23", "68x19", "50x14")  # columns x rows, from small letters to large ones
DRAWING_SECONDS = 10.0  # twenty times the longest on a quiet machine, its start included
MOST_ANSWER_BYTES = 16 * 1024 * 1024
MOST_AT_ONCE = 2  # one is drawn, one waits: the threads of the server are for households, and the program asks one too
# What a program needs to run at all. Everything else stays here: addresses of databases, keys, passwords.
KEPT_SURROUNDINGS = ("PATH", "HOME", "LANG", "LC_ALL", "PYTHONPATH", "VIRTUAL_ENV", "TMPDIR", "LD_LIBRARY_PATH")


class NotDrawnError(Exception):
    """There is no picture; `reason` is a key of the words of the pages."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is in sight at once: as a picture, in letters, what is said, and texts that would not be seen whole."""

    svg: str
    text: str
    said: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen at one size; `left_out`: sheets beyond those drawn."""

    size: str
    sheets: tuple[Sheet, ...]
    left_out: int


class PictureProgram:
    """Safe to use from many threads. Close it at the end; it can be used again afterwards."""

    def __init__(
        self,
        command: Sequence[str] = (sys.executable, "-m", MODULE),
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._command = tuple(command)
        self._monotonic = monotonic
        self._process: subprocess.Popen[bytes] | None = None
        self._address = ""
        self._read = bytearray()
        self._drawing = Lock()
        self._room = BoundedSemaphore(MOST_AT_ONCE)

    def draw(self, address: str, *, ticket: str, region: str, route: str, answers: Sequence[int] = ()) -> list[Screen]:
        """One screen at all sizes; `address` is the server's own. Raises NotDrawnError."""
        order = {"ticket": ticket, "region": region, "route": route, "sizes": SIZES, "answers": list(answers)}
        with self.place_to_wait(), self._drawing:
            return _screens(self._ask(address, json.dumps(order).encode() + b"\n"))

    @contextmanager
    def place_to_wait(self) -> Iterator[None]:
        """One of the few there are. Raises NotDrawnError where all are taken."""
        if not self._room.acquire(blocking=False):
            raise NotDrawnError("busy")
        try:
            yield
        finally:
            self._room.release()

    def close(self) -> None:
        """Ends the program; it has nothing to lose."""
        process, self._process = self._process, None
        self._read.clear()
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()

    def _ask(self, address: str, line: bytes) -> Mapping[str, Any]:
        """Once more where the program had ended meanwhile, as it does after a while."""
        for is_last in (False, True):
            was_running = self._process is not None and address == self._address
            try:
                return self._take_answer(self._running(address), line)
            except OSError:
                self.close()
                if is_last or not was_running:
                    raise NotDrawnError("no_program") from None
            except NotDrawnError:
                self.close()
                raise
        raise AssertionError("unreachable")

    def _running(self, address: str) -> subprocess.Popen[bytes]:
        if self._process is not None and address != self._address:
            self.close()
        if self._process is None:
            surroundings = {name: os.environ[name] for name in KEPT_SURROUNDINGS if name in os.environ}
            self._process = subprocess.Popen(
                [*self._command, "--api", address],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # what it complains about may quote the draft
                env=surroundings,
            )
            self._address = address
        return self._process

    def _take_answer(self, process: subprocess.Popen[bytes], line: bytes) -> Mapping[str, Any]:
        assert process.stdin is not None  # noqa: S101  opened as a pipe above
        deadline = self._monotonic() + DRAWING_SECONDS
        process.stdin.write(line)
        process.stdin.flush()
        while (end := self._read.find(b"\n")) < 0:
            if len(self._read) > MOST_ANSWER_BYTES:
                raise NotDrawnError("no_program")
            self._read_more(process, deadline)
        answer = bytes(self._read[:end])
        self._read.clear()
        try:
            plain = json.loads(answer)
        except ValueError:
            raise NotDrawnError("no_program") from None
        if not isinstance(plain, Mapping):
            raise NotDrawnError("no_program")
        return plain

    def _read_more(self, process: subprocess.Popen[bytes], deadline: float) -> None:
        stdout = process.stdout
        assert stdout is not None  # noqa: S101  opened as a pipe above
        with selectors.DefaultSelector() as selector:
            selector.register(stdout, selectors.EVENT_READ)
            if not selector.select(max(0.0, deadline - self._monotonic())):
                raise NotDrawnError("too_slow")
        piece = os.read(stdout.fileno(), 256 * 1024)
        if not piece:
            raise BrokenPipeError
        self._read += piece


def _screens(plain: Mapping[str, Any]) -> list[Screen]:
    if "problem" in plain:
        raise NotDrawnError("no_draft" if plain["problem"] == "no_draft" else "no_server")
    try:
        screens = [
            Screen(
                str(one["size"]),
                tuple(
                    Sheet(str(sheet["svg"]), str(sheet["text"]), tuple(sheet["said"]), tuple(sheet["lost"]))
                    for sheet in one["sheets"]
                ),
                int(one["left_out"]),
            )
            for one in plain["screens"]
            if not one["is_waiting"]
        ]
    except (KeyError, TypeError, ValueError):
        raise NotDrawnError("no_program") from None
    if not screens:
        raise NotDrawnError("no_server")
    return screens
