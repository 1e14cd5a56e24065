"""The one client of a television, and its embedded server where no address was given: started again when it dies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock

from channel_api.client.client import ChannelClient
from channel_api.client.embedded import EmbeddedServer
from channel_api.client.errors import Unreachable

MOST_RESTARTS = 5  # a server that dies again and again has a reason that restarting does not mend


class Connector:
    """Gives the client; blocks until an embedded server answers, so it belongs on fetching threads."""

    def __init__(
        self, address: str, folder: Path, start_server: Callable[[], EmbeddedServer], *, device: str | None = None
    ) -> None:
        """`address` empty: the server is started here, now, so that it comes up while the screen is drawn; `device`:
        the random id of this box, for statistics."""
        self._address, self._folder, self._start_server = address, folder, start_server
        self._device = device
        self._server = None if address else start_server()
        self._client: ChannelClient | None = None
        self._restarts = 0
        self._lock = Lock()

    def __call__(self) -> ChannelClient:
        """Raises Unreachable where the embedded server does not come up."""
        with self._lock:
            if self._server is not None and not self._server.is_running():
                self._restart()
            if self._client is None:
                address = self._server.address() if self._server else self._address
                self._client = ChannelClient(address, folder=self._folder, device=self._device)
            return self._client

    def _restart(self) -> None:
        self._client = None
        if self._restarts >= MOST_RESTARTS:
            raise Unreachable("the embedded server died several times; try: python -m channel_api serve")
        self._restarts += 1
        self._server = self._start_server()

    def stop(self) -> None:
        """Ends the embedded server, if there is one."""
        if self._server is not None:
            self._server.stop()
