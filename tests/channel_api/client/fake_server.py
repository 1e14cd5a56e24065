"""A small real HTTP server on loopback that answers as the channel's server does, and fails as servers in homes do."""

from __future__ import annotations

import hashlib
import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass
class Given:
    """One answer."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


class FakeServer:
    """Holds plain answers by path; a list is given in pages. The methods are what goes wrong."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.lists: dict[str, list[Any]] = {}
        self.given: dict[str, Given] = {}
        self.asked: list[Asked] = []
        self._trouble = ""
        self._retry_after: str | None = None
        self._released = Event()
        self._sockets: set[socket.socket] = set()
        self._start(0)

    # -- use cases ----------------------------------------------------------------------------------------------------

    def goes_offline(self) -> None:
        """Nobody listens any more, and open connections are cut."""
        self._server.shutdown()
        self._server.server_close()
        for opened in list(self._sockets):
            with_shutdown(opened)

    def comes_back(self) -> None:
        """As before, at the same address."""
        self._trouble = ""
        if self._server.socket.fileno() == -1:
            self._start(self.port)

    def is_slow(self) -> None:
        """Takes the request and says nothing."""
        self._trouble = "slow"

    def answers_at_last(self) -> None:
        """Whoever waits gets the answer now."""
        self._trouble = ""
        self._released.set()

    def drips(self) -> None:
        """Sends byte after byte without end."""
        self._trouble = "drips"

    def cuts_in_mid_answer(self) -> None:
        """Half of the answer, then the line is dead."""
        self._trouble = "cut"

    def answers_garbage(self) -> None:
        """A page of somebody else, with status 200."""
        self._trouble = "garbage"

    def limits(self, retry_after: str | None = "120") -> None:
        """Asked too often."""
        self._trouble, self._retry_after = "limits", retry_after

    def breaks(self) -> None:
        """Every request ends in an error of the server."""
        self._trouble = "breaks"

    def is_somebody_else(self) -> None:
        """Another web server stands at the address: it knows nothing, in its own words."""
        self._trouble = "other"

    def speaks_tls(self, context: ssl.SSLContext) -> None:
        """From now on encrypted; hands are shaken on the thread of each connection."""
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)

    def withdraws(self, path: str) -> None:
        """There is no such thing any more."""
        self.answers.pop(path, None)
        self.lists.pop(path, None)

    # -- how ----------------------------------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        self._released.set()
        if self._server.socket.fileno() != -1:
            self.goes_offline()

    def paths_asked(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def _start(self, port: int) -> None:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # head and body in one packet; two would wait for each other 40 ms

            def setup(self) -> None:
                super().setup()
                outer._sockets.add(self.connection)

            def finish(self) -> None:
                outer._sockets.discard(self.connection)
                super().finish()

            def do_GET(self) -> None:
                outer._answer(self)

            def do_POST(self) -> None:
                outer._answer(self)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, request: Any, client_address: Any) -> None:
                """Cut connections are what this server is for."""

        self._server = Server(("127.0.0.1", port), Handler)
        self.port = self._server.server_port
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        query = dict(parse_qsl(parts.query))
        asked = Asked(handler.command, parts.path, query, dict(handler.headers.items()), body)
        self.asked.append(asked)
        if self._trouble == "slow":
            self._released.wait(30)
        given = Given(200, b" " * 100_000) if self._trouble == "drips" else self._given(asked)
        handler.send_response(given.status)
        for name, value in given.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(given.body)))
        handler.end_headers()
        if self._trouble == "drips":
            for _ in given.body:
                if self._released.wait(0.02):
                    return
                handler.wfile.write(b" ")
                handler.wfile.flush()
        handler.wfile.write(given.body[: len(given.body) // 2] if self._trouble == "cut" else given.body)
        if self._trouble == "cut":
            handler.wfile.flush()
            with_shutdown(handler.connection)

    def _given(self, asked: Asked) -> Given:
        if self._trouble == "garbage":
            return Given(200, "<html>请登录无线网络</html>".encode(), {"Content-Type": "text/html"})
        if self._trouble == "other":
            return Given(404, b"<html>nginx</html>", {"Content-Type": "text/html"})
        if self._trouble == "breaks":
            return problem(500, "unavailable")
        if self._trouble == "limits":
            headers = {"Retry-After": self._retry_after} if self._retry_after is not None else {}
            return problem(429, "limited", headers)
        if asked.path in self.given:
            return self.given[asked.path]
        plain = self._plain(asked)
        if plain is None:
            return problem(404, "not_found")
        return self._with_etag(json.dumps(plain, ensure_ascii=False).encode(), asked)

    def _plain(self, asked: Asked) -> Any:
        if asked.path not in self.lists:
            return self.answers.get(asked.path)
        begin = int(asked.query.get("cursor", "0"))
        end = begin + int(asked.query.get("limit", "20"))
        items = self.lists[asked.path]
        return {"items": items[begin:end], "next_cursor": str(end) if end < len(items) else None}

    def _with_etag(self, body: bytes, asked: Asked) -> Given:
        etag = '"' + hashlib.sha256(body).hexdigest()[:16] + '"'
        headers = {"ETag": etag, "Content-Type": "application/json"}
        if asked.headers.get("If-None-Match") == etag:
            return Given(304, b"", headers)
        return Given(200, body, headers)


def problem(status: int, code: str, headers: dict[str, str] | None = None) -> Given:
    """A refusal as the channel's server words it."""
    body = json.dumps({"type": "about:blank", "status": status, "code": code}).encode()
    return Given(status, body, {"Content-Type": "application/problem+json", **(headers or {})})


def with_shutdown(opened: socket.socket) -> None:
    """Cuts a connection at once."""
    try:
        opened.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it was closed already


@contextmanager
def running_server() -> Iterator[FakeServer]:
    """A server for the length of a block."""
    server = FakeServer()
    try:
        yield server
    finally:
        server.close()
