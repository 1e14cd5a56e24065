"""A recogniser in a process of its own, watched: a crash or a hang costs one utterance, the next one starts anew."""

from __future__ import annotations

import json
import select
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, cast

from voice.hearing_problems import HearingError, Problem
from voice.recognizers.pieces import (
    BEGIN,
    DROP,
    FAILED,
    FEED,
    FINISH,
    PARTIAL,
    READY,
    RESULT,
    Broken,
    receive,
    send,
)

LOAD_SECONDS = 60.0  # the model is read from a slow card
BEGIN_SECONDS = 15.0  # the graph of a whole catalogue on a small box
FEED_SECONDS = 5.0
FINISH_SECONDS = 15.0
END_SECONDS = 1.0


class ChildRecognizer:
    """`command`: what is run, with `{fd}` where the number of its socket belongs."""

    def __init__(self, command: Sequence[str], *, finish_seconds: float = FINISH_SECONDS) -> None:
        self._command = tuple(command)
        self._finish_seconds = finish_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: socket.socket | None = None

    def begin(self, grammar: Sequence[str], sample_rate: int) -> None:
        """Starts the process where there is none. Raises HearingError."""
        is_new = self._process is None or self._process.poll() is not None
        if is_new:
            self._start()
        asked = json.dumps({"grammar": list(grammar), "sample_rate": sample_rate}, ensure_ascii=False)
        # A child that is loading its model does not read yet.
        self._ask(BEGIN, asked.encode(), LOAD_SECONDS if is_new else BEGIN_SECONDS)
        self._answer(READY, LOAD_SECONDS if is_new else BEGIN_SECONDS)

    def feed(self, pcm: bytes) -> str | None:
        """Does not wait for an answer: the newest partial text that has come meanwhile. Raises HearingError."""
        self._ask(FEED, pcm)
        partial = None
        while self._has_answer():
            partial = self._answer(PARTIAL, FEED_SECONDS).decode()
        return partial

    def finish(self) -> tuple[str, ...]:
        """Raises HearingError."""
        self._ask(FINISH)
        return tuple(json.loads(self._answer(RESULT, self._finish_seconds)))

    def drop(self) -> None:
        """Returns at once. Raises HearingError."""
        self._ask(DROP)

    def close(self) -> None:
        """Ends the process; it can do nothing about it."""
        if self._connection:
            self._connection.close()
            self._connection = None
        if self._process:
            try:
                self._process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def _start(self) -> None:
        self.close()
        ours, theirs = socket.socketpair()
        with theirs:
            command = [part.format(fd=theirs.fileno()) for part in self._command]
            # What C libraries print is lost on purpose: it may hold what somebody said.
            self._process = subprocess.Popen(
                command,
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # the terminal's ctrl+c is for the front end
            )
        self._connection = ours

    def _ask(self, kind: bytes, payload: bytes = b"", seconds: float = FEED_SECONDS) -> None:
        if self._connection is None:
            raise HearingError("recognizer_failed", "no utterance was begun")
        try:
            self._connection.settimeout(seconds)
            send(self._connection, kind, payload)
        except TimeoutError as error:
            self._fail(error)
        except OSError:
            self._answer(READY, FEED_SECONDS)  # it may have said why before it ended

    def _has_answer(self) -> bool:
        return self._connection is not None and bool(select.select([self._connection], [], [], 0)[0])

    def _answer(self, wanted: bytes, seconds: float) -> bytes:
        """The answer of this kind; partial results on the way are of no use any more."""
        if self._connection is None:
            raise HearingError("recognizer_failed", "no utterance was begun")
        try:
            self._connection.settimeout(seconds)
            kind, payload = receive(self._connection)
            while kind == PARTIAL and wanted != PARTIAL:
                kind, payload = receive(self._connection)
        except (OSError, Broken) as error:
            self._fail(error)
        if kind == FAILED:
            problem, detail = json.loads(payload)
            self._end_now()
            raise HearingError(cast(Problem, problem), detail)
        if kind != wanted:
            self._fail(Broken("an answer to another question"))
        return payload

    def _fail(self, error: Exception) -> NoReturn:
        self._end_now()
        raise HearingError("recognizer_failed", f"the recogniser crashed or hung: {error}") from None

    def _end_now(self) -> None:
        if self._process:
            self._process.kill()
        self.close()


def engine_process(kind: str, model: Path) -> ChildRecognizer:
    """`vosk` or `pocketsphinx` with a model, in a process of its own."""
    return ChildRecognizer([sys.executable, "-m", "voice.recognizers.worker", "{fd}", kind, str(model)])
