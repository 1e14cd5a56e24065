"""A program in a pseudo-terminal, as a person has it before them: what it shows, and how long a key takes."""

from __future__ import annotations

import fcntl
import os
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from benchmarks.figures import BenchError

COLUMNS, ROWS = 80, 23
QUIET_SECONDS = 0.08  # after the last byte; between the bytes of one picture lie a few milliseconds at most
ANSWER_SECONDS = 3.0  # a key that shows nothing for so long is counted as unanswered
END_SECONDS = 10.0
KEYS = {"up": b"\x1b[A", "down": b"\x1b[B", "right": b"\x1b[C", "left": b"\x1b[D", "home": b"\x1b[H"}


class Terminal:
    """Started at once; use it in a `with`, which ends the program. `begun` is the moment before it was started."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        end_key: bytes,
        size: tuple[int, int] = (COLUMNS, ROWS),
        watch: Callable[[bytes], None] = lambda part: None,
    ) -> None:
        """`size` is columns and rows; `watch` gets everything that is drawn, as it comes."""
        self._end_key, self._watch = end_key, watch
        self._shown = bytearray()
        self._master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        full = {**environment, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self.begun = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=full, start_new_session=True
        )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        os.close(self._master)

    @property
    def shown(self) -> bytes:
        """All that was drawn since the last key."""
        return bytes(self._shown)

    def wait_for(self, text: str, *, within_seconds: float = 60.0) -> float:
        """Seconds from the start of the program until this text, drawn since the last key, had arrived."""
        wanted, deadline = text.encode(), time.perf_counter() + within_seconds
        while wanted not in self._shown:
            if self._read(max(0.0, deadline - time.perf_counter())) is None:
                raise BenchError(f"{text} did not appear within {within_seconds:.0f} s")
        return time.perf_counter() - self.begun

    def settle(self, quiet_seconds: float) -> None:
        """Until nothing was drawn for a while."""
        while self._read(quiet_seconds) is not None:
            continue

    def press(
        self, key: str, *, answer_seconds: float = ANSWER_SECONDS, quiet_seconds: float = QUIET_SECONDS
    ) -> float | None:
        """Milliseconds from the key to the last byte of what it changed; None where nothing changed."""
        self.settle(0.0)
        self._shown.clear()
        begun = time.perf_counter()
        os.write(self._master, KEYS.get(key) or key.encode())
        last = self._read(answer_seconds)
        arrived = last
        while arrived is not None:
            last, arrived = arrived, self._read(quiet_seconds)
        return None if last is None else (last - begun) * 1000

    def _read(self, within_seconds: float) -> float | None:
        """When the next bytes came; None where none did. Raises BenchError where the program has ended."""
        if not select.select([self._master], [], [], within_seconds)[0]:
            return None
        try:
            part = os.read(self._master, 65_536)
        except OSError:
            part = b""
        if not part:
            raise BenchError(f"the program ended by itself: {self._last_words()}")
        self._shown += part
        self._watch(part)
        return time.perf_counter()

    def _last_words(self) -> str:
        lines = [line.strip() for line in self._shown.decode("utf-8", "replace").splitlines() if line.strip()]
        return lines[-1][-200:] if lines else "it said nothing"

    def _end(self) -> None:
        """By its own key first: a television also ends the server it has started."""
        with suppress(OSError):
            os.write(self._master, self._end_key)
        deadline = time.monotonic() + END_SECONDS
        while self.process.poll() is None and time.monotonic() < deadline:
            with suppress(BenchError):
                self._read(0.05)
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(END_SECONDS)
