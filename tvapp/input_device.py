"""A remote's input device, read in a thread of its own: opened, taken from the console, lost, found again.

It decides nothing about keys (`input_events` does) and knows no screen: commands go to whoever was named.
"""

from __future__ import annotations

import errno
import fcntl
import os
import select
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from time import CLOCK_MONOTONIC

from tvapp.input_events import EVENT, Decoder, EventBytes
from tvapp.remote import Command, Profile

# From linux/input.h: take the device for ourselves, name the clock of its times, ask which keys are down.
GRAB = 0x40044590  # EVIOCGRAB
SET_CLOCK = 0x400445A0  # EVIOCSCLOCKID
KEY_BYTES = 96  # one bit for each of the 768 key codes
KEYS_DOWN = 0x80004518 | KEY_BYTES << 16  # EVIOCGKEY
READ_BYTES = 64 * EVENT.size
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.25, 5.0  # a plug is back within seconds, or nobody is in a hurry
RELEASE_WAIT_SECONDS, RELEASE_WAITS = 0.05, 60  # the Enter that started the program is still down for a moment

# ioctl: handle, request, a number or a buffer → a number or the filled buffer.
Control = Callable[[int, int, int | bytes], int | bytes]
Wait = Callable[[float], bool]  # waits so many seconds; True where there is nothing more to wait for


class InputDevice:
    """Reads one device until it is stopped. `deliver` is called from the device's own thread."""

    def __init__(
        self,
        path: Path,
        profile: Profile,
        deliver: Callable[[Command], None],
        *,
        wait: Wait | None = None,
        control: Control | None = None,
    ) -> None:
        """`wait` and `control` are the clock and the kernel; tests bring their own."""
        self._path, self._profile, self._deliver = path, profile, deliver
        self._stopped = Event()
        self._wait: Wait = wait or self._stopped.wait
        self._control: Control = control or _ask_kernel
        self._waking, self._waker = os.pipe()
        self._listener: Callable[[str], None] | None = None
        self._thread = Thread(target=self._run, name=f"input {path.name}", daemon=True)

    def start(self) -> None:
        """Begins to read; a device that is not there yet is waited for."""
        self._thread.start()

    def stop(self) -> None:
        """Gives the device back and ends the thread."""
        self._stopped.set()
        os.write(self._waker, b"\0")
        self._thread.join()
        os.close(self._waker)
        os.close(self._waking)

    def listen(self, listener: Callable[[str], None] | None) -> None:
        """Sends the bare names of pressed keys to `listener` instead of commands; None: commands again."""
        self._listener = listener

    def use(self, profile: Profile) -> None:
        """From the next key on it is another remote."""
        self._profile = profile

    def _run(self) -> None:
        pause = FIRST_WAIT_SECONDS
        while not self._stopped.is_set():
            if self._read_until_lost():
                pause = FIRST_WAIT_SECONDS
            if self._stopped.is_set() or self._wait(pause):
                return
            pause = min(2 * pause, LONGEST_WAIT_SECONDS)

    def _read_until_lost(self) -> bool:
        """True where the device was there and gave something before it went."""
        try:
            with self._opened() as handle:
                return self._read(handle)
        except OSError:
            return False  # not there, not ours or held by another program: all may change, so it is tried again

    @contextmanager
    def _opened(self) -> Iterator[int]:
        handle = os.open(self._path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            self._take(handle)
            yield handle
        finally:
            with suppress(OSError):  # gone with its plug, or never a device
                self._control(handle, GRAB, 0)
            os.close(handle)

    def _take(self, handle: int) -> None:
        """Keys go to us alone, else the console would type them too. A pipe, which no console reads, is left as it is.

        Raises OSError where another program holds the device.
        """
        try:
            self._control(
                handle, SET_CLOCK, struct.pack("@i", CLOCK_MONOTONIC)
            )  # a corrected clock makes no long presses
            self._await_releases(handle)
            self._control(handle, GRAB, 1)
        except OSError as error:
            if error.errno not in (errno.ENOTTY, errno.EINVAL):
                raise

    def _await_releases(self, handle: int) -> None:
        """A key that is down while it is taken from the console would be repeated there for ever."""
        for _ in range(RELEASE_WAITS):
            down = self._control(handle, KEYS_DOWN, bytes(KEY_BYTES))
            is_any_down = isinstance(down, bytes) and any(down)
            if not is_any_down or self._wait(RELEASE_WAIT_SECONDS):
                return

    def _read(self, handle: int) -> bool:
        decoder, names = Decoder(self._profile), EventBytes()
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        poll.register(self._waking, select.POLLIN)
        has_read = False
        while True:
            poll.poll()
            if self._stopped.is_set():
                return has_read
            try:
                read = os.read(handle, READ_BYTES)
            except BlockingIOError:
                continue
            except OSError:
                return has_read  # unplugged
            if not read:
                return has_read
            has_read = True
            self._hear(read, decoder, names)

    def _hear(self, read: bytes, decoder: Decoder, names: EventBytes) -> None:
        pressed = [event.key for event in names.feed(read) if event is not None and event.motion == "press"]
        decoder.use(self._profile)
        commands = decoder.feed(read)
        listener = self._listener
        if listener is not None:
            decoder.let_go()  # the last key that is taught must not act when it is released
            for key in pressed:
                listener(key)
        else:
            for command in commands:
                self._deliver(command)


def _ask_kernel(handle: int, request: int, argument: int | bytes) -> int | bytes:
    return fcntl.ioctl(handle, request, argument)
