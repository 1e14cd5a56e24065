"""The text of one draft, for whoever got a ticket to it. Asked anew each time and kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from channel_api.client.connection import Connection
from channel_api.client.decoding import decode_answer, decode_guide, parse_json
from channel_api.client.errors import BadAnswer
from content.inheritance import GuideInForce
from content.model import Hotline, Notice, Office, Scenario

PATH = "/v1/preview"
WHERE = f"GET {PATH}"
CONNECT_SECONDS, READ_SECONDS = 2.0, 5.0
CLASSES: Mapping[str, type[Office] | type[Notice] | type[Scenario] | type[Hotline]] = {
    "office": Office,
    "notice": Notice,
    "scenario": Scenario,
    "hotline": Hotline,
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What is not published yet: a guide as it would be in force, or another thing."""

    thing: GuideInForce | Office | Notice | Scenario | Hotline


class DraftClient:
    """Methods raise ClientError and nothing else of their own."""

    def __init__(self, base_url: str) -> None:
        self._connection = Connection(
            base_url, connect_timeout_seconds=CONNECT_SECONDS, read_timeout_seconds=READ_SECONDS
        )

    def fetch(self, ticket: str, region: str) -> Draft:
        """The draft as it would be in force there. Raises NotFound for a ticket that is over or never was."""
        plain = parse_json(self._connection.get(PATH, {"region": region}, ticket=ticket).body or b"", WHERE)
        if not isinstance(plain, Mapping):
            raise BadAnswer(f"{WHERE}: not an object")
        kind, thing = str(plain.get("kind")), plain.get("thing")
        if kind == "guide":
            return Draft(decode_guide(thing, WHERE))
        if kind not in CLASSES:
            raise BadAnswer(f"{WHERE}: of no kind that has a screen")
        return Draft(decode_answer(CLASSES[kind], thing, WHERE))
