"""Requests to a server on this machine at an even rate, from one thread that costs little; prints one JSON line.

Each request counts from the moment it was due, whether or not a connection was free: a server that stalls is not
spared. GET only, loopback only. `load` does the same with threads, at rates where its own cost does not matter.
"""

from __future__ import annotations

import argparse
import json
import re
import selectors
import socket
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figures import quantile

HOST = "127.0.0.1"
READ_BYTES = 65_536
PATIENCE_SECONDS = 10.0  # for what is still under way at the end
RIGHT = b"HTTP/1.1 200 "
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Connection:
    """One that is kept; `due`: when the request under way was due, None while there is none."""

    socket: socket.socket
    due: float | None = None
    received: bytearray = field(default_factory=bytearray)

    def send(self, request: bytes, due: float) -> None:
        self.due = due
        self.received.clear()
        self.socket.sendall(request)

    def is_answered(self) -> bool:
        """After reading what has come. Raises ConnectionError where the server has hung up."""
        piece = self.socket.recv(READ_BYTES)
        if not piece:
            raise ConnectionError("the server closed a connection")
        self.received += piece
        end = self.received.find(b"\r\n\r\n")
        length = LENGTH.search(self.received, 0, end) if end >= 0 else None
        return length is not None and len(self.received) >= end + 4 + int(length[1])

    @property
    def is_right(self) -> bool:
        return self.received.startswith(RIGHT)


class SteadyLoad:
    """Sends what is due on whichever connection is free, first come first served."""

    def __init__(self, port: int, connections: int) -> None:
        self._selector = selectors.DefaultSelector()
        self._free: deque[Connection] = deque()
        for _ in range(connections):
            connection = Connection(socket.create_connection((HOST, port), PATIENCE_SECONDS))
            connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._selector.register(connection.socket, selectors.EVENT_READ, connection)
            self._free.append(connection)
        self.milliseconds: list[float] = []
        self.errors = 0

    def send(self, paths: list[str], *, rate: float, seconds: float) -> None:
        """All that is due within `seconds`, and waits for the last answers."""
        requests = [f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode("ascii") for path in paths]
        count, sent, first = int(rate * seconds), 0, time.perf_counter()
        end = first + seconds + PATIENCE_SECONDS
        while len(self.milliseconds) + self.errors < count and time.perf_counter() < end:
            while sent < count and self._free and time.perf_counter() >= first + sent / rate:
                self._free.popleft().send(requests[sent % len(requests)], first + sent / rate)
                sent += 1
            next_due = first + sent / rate if sent < count else end
            self._receive(max(0.0, next_due - time.perf_counter()) if self._free else 0.1)
        self.errors += count - len(self.milliseconds) - self.errors

    def _receive(self, wait_seconds: float) -> None:
        for key, _ in self._selector.select(wait_seconds):
            connection: Connection = key.data
            if not connection.is_answered() or connection.due is None:
                continue
            if connection.is_right:
                self.milliseconds.append((time.perf_counter() - connection.due) * 1000)
            else:
                self.errors += 1
            connection.due = None
            self._free.append(connection)


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.steady_load")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--paths", type=Path, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--rate", type=float, required=True)
    parser.add_argument("--connections", type=int, default=8)
    options = parser.parse_args()
    load = SteadyLoad(options.port, options.connections)
    load.send(options.paths.read_text(encoding="ascii").split(), rate=options.rate, seconds=options.seconds)
    told: dict[str, float] = {"requests": len(load.milliseconds) + load.errors, "errors": load.errors}
    if load.milliseconds:
        told |= {"p50": quantile(load.milliseconds, 0.5), "p99": quantile(load.milliseconds, 0.99)}
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
