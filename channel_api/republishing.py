"""Puts a text in force that is no draft: one that was live before, or the live one with only its dates renewed.

The one place that knows how such a text is opened, read and written down; whether it is right is for its callers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from channel_api.belonging import Belonging
from channel_api.draft_writing import DraftWriter
from channel_api.editing.kinds import kind_of
from channel_api.editing.texts import Text
from channel_api.editing.workflow import Act, Done, Person, RefusedError, Work
from channel_api.editing_desk import NoSuchGuideError
from channel_api.guide_checking import GuideChecker
from channel_api.in_force import put_text_in_force
from channel_api.opened_guide import Opened, Token, open_guide
from channel_api.store import single_documents
from channel_api.store.database import Connection
from channel_api.store.drafts import LIVE_STATE, StaleError
from channel_api.store.editing_trail import add_trace
from channel_api.store.former_revisions import find_former
from content.faults import Fault


@dataclass(frozen=True, slots=True)
class FormerText:
    """How it was before that which is live. Of revision 0, without a text: nothing was live then."""

    revision: int = 0
    text: Text = field(default_factory=dict)
    published_at: datetime | None = None


def require_opened(connection: Connection, key: str, token: Token | None = None) -> Opened:
    """Raises NoSuchGuideError, and StaleError where it is not as the page with this token showed it."""
    opened = open_guide(connection, key)
    if opened is None:
        raise NoSuchGuideError(key)
    if token is not None and opened.token != token:
        raise StaleError(f"{key} has changed meanwhile")
    return opened


def require_right(connection: Connection, belonging: Belonging, who: Person, act: Act, opened: Opened) -> Person:
    """The person as far as they may act on this text. Raises RefusedError."""
    narrowed = belonging.narrow(connection, who, opened.key, [opened.text, opened.live_text])
    if not narrowed.may(act):
        raise RefusedError("role")
    return narrowed


def find_faults_of(checker: GuideChecker, key: str, text: Text, day: date) -> list[Fault]:
    """What keeps a text from being in force on that day; of an empty one, what still needs what would be withdrawn."""
    kind = kind_of(key)
    return checker.find_faults(text, day, kind) if text else checker.find_needed_by(kind, kind.id_of(key))


def find_former_text(connection: Connection, opened: Opened) -> FormerText:
    """What comes back when that which is live ends."""
    kind = opened.kind
    former = find_former(connection, kind.name, kind.id_of(opened.key), before=opened.current_live_revision)
    if former is None or not former.body:
        return FormerText()
    return FormerText(former.revision, kind.text_of_body(former.body), former.published_at)


def find_published_text(connection: Connection, key: str, revision: int) -> Text | None:
    """What a published revision said; None where there is none, or it was a withdrawal."""
    kind = kind_of(key)
    body = single_documents.find_body(connection, kind.name, kind.id_of(key), revision)
    return kind.text_of_body(body) if body else None


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
    """The published revision; an empty text leaves the televisions. `act` and `told` stand in the trail. Where a draft
    is being written it goes on: its author is shown what changed before it is sent round.

    Call it with the catalogue locked, so that what was opened is what is live. Raises FaultyGuideError, StaleError."""
    live = put_text_in_force(connection, who, opened, text, now)
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
    writer.write_text(newer, text, done, act, told.get("reason", ""), told)
    return live
