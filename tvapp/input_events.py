"""Linux input events to commands: the bytes of a device in, what the remote said out.

Pure. It opens no device (`input_device` does), knows no meaning of a press (`presses` does) and imports no toolkit.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tvapp.presses import MOTIONS, KeyEvent, Presses
from tvapp.remote import Command, Profile

# The kernel's `struct input_event`: two longs of time, type, code, value; 24 bytes where a long has 64 bits.
EVENT = struct.Struct("@llHHi")
SYNCHRONISE, KEY = (
    0,
    1,
)  # event types (EV_SYN, EV_KEY); the value of a key's event is its motion, in the order of MOTIONS
REPORT, DROPPED = 0, 3  # codes of SYNCHRONISE
MICROSECONDS = 1_000_000


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


class Decoder:
    """Reads of a device to commands, however the reads were cut."""

    def __init__(self, profile: Profile) -> None:
        self._presses = Presses(profile)
        self._bytes = EventBytes()

    def feed(self, read: bytes) -> list[Command]:
        """The commands that are complete with these bytes."""
        commands: list[Command] = []
        for event in self._bytes.feed(read):
            if event is None:
                self.let_go()
            else:
                commands.extend(self._presses.hear(event))
        return commands

    def use(self, profile: Profile) -> None:
        """From the next key on it is another remote."""
        self._presses.use(profile)

    def let_go(self) -> None:
        """The key that is down means nothing any more."""
        self._presses.let_go()
