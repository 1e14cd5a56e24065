"""Puts a text in force, or takes one out of force together with what means nothing without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from channel_api.draft_writing import DraftWriter
from channel_api.editing.kinds import GUIDES, find_kind
from channel_api.editing.texts import Text
from channel_api.editing.workflow import Done, Person, Work
from channel_api.editing_errors import FaultyGuideError
from channel_api.opened_guide import Opened, open_guide
from channel_api.publishing import document_of
from channel_api.store import documents, single_documents
from channel_api.store.database import Connection

WITHDRAW = "withdraw"


def put_text_in_force(connection: Connection, who: Person, opened: Opened, text: Text, now: datetime) -> int:
    """The published revision; an empty text leaves the televisions. Writes no trace of this text itself.

    Call it with the catalogue locked. Raises FaultyGuideError, StaleError."""
    kind, id_ = opened.kind, opened.kind.id_of(opened.key)
    if not text:
        if kind is GUIDES:
            for overlay in list(_overlays_of(connection, id_)):
                _withdraw_along(connection, who, overlay, opened.key, now)
        return single_documents.withdraw_edited(connection, kind.name, id_, now=now)
    thing, faults = kind.thing_of(text)
    if thing is None:
        raise FaultyGuideError(faults)
    return single_documents.publish_edited(connection, document_of(thing), now=now)


def _overlays_of(connection: Connection, service: str) -> Iterator[Opened]:
    """The regional differences of a guide that are live."""
    kind = find_kind("overlay")
    for name in documents.load_hashes(connection, kind.name):
        region, _, id_ = name.partition("/")
        opened = open_guide(connection, kind.key_of({"region": region, "id": id_})) if id_ == service else None
        if opened is not None:
            yield opened


def _withdraw_along(connection: Connection, who: Person, opened: Opened, guide: str, now: datetime) -> None:
    """What was being written of it stays in its history; it can be restored when the guide is back."""
    kind = opened.kind
    live = single_documents.withdraw_edited(connection, kind.name, kind.id_of(opened.key), now=now)
    writer = DraftWriter(connection, who, now)
    token = opened.token
    if token.revision == 0:
        writer.add_live_text(opened)
        token = replace(token, revision=1)
    done = Done(Work(state="published", version=opened.work.version + 1))
    gone = replace(opened, token=token, live_text={}, current_live_revision=live)
    writer.write_text(gone, {}, done, WITHDRAW, guide)
