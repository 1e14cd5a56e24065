"""The channel's own server as a child process, for a front end that was given no address.

The child ends when our end of its standard input closes, so it cannot outlive the front end, however that ends.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotInTime
from threading import Thread

from channel_api.client.errors import Unreachable

READY = "READY "
START_SECONDS = 60.0  # the very first start fills the database; on a slow card that takes its time
END_SECONDS = 5.0


class EmbeddedServer:
    """Started at once, awaited only by whoever needs the address."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "channel_api", "serve", "--embedded"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=dict(environment),
            text=True,
            start_new_session=True,  # the terminal's ctrl+c is for the front end
        )
        self._address: Future[str] = Future()
        Thread(target=self._read_address, name="embedded-ready", daemon=True).start()

    def _read_address(self) -> None:
        stdout = self._process.stdout
        line = stdout.readline() if stdout else ""
        self._address.set_result(line.removeprefix(READY).strip() if line.startswith(READY) else "")

    def address(self) -> str:
        """Blocks until the server answers. Raises Unreachable where it did not come up."""
        try:
            address = self._address.result(START_SECONDS)
        except NotInTime:
            address = ""
        if not address:
            raise Unreachable("the embedded server did not start; try: python -m channel_api serve")
        return address

    def is_running(self) -> bool:
        """False once the child has ended, for whatever reason."""
        return self._process.poll() is None

    def stop(self) -> None:
        """Lets the child end by itself, and makes sure of it."""
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.terminate()
            self._process.wait(END_SECONDS)
