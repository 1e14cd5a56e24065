"""Writes what an act made of a draft: its text as a new revision, its new state, and the trace of who did it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from channel_api.editing.texts import Text
from channel_api.editing.workflow import Done, Person
from channel_api.opened_guide import Opened, Token
from channel_api.store import drafts
from channel_api.store.database import Connection
from channel_api.store.drafts import Draft, Revision
from channel_api.store.editing_trail import add_trace

FROM_LIVE = "live"  # the act of a revision nobody wrote here: what was published before


class DraftWriter:
    """One transaction of one person. Everything raises StaleError where somebody else was faster."""

    def __init__(self, connection: Connection, who: Person, now: datetime) -> None:
        self._connection = connection
        self._who = who
        self._now = now

    def write_text(
        self, opened: Opened, text: Text, done: Done, act: str, reason: str = "", also: Mapping[str, str] | None = None
    ) -> None:
        """A new revision, and the state it brought the draft into; `also` stands in the trail besides."""
        if opened.token.revision == 0:  # what was live before anybody wrote here, to go back to
            self.add_live_text(opened)
        number = self._add_revision(opened, text, self._who.name, act, reason)
        told = {
            "revision": str(number),
            "reason": reason,
            "restarted": "true" if done.restarted else "",
            **(also or {}),
        }
        live = opened.current_live_revision if done.work.state == "published" else opened.token.live_revision
        newer = replace(opened, token=Token(opened.token.version, number, live))
        self.write_move(newer, done, act, told)

    def add_live_text(self, opened: Opened) -> None:
        """What is published now, as a revision of nobody here; nothing where nothing is."""
        if opened.live_text is not None:
            self._add_revision(opened, opened.live_text, "", FROM_LIVE, "")

    def write_move(self, opened: Opened, done: Done, act: str, told: Mapping[str, str] | None = None) -> None:
        """A new state of the same text."""
        work, before = done.work, opened.work
        has_owner = opened.owner != "" and before.state != "published"
        draft = Draft(
            key=opened.key,
            state=work.state,
            version=work.version,
            revision=opened.token.revision,
            live_revision=opened.token.live_revision,
            owner=opened.owner if has_owner else self._who.name,
            authors=tuple(sorted(work.authors)),
            reason=work.reason,
            approved_by=work.approved_by,
            changed_at=self._now,
        )
        drafts.write_draft(self._connection, draft, known_version=opened.token.version)
        details = {name: value for name, value in (told or {}).items() if value}
        if done.overrode:
            details["overrode"] = "true"
        who = self._who.name
        add_trace(self._connection, who=who, act=act, subject=opened.key, now=self._now, details=details)

    def _add_revision(self, opened: Opened, text: Text, who: str, act: str, reason: str) -> int:
        latest = drafts.load_revisions(self._connection, opened.key, most=1)
        number = latest[0].revision + 1 if latest else 1
        revision = Revision(
            key=opened.key,
            revision=number,
            body=text,
            made_by=who,
            made_at=self._now,
            act=act,
            reason=reason,
            live_revision=opened.current_live_revision if text == opened.live_text else None,
        )
        drafts.add_revision(self._connection, revision)
        return number
