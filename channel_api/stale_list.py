"""Finds what has to be looked at again among all guides, offices and notices that are live. Reads only."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from channel_api.document_memory import DocumentMemory
from channel_api.editing.kinds import KINDS, EditedKind
from channel_api.editing.staleness import SOON, Due, LiveText, bare_names, find_due
from channel_api.store import drafts, reviews
from channel_api.store.database import Connection, Database
from channel_api.store.reviews import ChangedSource
from content.codec import fields_of
from content.rules import parse_date

REVIEWED = tuple(kind for kind in KINDS if any(spec.key == "review_by" for spec in fields_of(kind.cls)))
"""The kinds whose texts have a day to be looked at again."""


@dataclass(frozen=True, slots=True)
class Stale:
    """What is due, the marks that nobody took back, and every law that some text cites with how many do."""

    due: tuple[Due, ...]
    marks: tuple[ChangedSource, ...]
    cited: Counter[str]

    def of_mark(self, mark: ChangedSource) -> list[Due]:
        """The texts that still have to be looked at because of it."""
        return [due for due in self.due if mark.name in due.sources]


class StaleList:
    """Remembers what was read of each text: only what changed since is read again."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._memory = DocumentMemory()

    def find(self, today: date, *, soon: timedelta = SOON) -> Stale:
        with self._database.read() as connection:
            texts, marks = self.load_texts(connection), reviews.load_changed_sources(connection)
        cited = Counter(name for text in texts for name in text.cites)
        return Stale(tuple(find_due(texts, marks, today, soon=soon)), tuple(marks), cited)

    def load_texts(self, connection: Connection) -> list[LiveText]:
        """All live texts that are reviewed, with who wrote at them last and when somebody found them right."""
        owners = {draft.key: draft.owner for draft in drafts.load_drafts(connection)}
        latest = reviews.load_latest(connection)
        texts = {
            text.key: text
            for kind in REVIEWED
            for text in self._memory.load(connection, kind.name, "stale", partial(_parse, kind)).values()
        }
        return [
            replace(text, owner=owners.get(key, ""), reviewed_at=latest.get(key))
            if key in owners or key in latest
            else text
            for key, text in texts.items()
        ]


def _parse(kind: EditedKind, body: str) -> LiveText:
    return live_text_of(kind, json.loads(body))


def live_text_of(kind: EditedKind, plain: Mapping[str, Any]) -> LiveText:
    """Of a text as it is stored, or as editors see it."""
    sources = [*plain.get("sources", ()), *filter(None, [plain.get("source")])]
    said = [*plain.get("legal_basis", ()), *(source["title"] for source in sources)]
    read_on = [plain["sourced_on"]] if plain.get("sourced_on") else [source.get("date", "") for source in sources]
    return LiveText(
        key=kind.key_of(plain),
        title=kind.title_of(plain),
        department=plain.get("department", ""),
        region=plain.get("region", ""),
        review_by=parse_date(plain.get("review_by", "")),
        ends_on=parse_date(plain.get("end", "")),
        sourced_on=min(filter(None, map(parse_date, read_on)), default=None),
        cites=frozenset(name for line in said for name in bare_names(line)),
    )
