"""Says where texts belong, by their own words and the published regions: who may act there by department, region."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from channel_api.document_memory import DocumentMemory
from channel_api.editing.grants import Grant, Place, place_of
from channel_api.editing.workflow import Person
from channel_api.store import single_documents
from channel_api.store.database import Connection
from content.model import Region

Text = Mapping[str, Any]
COUNTED = ("guide", "overlay", "office", "notice", "scenario", "hotline")
OVERLAY = "overlay:"  # what the key of a regional difference begins with


class Belonging:
    """Remembers the regions. Safe to use from many threads."""

    def __init__(self) -> None:
        self._memory = DocumentMemory()

    def narrow(self, connection: Connection, who: Person, key: str, texts: Iterable[Text | None]) -> Person:
        """The person as far as they may act on all of these: what is live, what is written, what it is to become."""
        if not who.grants:
            return who
        regions = self.load_regions(connection)
        return who.within([self._place(connection, key, text, regions) for text in texts if text])

    def load_regions(self, connection: Connection) -> dict[str, Region]:
        """All published regions by code."""
        return {region.code: region for region in self._memory.load_objects(connection, Region)}

    def count_texts(self, connection: Connection, grant: Grant) -> int:
        """How many published texts a grant covers, so that whoever gives it sees what it reaches."""
        regions = self.load_regions(connection)
        said = {kind: self._memory.load(connection, kind, "belonging", _parse_belonging) for kind in COUNTED}
        guides, count = said["guide"], 0
        for kind, texts in said.items():
            for name, region, department in texts.values():
                if kind == "overlay" and not department and name in guides:
                    department = guides[name][2]
                count += grant.covers(place_of(region, department, regions))
        return count

    def _place(self, connection: Connection, key: str, text: Text, regions: Mapping[str, Region]) -> Place:
        department = str(text.get("department", ""))
        if not department and key.startswith(OVERLAY):
            department = _guides_department(connection, text)
        return place_of(str(text.get("region", "")), department, regions)


def _guides_department(connection: Connection, text: Text) -> str:
    """A regional difference that names no department belongs to the one of its guide."""
    live = single_documents.find_live(connection, "guide", str(text.get("id", "")))
    return str(json.loads(live.body).get("department", "")) if live else ""


def _parse_belonging(body: str) -> tuple[str, str, str]:
    """Id, region, department; a regional difference keeps its words apart."""
    plain = json.loads(body)
    department = plain.get("department") or plain.get("changes", {}).get("department", "")
    return str(plain.get("id", "")), str(plain.get("region", "")), str(department or "")
