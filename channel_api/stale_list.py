"""Finds what has to be looked at again among all guides that are live. Reads only."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from channel_api.document_memory import DocumentMemory
from channel_api.editing.staleness import SOON, Due, LiveText, bare_names, find_due
from channel_api.store import drafts, reviews
from channel_api.store.database import Connection, Database
from channel_api.store.reviews import ChangedSource
from content.rules import parse_date

GUIDE = "guide"


@dataclass(frozen=True, slots=True)
class Stale:
    """What is due, the marks that nobody took back, and every law that some guide cites with how many do."""

    due: tuple[Due, ...]
    marks: tuple[ChangedSource, ...]
    cited: Counter[str]

    def of_mark(self, mark: ChangedSource) -> list[Due]:
        """The guides that still have to be looked at because of it."""
        return [due for due in self.due if mark.name in due.sources]


class StaleList:
    """Remembers what was read of each guide: only what changed since is read again."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._memory = DocumentMemory()

    def find(self, today: date, *, soon: timedelta = SOON) -> Stale:
        with self._database.read() as connection:
            texts, marks = self.load_texts(connection), reviews.load_changed_sources(connection)
        cited = Counter(name for text in texts for name in text.cites)
        return Stale(tuple(find_due(texts, marks, today, soon=soon)), tuple(marks), cited)

    def load_texts(self, connection: Connection) -> list[LiveText]:
        """All live guides, with who wrote at them last and when somebody found them right."""
        owners = {draft.key: draft.owner for draft in drafts.load_drafts(connection)}
        latest = reviews.load_latest(connection)
        texts = self._memory.load(connection, GUIDE, "stale", _parse)
        return [
            replace(text, owner=owners.get(key, ""), reviewed_at=latest.get(key))
            if key in owners or key in latest
            else text
            for key, text in texts.items()
        ]


def _parse(body: str) -> LiveText:
    return live_text_of(json.loads(body))


def live_text_of(plain: Mapping[str, Any]) -> LiveText:
    """Of a guide as it is stored, or as editors see it."""
    said = [*plain.get("legal_basis", ()), *(source["title"] for source in plain.get("sources", ()))]
    return LiveText(
        key=plain["id"],
        title=plain["title"],
        department=plain.get("department", ""),
        region=plain["region"],
        review_by=parse_date(plain.get("review_by", "")),
        sourced_on=parse_date(plain.get("sourced_on", "")),
        cites=frozenset(name for line in said for name in bare_names(line)),
    )
