"""Linux input events to commands: the bytes of a device in, what the remote said out.

Pure: the only clock is the time inside the events. It opens no device (`input_device` does) and imports no toolkit.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tvapp.remote import Command, Profile

# The kernel's `struct input_event`: two longs of time, type, code, value; 24 bytes where a long has 64 bits.
EVENT = struct.Struct("@llHHi")
SYNCHRONISE, KEY = 0, 1  # event types (EV_SYN, EV_KEY)
REPORT, DROPPED = 0, 3  # codes of SYNCHRONISE
MICROSECONDS = 1_000_000

LONG_PRESS_SECONDS = 0.8  # phones take 0.5; a slow, careful press of an older hand lasts longer than that
REPEATS_PER_SECOND = 5  # a held arrow can still be followed by eye and ear; keyboards repeat 30 times
STEPS = frozenset({Command.UP, Command.DOWN, Command.LEFT, Command.RIGHT, Command.PAGE_UP, Command.PAGE_DOWN})
# Going back once is on the way home anyway, so a held BACK need not wait to learn whether it is a long one.
ACTS_AT_ONCE = frozenset({Command.BACK})

Motion = Literal["press", "repeat", "release"]
MOTIONS: tuple[Motion, ...] = ("release", "press", "repeat")  # by the value of the event


@dataclass(frozen=True, slots=True)
class KeyEvent:
    """What one key did; `key` is its code as text, `at_seconds` the time the device gave it."""

    key: str
    motion: Motion
    at_seconds: float


class EventBytes:
    """Cuts the bytes of a device into key events; what is not whole yet is kept for the next read."""

    def __init__(self) -> None:
        self._rest = b""
        self._is_lost = False

    def feed(self, read: bytes) -> Iterator[KeyEvent | None]:
        """The key events of this read; None where the kernel dropped some, so that nothing is held any more."""
        whole = self._rest + read
        end = len(whole) - len(whole) % EVENT.size
        self._rest = whole[end:]
        for seconds, microseconds, kind, code, value in EVENT.iter_unpack(whole[:end]):
            if kind == SYNCHRONISE and code == DROPPED:
                self._is_lost = True
                yield None
            elif kind == SYNCHRONISE and code == REPORT:
                self._is_lost = False  # events are sound again from here on
            elif kind == KEY and not self._is_lost and 0 <= value < len(MOTIONS):
                yield KeyEvent(str(code), MOTIONS[value], seconds + microseconds / MICROSECONDS)


@dataclass(slots=True)
class _Held:
    """The key that is down.

    `waits`: nothing was said for it yet; `long`: what holding it still would mean, None where nothing does any more.
    """

    key: str
    command: Command
    since: float
    waits: bool
    long: Command | None
    repeated_at: float

    def is_long_at(self, now: float) -> bool:
        return self.long is not None and now - self.since >= LONG_PRESS_SECONDS


class Decoder:
    """Key events to commands: short and long presses, repeats no faster than can be followed."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._bytes = EventBytes()
        self._held: _Held | None = None

    def feed(self, read: bytes) -> list[Command]:
        """The commands that are complete with these bytes, however the reads were cut."""
        commands: list[Command] = []
        for event in self._bytes.feed(read):
            if event is None:
                self.let_go()
            else:
                commands.extend(self._hear(event))
        return commands

    def let_go(self) -> None:
        """The key that is down means nothing any more."""
        self._held = None

    def _hear(self, event: KeyEvent) -> Iterator[Command]:
        held = self._held if self._held and self._held.key == event.key else None
        if event.motion == "press":
            yield from self._end_held(event.at_seconds)
            yield from self._begin(event)
        elif held is None:
            return  # a key that was down before the device was opened, or one of many at once
        elif event.motion == "repeat":
            yield from self._hold(held, event.at_seconds)
        else:
            yield from self._end_held(event.at_seconds, is_release=True)

    def _begin(self, event: KeyEvent) -> Iterator[Command]:
        command = self._profile.get(event.key)
        if command is None:
            return
        long = self._profile.long_presses.get(command)
        waits = long is not None and command not in ACTS_AT_ONCE
        self._held = _Held(event.key, command, event.at_seconds, waits, long, event.at_seconds)
        if not waits:
            yield command

    def _hold(self, held: _Held, now: float) -> Iterator[Command]:
        can_repeat = held.command in STEPS and not held.waits
        if held.long is not None and held.is_long_at(now):
            yield held.long
            held.waits, held.long = False, None
        elif can_repeat and now - held.repeated_at >= 1 / REPEATS_PER_SECOND:
            held.repeated_at = now
            yield held.command

    def _end_held(self, now: float, *, is_release: bool = False) -> Iterator[Command]:
        """A release, or the next key, ends what is held; a long press whose release was lost means nothing."""
        held, self._held = self._held, None
        if held is None:
            return
        if held.long is not None and held.is_long_at(now):
            if is_release:
                yield held.long
        elif held.waits:
            yield held.command
