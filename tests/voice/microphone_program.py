"""Listens once with the real microphone of the system, and prints what a listener tells. Run by test_microphone.py.

A program of its own, because PortAudio looks for sound cards once, when it is loaded.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from queue import SimpleQueue

from voice.listening import Callbacks, Listener
from voice.microphone import DeviceMicrophone

LOUD = 300  # of 32,768; the virtual card itself is silent


class Meter:
    """A recogniser that hears how many milliseconds were loud, and never shows anything of the sound itself."""

    def __init__(self) -> None:
        self._samples = array("h")

    def begin(self, grammar: Sequence[str], sample_rate: int) -> None:
        self._samples = array("h")

    def feed(self, pcm: bytes) -> str | None:
        before = len(self._samples)
        self._samples.frombytes(pcm)
        return "loud" if any(abs(one) > LOUD for one in self._samples[before:]) else None

    def finish(self) -> tuple[str, ...]:
        blocks = [self._samples[start : start + 160] for start in range(0, len(self._samples), 160)]
        return (str(10 * sum(max(map(abs, block)) > LOUD for block in blocks)),)

    def drop(self) -> None:
        self._samples = array("h")

    def close(self) -> None:
        self._samples = array("h")


def write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    told: SimpleQueue[str] = SimpleQueue()
    callbacks = Callbacks(
        on_result=lambda candidates: told.put(f"RESULT {candidates[0]}"),
        on_problem=lambda problem: told.put(f"PROBLEM {problem}"),
        on_partial=lambda text: write("PARTIAL"),
        on_open=lambda: write("OPEN"),
    )
    listener = Listener(DeviceMicrophone(), Meter(), callbacks)
    listener.start("idle", ())
    write(told.get(timeout=60))
    listener.close()


if __name__ == "__main__":
    sys.exit(main())
