"""Fetches rendered sentences. Apart from the client: they are bytes, are kept by hash elsewhere, and must be quick."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from channel_api.client.connection import Connection

CONNECT_SECONDS = 0.8
READ_SECONDS = 1.5  # beyond it a sound made on the box, or silence with its caption, is better than waiting


class SpeechFetcher:
    """Asks one server; may be used from several threads."""

    def __init__(self, base_url: str) -> None:
        from channel_api.client.connection import Connection  # loads the HTTP library, which takes its time

        self._connection: Connection = Connection(
            base_url, connect_timeout_seconds=CONNECT_SECONDS, read_timeout_seconds=READ_SECONDS
        )

    def fetch(self, key: str) -> bytes:
        """The file of a sentence. Raises NotFound where it is not rendered, ClientError."""
        return self._connection.get(f"/v1/speech/{key}", {}).body or b""
