"""The bytes a remote's input device gives, and a kernel that can be asked and told what ours is."""

from __future__ import annotations

import errno
from threading import Event

from tvapp.input_device import GRAB, KEYS_DOWN
from tvapp.input_events import DROPPED, EVENT, KEY, REPORT, SYNCHRONISE

SCAN = 4  # EV_MSC, which accompanies every key of a real remote
RELEASE, PRESS, REPEAT = 0, 1, 2


def event_bytes(code: int, value: int, at: float, *, kind: int = KEY) -> bytes:
    seconds = int(at)
    return EVENT.pack(seconds, round((at - seconds) * 1_000_000), kind, code, value)


def key_bytes(code: int, value: int, at: float) -> bytes:
    """One key event as devices send it: scan code, key, end of the report."""
    scan = event_bytes(4, 0x1234, at, kind=SCAN)
    return scan + event_bytes(code, value, at) + event_bytes(REPORT, 0, at, kind=SYNCHRONISE)


def tap(code: int, at: float, *, held: float = 0.1) -> bytes:
    return key_bytes(code, PRESS, at) + key_bytes(code, RELEASE, at + held)


def hold(code: int, at: float, *, seconds: float, repeats_per_second: float = 30, first: float = 0.5) -> bytes:
    """Down, repeats as the kernel makes them, up."""
    count = max(int((seconds - first) * repeats_per_second), 0)
    repeats = [key_bytes(code, REPEAT, at + first + number / repeats_per_second) for number in range(count)]
    return key_bytes(code, PRESS, at) + b"".join(repeats) + key_bytes(code, RELEASE, at + seconds)


def dropped(at: float) -> bytes:
    return event_bytes(DROPPED, 0, at, kind=SYNCHRONISE)


class FakeKernel:
    """Answers what an input device would be asked; `refuses_once` and `has_keys_down` are what boxes meet."""

    def __init__(self) -> None:
        self.grabs: list[int] = []
        self.asked_for_keys = 0
        self._refusals = 0
        self._still_down = 0

    def refuses_once(self) -> None:
        """Another program holds the device, and lets go of it later."""
        self._refusals = 1

    def has_keys_down(self, *, for_questions: int) -> None:
        self._still_down = for_questions

    def control(self, handle: int, request: int, argument: int | bytes) -> int | bytes:
        if request == KEYS_DOWN:
            assert isinstance(argument, bytes)
            self.asked_for_keys += 1
            self._still_down -= 1
            return bytes([16]) + argument[1:] if self._still_down >= 0 else argument
        if request == GRAB:
            assert isinstance(argument, int)  # the kernel reads this one as a number, not as an address
            if argument and self._refusals:
                self._refusals -= 1
                raise OSError(errno.EBUSY, "busy")
            self.grabs.append(argument)
        return 0


class Waits:
    """Waits nothing and remembers how long it should have."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.ends_after: int | None = None
        self.has_begun = Event()

    def __call__(self, seconds: float) -> bool:
        self.seconds.append(seconds)
        self.has_begun.set()
        return self.ends_after is not None and len(self.seconds) >= self.ends_after
