"""The lists editors choose from: all of a kind that is live or being written, filtered and sorted. Knows no web."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any, Literal

from channel_api.document_memory import DocumentMemory
from channel_api.editing.kinds import GUIDES, EditedKind, kind_of
from channel_api.opened_guide import open_guide
from channel_api.store import drafts
from channel_api.store.database import Database
from channel_api.store.drafts import Draft
from channel_api.word_seeds import load_seeds
from content.codec import fields_of
from content.inheritance import Overlay
from content.rules import parse_date

Order = Literal["changed", "title", "review_by"]
SEARCHED = (
    "title",
    "name",
    "spoken_name",
    "department",
    "address",
    "phone",
    "number",
    "text",
    "region",
    "id",
    "word",
    "reading",
)
SEARCHED_LISTS = ("aliases", "says", "words", "services")
LAST_DAY = "9999"  # a guide without a review date comes after all that have one


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideRow:
    """One line. `state`: of the draft, `published` where nothing is being written; `status`: how sure the text is,
    if its kind has one; `review_by`: when to look at it again, or when it ends, whichever comes first."""

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

    @property
    def kind(self) -> EditedKind:
        return kind_of(self.key)

    def is_stale(self, today: date) -> bool:
        """Its review date has come."""
        day = parse_date(self.review_by)
        return day is not None and day <= today


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for; empty: all. `words` must each stand in title, id, names or department; `region`: in it or
    below it; `due_by`: to be looked at again until then."""

    kind: EditedKind = GUIDES
    words: str = ""
    topic: str = ""
    region: str = ""
    status: str = ""
    state: str = ""
    owner: str = ""
    stale: bool = False
    due_by: date | None = None
    order: Order = "changed"


class GuideList:
    """Reads only what changed since the last time: a list of thousands is made in some milliseconds."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._memory = DocumentMemory()
        self._seeds: dict[str, dict[str, GuideRow]] = {}

    def find(self, wanted: Wanted, today: date) -> list[GuideRow]:
        """All rows that are wanted, in order."""
        asked = list(_conditions(wanted, today))
        rows = [row for row in self._load(wanted.kind) if all(is_met(row) for is_met in asked)]
        return sorted(rows, key=_ORDERS[wanted.order])

    def load_owners(self) -> list[str]:
        """Whoever is writing."""
        with self._database.read() as connection:
            return drafts.load_owners(connection)

    def find_waiting(self, state: str) -> list[GuideRow]:
        """What is in this state, of whatever kind, the longest waiting first."""
        with self._database.read() as connection:
            waiting = [draft for draft in drafts.load_drafts(connection) if draft.state == state]
            texts = drafts.load_present_texts(connection)
            # Of what shall be withdrawn nothing is written any more; it is called as it is called on the televisions.
            leaving = {draft.key: open_guide(connection, draft.key) for draft in waiting if not texts.get(draft.key)}
        said = {**texts, **{key: opened.live_text or {} for key, opened in leaving.items() if opened}}
        rows = [_with_draft(row_of(draft.key, said.get(draft.key, {}), is_live=False), draft) for draft in waiting]
        return sorted(rows, key=lambda row: (row.changed_at.timestamp() if row.changed_at else 0.0, row.key))

    def _load(self, kind: EditedKind) -> Iterable[GuideRow]:
        with self._database.read() as connection:
            parse = partial(_parse_row, kind)
            live: Mapping[str, GuideRow] = self._memory.load(connection, kind.name, "editors' list", parse)
            written = {draft.key: draft for draft in drafts.load_drafts(connection) if kind_of(draft.key) is kind}
            texts = drafts.load_present_texts(connection)
        by_key = {row.key: row for row in live.values()}
        if kind.is_seeded:
            by_key = {**self._load_seeds(kind), **by_key}
        for key, row in by_key.items():
            if texts.get(key):
                row = row_of(key, texts[key], is_live=True)
            yield _with_draft(row, written[key]) if key in written else row
        for key, draft in written.items():
            if key not in by_key and key in texts:
                yield _with_draft(row_of(key, texts[key], is_live=False), draft)

    def _load_seeds(self, kind: EditedKind) -> dict[str, GuideRow]:
        """The words that come with the program; nobody withdraws one."""
        if kind.name not in self._seeds:
            texts = {key: kind.text_of(entry) for key, entry in load_seeds().items() if kind_of(key) is kind}
            self._seeds[kind.name] = {key: row_of(key, text, is_live=True) for key, text in texts.items()}
        return self._seeds[kind.name]


def _parse_row(kind: EditedKind, body: str) -> GuideRow:
    plain = json.loads(body)
    flat = {**plain, **plain.get("changes", {})} if kind.cls is Overlay else plain
    return row_of(kind.key_of(plain), flat, is_live=True)


def row_of(key: str, plain: Mapping[str, Any], *, is_live: bool) -> GuideRow:
    """The line of a text or a document."""
    kind = kind_of(key)
    said = [
        key,
        *(str(plain.get(name, "")) for name in SEARCHED),
        *(word for name in SEARCHED_LISTS for word in plain.get(name, ())),
    ]
    has_status = any(spec.key == "status" for spec in fields_of(kind.form_cls))
    return GuideRow(
        key=key,
        title=kind.title_of(plain) or key,
        topic=str(plain.get("topic", "")),
        region=str(plain.get("region", "")),
        status=str(plain.get("status") or ("example" if has_status and kind.cls is not Overlay else "")),
        review_by=min(filter(None, (str(plain.get(name, "")) for name in ("review_by", "end"))), default=""),
        searched="\n".join(said).lower(),
        is_live=is_live,
    )


def _with_draft(row: GuideRow, draft: Draft) -> GuideRow:
    return replace(row, state=draft.state, owner=draft.owner, changed_at=draft.changed_at)


def _conditions(wanted: Wanted, today: date) -> Iterator[Callable[[GuideRow], bool]]:
    """What is asked of each row; nothing of what was not asked, for there are thousands."""
    words, region = wanted.words.lower().split(), wanted.region.rstrip("0")
    if words:
        yield lambda row: all(word in row.searched for word in words)
    if wanted.topic:
        yield lambda row: row.topic == wanted.topic
    if region:
        yield lambda row: row.region.startswith(region)
    if wanted.status:
        yield lambda row: row.status == wanted.status
    if wanted.state:
        yield lambda row: row.state == wanted.state
    if wanted.owner:
        yield lambda row: row.owner == wanted.owner
    due_by = today if wanted.stale else wanted.due_by
    if due_by is not None:
        yield lambda row: row.is_stale(due_by)


def _by_change(row: GuideRow) -> tuple[bool, float, str]:
    """What is being written first, the latest on top."""
    moment = row.changed_at.timestamp() if row.changed_at else 0.0
    return row.state == "published", -moment, row.key


_ORDERS: dict[Order, Callable[[GuideRow], Any]] = {
    "changed": _by_change,
    "title": lambda row: (row.title, row.key),
    "review_by": lambda row: (row.review_by or LAST_DAY, row.key),
}
