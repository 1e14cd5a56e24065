"""Puts a text in force that is no draft: one that was live before, or the live one with only its dates renewed.

The one place that knows how such a text is opened, read and written down; who may do it is decided by its callers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from channel_api.draft_writing import DraftWriter
from channel_api.editing.texts import Text, guide_of, text_of
from channel_api.editing.workflow import Done, Person, Work
from channel_api.editing_desk import FaultyGuideError, NoSuchGuideError
from channel_api.opened_guide import GUIDE, Opened, Token, open_guide, parse_guide
from channel_api.publishing import document_of
from channel_api.store import single_documents
from channel_api.store.database import Connection
from channel_api.store.drafts import LIVE_STATE, StaleError
from channel_api.store.editing_trail import add_trace
from channel_api.store.former_revisions import find_former


@dataclass(frozen=True, slots=True)
class FormerText:
    """A text that was live before, and since when it was."""

    revision: int
    published_at: datetime
    text: Text


def require_opened(connection: Connection, key: str, token: Token | None = None) -> Opened:
    """Raises NoSuchGuideError, and StaleError where it is not as the page with this token showed it."""
    opened = open_guide(connection, key)
    if opened is None:
        raise NoSuchGuideError(key)
    if token is not None and opened.token != token:
        raise StaleError(f"{key} has changed meanwhile")
    return opened


def find_text_before(connection: Connection, opened: Opened) -> FormerText | None:
    """What was published before that which is live; None where nothing was, or nothing is live."""
    if not opened.is_live:
        return None
    former = find_former(connection, GUIDE, opened.key, before=opened.current_live_revision)
    return former and FormerText(former.revision, former.published_at, text_of(parse_guide(former.body)))


def find_published_text(connection: Connection, key: str, revision: int) -> Text | None:
    """What a published revision said; None where there is none, or it was a withdrawal."""
    body = single_documents.find_body(connection, GUIDE, key, revision)
    return text_of(parse_guide(body)) if body else None


def put_in_force(
    connection: Connection,
    who: Person,
    opened: Opened,
    text: Text,
    *,
    act: str,
    now: datetime,
    told: Mapping[str, str],
) -> int:
    """The published revision; `act` and `told` stand in the trail. Where a draft is being written it goes on: its
    author is shown what changed before it is sent round.

    Call it with the catalogue locked, so that what was opened is what is live. Raises FaultyGuideError, StaleError."""
    guide, faults = guide_of(text)
    if guide is None:
        raise FaultyGuideError(faults)
    live = single_documents.publish_edited(connection, document_of(guide), now=now)
    if opened.work.state != LIVE_STATE:
        details = {**told, "live_revision": str(live)}
        add_trace(connection, who=who.name, act=act, subject=opened.key, now=now, details=details)
        return live
    writer = DraftWriter(connection, who, now)
    token = opened.token
    if token.revision == 0:  # the text that leaves, to go back to
        writer.add_live_text(opened)
        token = replace(token, revision=1)
    done = Done(Work(state="published", version=opened.work.version + 1))
    newer = replace(opened, token=token, live_text=text, current_live_revision=live)
    writer.write_text(newer, text, done, act, told.get("reason", ""))
    return live
