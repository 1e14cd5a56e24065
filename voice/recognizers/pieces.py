"""What parent and child say to each other over a socket: one letter, a length, and so many bytes."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

HEAD = struct.Struct(">cI")
LONGEST_PIECE = 16 * 1024 * 1024  # bytes; the grammar of a whole catalogue takes a tenth of it

BEGIN, FEED, FINISH, DROP = b"B", b"F", b"E", b"D"  # parent to child
READY, PARTIAL, RESULT, FAILED = b"K", b"P", b"R", b"X"  # child to parent


class Broken(Exception):
    """The other side is gone, or says what nobody agreed on."""


def send(connection: socket.socket, kind: bytes, payload: bytes = b"") -> None:
    """Raises OSError, which includes the time limit of the socket."""
    connection.sendall(HEAD.pack(kind, len(payload)) + payload)


def send_data(connection: socket.socket, kind: bytes, data: Any) -> None:
    """The same with plain data."""
    send(connection, kind, json.dumps(data, ensure_ascii=False).encode())


def receive(connection: socket.socket) -> tuple[bytes, bytes]:
    """The next piece. Raises Broken, OSError."""
    kind, length = HEAD.unpack(_read(connection, HEAD.size))
    if length > LONGEST_PIECE:
        raise Broken("a piece of impossible length")
    return kind, _read(connection, length)


def _read(connection: socket.socket, count: int) -> bytes:
    data = bytearray()
    while len(data) < count:
        more = connection.recv(count - len(data))
        if not more:
            raise Broken("the other side is gone")
        data += more
    return bytes(data)
