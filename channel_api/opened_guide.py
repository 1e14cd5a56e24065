"""A text as an editor finds it: what is live, what is being written beside it, and which of both came first."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from channel_api.editing.kinds import EditedKind, kind_of
from channel_api.editing.texts import Text
from channel_api.editing.workflow import State, Work
from channel_api.store import drafts, single_documents
from channel_api.store.database import Connection
from channel_api.store.drafts import LIVE_STATE, Draft
from channel_api.word_seeds import seed_of
from content.codec import decode
from content.model import Guide

GUIDE = "guide"
_TOKEN = re.compile(r"(\d{1,9})-(\d{1,9})-(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Token:
    """What a page was made of; a write that brings an older one meets what others did meanwhile.

    `revision` 0: the text shown was the published one of `live_revision`."""

    version: int
    revision: int
    live_revision: int

    def __str__(self) -> str:
        return f"{self.version}-{self.revision}-{self.live_revision}"

    @classmethod
    def parse(cls, text: str) -> Token | None:
        """None for what no page of ours holds."""
        found = _TOKEN.fullmatch(text)
        return cls(int(found[1]), int(found[2]), int(found[3])) if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One text in one state of the store. `text` is what is being written, or what is live where nothing is; empty:
    it is to be withdrawn, or is withdrawn already."""

    key: str
    work: Work
    text: Text
    token: Token
    live_text: Text | None
    current_live_revision: int
    owner: str = ""
    changed_at: datetime | None = None

    @property
    def has_live_changed(self) -> bool:
        """Something was published under this name after the draft was begun, by an import for instance."""
        return self.token.live_revision != self.current_live_revision

    @property
    def is_live(self) -> bool:
        return self.live_text is not None

    @property
    def kind(self) -> EditedKind:
        return kind_of(self.key)

    @property
    def title(self) -> str:
        return self.kind.title_of(self.text or self.live_text or {}) or self.key

    @property
    def is_withdrawal(self) -> bool:
        """What is being written says that it shall leave the televisions."""
        return not self.text and self.work.state != LIVE_STATE

    @property
    def is_gone(self) -> bool:
        """Neither live nor being written: it was withdrawn, or thrown away before anybody saw it."""
        return not self.text and self.work.state == LIVE_STATE


def open_guide(connection: Connection, key: str) -> Opened | None:
    """None where nothing was ever published or written under this key."""
    kind = kind_of(key)
    draft = drafts.find_draft(connection, key)
    live = single_documents.find_live(connection, kind.name, kind.id_of(key))
    current = live.revision if live else single_documents.find_withdrawal(connection, kind.name, kind.id_of(key))
    live_text = kind.text_of_body(live.body) if live else None if current else seed_of(kind, key)
    if draft is None or draft.state == LIVE_STATE:
        is_known = live_text is not None or draft is not None
        return _open_live(key, draft, live_text, current) if is_known else None
    revision = drafts.find_revision(connection, key, draft.revision)
    return Opened(
        key=key,
        work=_work_of(draft),
        text=revision.body if revision else {},
        token=Token(draft.version, draft.revision, draft.live_revision),
        live_text=live_text,
        current_live_revision=current,
        owner=draft.owner,
        changed_at=draft.changed_at,
    )


def _open_live(key: str, draft: Draft | None, live_text: Text | None, current: int) -> Opened:
    """Nothing is being written; an import may have put another text in force since the last draft."""
    version = draft.version if draft else 0
    is_drafts_text = draft is not None and draft.live_revision == current
    return Opened(
        key=key,
        work=Work(state="published", version=version),
        text=live_text or {},
        token=Token(version, draft.revision if draft and is_drafts_text else 0, current),
        live_text=live_text,
        current_live_revision=current,
        owner=draft.owner if draft else "",
        changed_at=draft.changed_at if draft else None,
    )


def find_text_at(connection: Connection, key: str, token: Token) -> Text:
    """What a page with this token showed."""
    if token.revision:
        revision = drafts.find_revision(connection, key, token.revision)
        return revision.body if revision else {}
    kind = kind_of(key)
    body = single_documents.find_body(connection, kind.name, kind.id_of(key), token.live_revision)
    return kind.text_of_body(body) if body else seed_of(kind, key) or {}


def parse_guide(body: str) -> Guide:
    """A guide as it is stored."""
    return decode(Guide, json.loads(body))


def _work_of(draft: Draft) -> Work:
    return Work(
        state=cast(State, draft.state),
        version=draft.version,
        authors=frozenset(draft.authors),
        reason=draft.reason,
        approved_by=draft.approved_by,
    )
