"""The list editors choose from: every guide that is live or being written, filtered and sorted. Knows no web."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from channel_api.document_memory import DocumentMemory
from channel_api.opened_guide import GUIDE
from channel_api.store import drafts
from channel_api.store.database import Database
from channel_api.store.drafts import Draft
from content.rules import parse_date

Order = Literal["changed", "title", "review_by"]
LAST_DAY = "9999"  # a guide without a review date comes after all that have one


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideRow:
    """One line. `state`: of the draft, `published` where nothing is being written; `status`: how sure the text is."""

    key: str
    title: str
    topic: str
    region: str
    status: str
    review_by: str
    searched: str
    is_live: bool
    state: str = "published"
    owner: str = ""
    changed_at: datetime | None = None

    def is_stale(self, today: date) -> bool:
        """Its review date has come."""
        day = parse_date(self.review_by)
        return day is not None and day <= today


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for; empty: all. `words` must each stand in title, id, names or department."""

    words: str = ""
    topic: str = ""
    state: str = ""
    owner: str = ""
    stale: bool = False
    order: Order = "changed"


class GuideList:
    """Reads only what changed since the last time: a list of thousands is made in some milliseconds."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._memory = DocumentMemory()

    def find(self, wanted: Wanted, today: date) -> list[GuideRow]:
        """All rows that are wanted, in order."""
        rows = [row for row in self._load() if _is_wanted(row, wanted, today)]
        return sorted(rows, key=_ORDERS[wanted.order])

    def load_owners(self) -> list[str]:
        """Whoever is writing."""
        with self._database.read() as connection:
            return drafts.load_owners(connection)

    def _load(self) -> Iterable[GuideRow]:
        with self._database.read() as connection:
            live: Mapping[str, GuideRow] = self._memory.load(connection, GUIDE, "editors' list", _parse_row)
            written = {draft.key: draft for draft in drafts.load_drafts(connection)}
            texts = drafts.load_present_texts(connection)
        for key, row in live.items():
            if key in texts:
                row = _row_of(key, texts[key], is_live=True)
            yield _with_draft(row, written[key]) if key in written else row
        for key, text in texts.items():
            if key not in live:
                yield _with_draft(_row_of(key, text, is_live=False), written[key])


def _parse_row(body: str) -> GuideRow:
    plain = json.loads(body)
    return _row_of(plain["id"], plain, is_live=True)


def _row_of(key: str, plain: Mapping[str, Any], *, is_live: bool) -> GuideRow:
    names = [key, *(str(plain.get(name, "")) for name in ("title", "spoken_name", "department"))]
    return GuideRow(
        key=key,
        title=str(plain.get("title", "")) or key,
        topic=str(plain.get("topic", "")),
        region=str(plain.get("region", "")),
        status=str(plain.get("status", "")) or "example",
        review_by=str(plain.get("review_by", "")),
        searched="\n".join([*names, *plain.get("aliases", ())]).lower(),
        is_live=is_live,
    )


def _with_draft(row: GuideRow, draft: Draft) -> GuideRow:
    return replace(row, state=draft.state, owner=draft.owner, changed_at=draft.changed_at)


def _is_wanted(row: GuideRow, wanted: Wanted, today: date) -> bool:
    is_found = all(word in row.searched for word in wanted.words.lower().split())
    is_there = wanted.topic in ("", row.topic) and wanted.state in ("", row.state)
    return is_found and is_there and wanted.owner in ("", row.owner) and (not wanted.stale or row.is_stale(today))


def _by_change(row: GuideRow) -> tuple[bool, float, str]:
    """What is being written first, the latest on top."""
    moment = row.changed_at.timestamp() if row.changed_at else 0.0
    return row.state == "published", -moment, row.key


_ORDERS: dict[Order, Callable[[GuideRow], Any]] = {
    "changed": _by_change,
    "title": lambda row: (row.title, row.key),
    "review_by": lambda row: (row.review_by or LAST_DAY, row.key),
}
