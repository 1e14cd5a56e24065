"""The text of one draft, for whoever got a ticket to it. Asked anew each time and kept nowhere."""

from __future__ import annotations

from channel_api.client.connection import Connection
from channel_api.client.decoding import decode_guide, parse_json
from content.inheritance import GuideInForce

PATH = "/v1/preview"
CONNECT_SECONDS, READ_SECONDS = 2.0, 5.0


class DraftClient:
    """Methods raise ClientError and nothing else of their own."""

    def __init__(self, base_url: str) -> None:
        self._connection = Connection(
            base_url, connect_timeout_seconds=CONNECT_SECONDS, read_timeout_seconds=READ_SECONDS
        )

    def fetch_guide(self, ticket: str, region: str) -> GuideInForce:
        """The draft as it would be in force there. Raises NotFound for a ticket that is over or never was."""
        body = self._connection.get(PATH, {"region": region}, ticket=ticket).body
        return decode_guide(parse_json(body or b"", f"GET {PATH}"), f"GET {PATH}")
