"""gunicorn's threaded worker as this server needs it: what cannot even be read as a request is refused in the words of
the contract, nothing of it is repeated or logged, and a connection that stalls does not hold a thread for ever."""

from __future__ import annotations

import logging
import secrets
import socket
import struct
from http import HTTPStatus
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]
from gunicorn.http import errors  # type: ignore[import-untyped]
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]

from channel_api.encoding import encode_answer
from channel_api.problems import CONTENT_TYPE, ProblemError, describe

LOG = logging.getLogger(__name__)

STALL_SECONDS = 15.0  # without a byte; a household's line that is slower than that has broken down
TOO_LONG = {errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG}
TOO_LONG |= {errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE}


class HttpWorker(ThreadWorker):  # type: ignore[misc]
    """Answers requests in a few threads."""

    def handle(self, conn: Any) -> Any:
        """As gunicorn does, but each wait for the other side ends some time. A box that loses its wireless network in
        the middle of an answer would otherwise keep a thread until the kernel gives up, a quarter of an hour later."""
        limit_waits(conn.sock, STALL_SECONDS)
        return super().handle(conn)

    def handle_error(self, _request: Any, client: socket.socket, _address: Any, error: Exception) -> None:
        """Whatever went wrong before or outside the application. Type only: the text quotes the request."""
        LOG.warning("request not readable: %s", type(error).__name__)
        try:
            client.sendall(refusal_of(error))
        except OSError:
            return  # gone already, or stalled: nobody waits for this answer


class QuietLogger(Logger):  # type: ignore[misc]
    """Hands gunicorn's own messages to the server's log, whose lines are JSON."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


def limit_waits(connection: socket.socket, seconds: float) -> None:
    """By the socket's own options: gunicorn makes the socket blocking again, which undoes Python's `settimeout`."""
    whole = int(seconds)
    span = struct.pack("@ll", whole, int((seconds - whole) * 1_000_000))
    for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
        connection.setsockopt(socket.SOL_SOCKET, option, span)


def refusal_of(error: Exception) -> bytes:
    """The whole HTTP answer."""
    if isinstance(error, errors.ParseException):
        problem = ProblemError("bad_request", status=TOO_LONG.get(type(error), HTTPStatus.BAD_REQUEST))
    else:
        problem = ProblemError("unavailable", "internal", status=HTTPStatus.INTERNAL_SERVER_ERROR)
    body = encode_answer(describe(problem, secrets.token_hex(8))).body
    head = (
        f"HTTP/1.1 {problem.status.value} {problem.status.phrase}\r\n"
        f"Content-Type: {CONTENT_TYPE}\r\nContent-Length: {len(body)}\r\n"
        "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
    )
    return head.encode("ascii") + body
