"""The voice that renders is a program of its own: sentences go in, sound files come out.

So the server needs no speech library, a fault in one cannot reach it, and an operator may put any voice in its place.
One JSON line in, `{"voice","text"}`; one JSON line out, `{"bytes": n}` and as many bytes after it, or `{"error": why}`.
Its first line, before any request, is `{"ready": true}` or `{"error": why}`.
"""

from __future__ import annotations

import json
import os
import selectors
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

COMMAND_VARIABLE = "CHANNEL_SPEECH_COMMAND"
START_SECONDS = 120.0  # a model from a slow disk, on a busy machine
SENTENCE_SECONDS = 120.0  # ten times the longest seen on a machine with other work
LONGEST_LINE = 4_096
MOST_SOUND_BYTES = 2 * 1024 * 1024  # a minute of speech has about a quarter of it


class SpeechCommandError(Exception):
    """The program cannot be used at all, or not any more; the text is for operators."""


class NotSpokenError(Exception):
    """This one sentence could not be rendered."""


def speech_command(environment: Mapping[str, str]) -> list[str]:
    """What the operator named, else our own voice."""
    given = environment.get(COMMAND_VARIABLE, "")
    return shlex.split(given) or [sys.executable, "-m", "voice", "render"]


class SpeechCommand:
    """A running program. Close it at the end; after SpeechCommandError it is of no use any more."""

    def __init__(self, command: Sequence[str], *, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Raises SpeechCommandError where it does not start, or says that it cannot speak."""
        self._monotonic = monotonic
        self._read = bytearray()
        try:
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        except OSError as error:
            raise SpeechCommandError(f"the speech program does not start: {type(error).__name__}") from None
        try:
            self._expect_ready()
        except SpeechCommandError:
            self.close()
            raise

    def render(self, sentence: str, voice: str) -> bytes:
        """The sound file. Raises NotSpokenError, SpeechCommandError."""
        line = json.dumps({"voice": voice, "text": sentence}, ensure_ascii=False).encode() + b"\n"
        deadline = self._monotonic() + SENTENCE_SECONDS
        try:
            assert self._process.stdin is not None  # noqa: S101  opened as a pipe above
            self._process.stdin.write(line)
            self._process.stdin.flush()
        except OSError:
            raise SpeechCommandError("the speech program has ended") from None
        answer = self._take_line(deadline)
        if "error" in answer:
            raise NotSpokenError(str(answer["error"])[:200])
        size = answer.get("bytes")
        if not isinstance(size, int) or not 0 < size <= MOST_SOUND_BYTES:
            raise SpeechCommandError("the speech program gave no size")
        return self._take(size, deadline)

    def close(self) -> None:
        """Ends the program; it has nothing to lose."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.kill()
        self._process.wait()

    def _expect_ready(self) -> None:
        answer = self._take_line(self._monotonic() + START_SECONDS)
        if not answer.get("ready"):
            raise SpeechCommandError(str(answer.get("error") or "the speech program is not ready")[:200])

    def _take_line(self, deadline: float) -> dict[str, Any]:
        while (end := self._read.find(b"\n")) < 0:
            if len(self._read) > LONGEST_LINE:
                raise SpeechCommandError("the speech program gave no answer that can be read")
            self._read_more(deadline)
        line = bytes(self._read[:end])
        del self._read[: end + 1]
        try:
            plain = json.loads(line)
        except ValueError:
            plain = None
        if not isinstance(plain, dict):
            raise SpeechCommandError("the speech program gave no answer that can be read")
        return plain

    def _take(self, size: int, deadline: float) -> bytes:
        while len(self._read) < size:
            self._read_more(deadline)
        data = bytes(self._read[:size])
        del self._read[:size]
        return data

    def _read_more(self, deadline: float) -> None:
        stdout = self._process.stdout
        assert stdout is not None  # noqa: S101  opened as a pipe above
        with selectors.DefaultSelector() as selector:
            selector.register(stdout, selectors.EVENT_READ)
            if not selector.select(max(0.0, deadline - self._monotonic())):
                raise SpeechCommandError("the speech program does not answer")
        piece = os.read(stdout.fileno(), 64 * 1024)
        if not piece:
            raise SpeechCommandError("the speech program has ended")
        self._read += piece
