"""The server as a child of the television: on loopback, on a free port, in one process, gone as soon as the parent is.

The parent reads one line from standard output, `READY http://127.0.0.1:PORT`, and keeps our standard input open; when
that closes, for whatever reason, this process ends.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import TextIO

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from channel_api.app import create_app
from channel_api.preparing import prepare_embedded
from channel_api.runtime import Services

HOST = "127.0.0.1"
READY = "READY"
SWITCH_SECONDS = 0.0005  # a tenth of Python's own: the first screens shall not wait for the search index beside them


class QuietHandler(WSGIRequestHandler):
    """Speaks HTTP/1.1, and leaves logging to the application."""

    protocol_version = "HTTP/1.1"
    server_version = "channel"  # which library of which version answers is nobody's business
    sys_version = ""
    timeout = 60  # seconds; an idle connection does not hold its thread for ever

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing: the path may hold a question."""

    def log(self, type: str, message: str, *args: object) -> None:
        """Nothing: see `log_request`."""


def serve_embedded(services: Services, folder: Path, *, parent: int, out: TextIO) -> None:
    """Publishes the content folder and serves until the parent goes or asks us to end."""
    prepare_embedded(services, folder)
    app = create_app(services, has_editors=False)
    server = make_server(HOST, 0, app, threaded=True, request_handler=QuietHandler)
    server.daemon_threads = True  # type: ignore[attr-defined]
    services.catalogue.current()
    sys.setswitchinterval(SWITCH_SECONDS)
    Thread(target=_end_with, args=(parent, server.shutdown), name="parent-watch", daemon=True).start()
    signal.signal(signal.SIGTERM, lambda *_: _shut_down_beside(server))
    print(f"{READY} http://{HOST}:{server.server_port}", file=out, flush=True)
    server.serve_forever()
    server.server_close()
    services.demand.stop()
    services.database.close()


def _end_with(parent: int, shut_down: Callable[[], None]) -> None:
    # Not through sys.stdin: a thread that waits inside its buffer makes the interpreter abort when it ends first.
    while os.read(parent, 1024):
        continue  # what the parent says means nothing, only that it lives
    shut_down()


def _shut_down_beside(server: BaseWSGIServer) -> None:
    """`shutdown` waits for the loop that the signal has just interrupted, so it must not run inside it."""
    Thread(target=server.shutdown, daemon=True).start()


def standard_streams() -> tuple[int, TextIO]:
    """The parent's ends as a process has them: where to notice its end, and where to say that we are ready."""
    return sys.stdin.fileno(), sys.stdout
