"""The API and a bare Flask, each as its own process on a free loopback port, and small requests to them."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.figures import BenchError

HOST = "127.0.0.1"
START_SECONDS = 60.0
END_SECONDS = 25.0  # a little more than the server grants requests it has begun
ASK_SECONDS = 30.0
REGION = "330106"  # 西湖区, the place the content is fullest for


def plain_environment(folder: Path, **settings: str) -> dict[str, str]:
    """Ours without settings of the channel, and with a data folder of its own."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CHANNEL_")}
    return inherited | {"CHANNEL_DATA_DIR": str(folder)} | settings


def program(name: str) -> str:
    """A command of this environment, as a person calls it."""
    path = Path(sys.executable).parent / name
    if not path.exists():
        raise BenchError(f"{name} is not in this environment; run: python3 bootstrap.py test")
    return str(path)


@dataclass(frozen=True, slots=True)
class Server:
    """One that answers. `ask` keeps one connection open, so it is for one thread."""

    port: int
    process: subprocess.Popen[bytes]
    _connection: http.client.HTTPConnection = field(repr=False)

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    def ask(self, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> tuple[int, Any]:
        """Status and JSON of one request; a POST where there is a body."""
        data = None if body is None else json.dumps(body).encode()
        sent = {"Content-Type": "application/json", **(headers or {})} if data else dict(headers or {})
        for is_last in (False, True):
            try:
                self._connection.request("POST" if data else "GET", path, data, sent)
                answer = self._connection.getresponse()
                return answer.status, json.loads(answer.read() or b"null")
            except (http.client.HTTPException, OSError):
                self._connection.close()  # the server has let go of an idle connection: once more on a new one
                if is_last:
                    raise
        raise AssertionError

    def items(self, path: str, **query: str) -> list[Any]:
        """All pages of a list."""
        found: list[Any] = []
        cursor: dict[str, str] = {}
        while True:
            status, page = self.ask(f"{path}?{urlencode(query | cursor)}")
            if status != http.client.OK:
                raise BenchError(f"{path} answered {status}")
            found += page["items"]
            if not page["next_cursor"]:
                return found
            cursor = {"cursor": page["next_cursor"]}


@contextmanager
def api(folder: Path, *, workers: int = 1, **settings: str) -> Iterator[Server]:
    """`zhengwu-api serve` on a data folder of its own, ready, and ended afterwards."""
    port = _free_port()
    command = [program("zhengwu-api"), "serve", "--host", HOST, "--port", str(port), "--workers", str(workers)]
    with _serving(command, port, "/readyz", plain_environment(folder, **settings), folder) as server:
        yield server


@contextmanager
def served_television(folder: Path, api_address: str) -> Iterator[Server]:
    """`zhengwu-tv --serve` on an API that is up."""
    port = _free_port()
    command = [program("zhengwu-tv"), "--api", api_address, "--region", REGION, "--serve", f"{HOST}:{port}"]
    with _serving(command, port, "/livez", plain_environment(folder), folder) as server:
        yield server


@contextmanager
def bare_flask(folder: Path, *, workers: int, threads: int) -> Iterator[Server]:
    """A Flask that does nothing, under the same gunicorn."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"{HOST}:{port}", "--workers", str(workers)]
    command += ["--threads", str(threads), "--worker-class", "gthread", "--log-level", "warning"]
    command += ["benchmarks.bare_flask:create_app()"]
    with _serving(command, port, "/", plain_environment(folder), folder) as server:
        yield server


@contextmanager
def _serving(
    command: Sequence[str], port: int, ready_path: str, environment: Mapping[str, str], folder: Path
) -> Iterator[Server]:
    folder.mkdir(parents=True, exist_ok=True)
    log_path = folder / f"server-{port}.log"  # written as in real use, where a log costs time too
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=dict(environment), start_new_session=True
        )
    server = Server(port, process, http.client.HTTPConnection(HOST, port, timeout=ASK_SECONDS))
    try:
        _await(server, ready_path, log_path)
        yield server
    finally:
        _end(process)


def _await(server: Server, path: str, log_path: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.process.poll() is None:
        with suppress(OSError, http.client.HTTPException):
            if server.ask(path)[0] == http.client.OK:
                return
        time.sleep(0.05)
    lines = log_path.read_text(encoding="utf-8", errors="replace").splitlines()
    raise BenchError(f"a server did not come up: {lines[-1][-200:] if lines else 'it said nothing'}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # its own session: exactly what was started here
        process.wait(END_SECONDS)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
        return port
