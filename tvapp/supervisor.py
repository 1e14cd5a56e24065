"""Tells the service manager of the box that the television lives; without one it does nothing.

Where the word does not come for the time the unit states (`WatchdogSec`), the manager starts the television anew:
a picture that stands still on a wall has no viewer who would know how to end it.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from contextlib import suppress

ALIVE = b"READY=1\nWATCHDOG=1\n"  # the first one also says that the start is over; the manager ignores it later


class Supervisor:
    """The manager's datagram socket, named by it in NOTIFY_SOCKET (the protocol of systemd's sd_notify)."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        name = environment.get("NOTIFY_SOCKET", "")
        self._address = "\0" + name[1:] if name.startswith("@") else name

    def tell_alive(self) -> None:
        """Never blocks and never fails: a manager that does not listen is no reason to disturb anybody."""
        if not self._address:
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            channel.setblocking(False)
            channel.sendto(ALIVE, self._address)
