"""Somebody looks at a text again and finds it right; and marks laws that have changed.

To find a text right changes no word of it, so nobody else reads it over once more. But it is not for whoever wrote it:
with the author a second person stands behind what households read, as with every publication.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from channel_api.belonging import Belonging
from channel_api.cases.texts import clean_text
from channel_api.clock import Clock, day_of
from channel_api.editing.kinds import GUIDES
from channel_api.editing.staleness import LONGEST_NEXT, bare_names
from channel_api.editing.texts import Text
from channel_api.editing.workflow import Person, RefusedError
from channel_api.editing_desk import LONGEST_REASON, FaultyGuideError
from channel_api.guide_checking import GuideChecker
from channel_api.opened_guide import Opened, Token
from channel_api.republishing import find_faults_of, put_in_force, require_opened, require_right
from channel_api.stale_list import REVIEWED
from channel_api.store import documents, drafts, reviews
from channel_api.store.database import Connection, Database
from channel_api.store.drafts import LIVE_STATE
from channel_api.store.editing_trail import add_trace
from channel_api.store.reviews import LONGEST_NAME, ChangedSource, Review

CONFIRM = "confirm"
NOT_WRITING = frozenset((CONFIRM, "go_back"))  # acts of revisions whose words are not those of who made them
REVISIONS_LOOKED_AT = 200
SURE = frozenset(("sourced", "verified"))  # of these a household is told when their source was read
ReviewRefusal = Literal["review_next", "review_not_live", "review_written", "source_name", "source_day", "source_none"]


class ReviewRefusedError(Exception):
    """`reason` is a key of the words of the pages."""

    def __init__(self, reason: ReviewRefusal) -> None:
        super().__init__(reason)
        self.reason = reason


class ReviewDesk:
    """Each act is one transaction with its trace."""

    def __init__(self, database: Database, clock: Clock, checker: GuideChecker) -> None:
        self._database = database
        self._clock = clock
        self._checker = checker
        self._belonging = Belonging()

    def confirm(self, who: Person, key: str, token: Token, next_on: date | None, note: str = "") -> None:
        """The live text is still right; the next look is on that day.

        Raises ReviewRefusedError, RefusedError, FaultyGuideError, StaleError, NoSuchGuideError, IdentityNumberError."""
        today, note = day_of(self._clock()), self._clean(note)
        if next_on is None or not today < next_on <= today + LONGEST_NEXT:
            raise ReviewRefusedError("review_next")
        with self._database.read() as connection:
            text = _renewed(require_opened(connection, key, token), today, next_on)
        faults = find_faults_of(self._checker, key, text, today)
        if faults:
            raise FaultyGuideError(faults)
        with self._database.write() as connection:
            documents.lock(connection)
            opened = require_opened(connection, key, token)
            person = require_right(connection, self._belonging, who, "approve", opened)
            is_own = who.name in load_authors(connection, opened)
            if is_own and not person.is_administrator:
                raise RefusedError("own_change")
            told = {"next_on": next_on.isoformat(), "reason": note, "overrode": "true" if is_own else ""}
            self._write(connection, who, opened, text, {name: said for name, said in told.items() if said})
            review = Review(
                key=key,
                reviewed_at=self._clock(),
                next_on=next_on,
                who=who.name,
                note=note,
                live_revision=opened.current_live_revision,
            )
            reviews.add_review(connection, review)

    def mark_source(self, who: Person, name: str, changed_on: date | None, note: str) -> None:
        """Every guide that cites this law is due until somebody has looked at it after that day.

        Raises ReviewRefusedError, RefusedError, IdentityNumberError."""
        if not who.may_somewhere("save"):
            raise RefusedError("role")
        names = bare_names(self._clean(name))
        if len(names) != 1 or len(next(iter(names))) > LONGEST_NAME:
            raise ReviewRefusedError("source_name")
        if changed_on is None:
            raise ReviewRefusedError("source_day")
        now, bare, note = self._clock(), next(iter(names)), self._clean(note)
        with self._database.write() as connection:
            changed = ChangedSource(name=bare, changed_on=changed_on, note=note, marked_by=who.name, marked_at=now)
            reviews.add_changed_source(connection, changed)
            self._trace_source(connection, who, "mark_source", changed)

    def take_back(self, who: Person, number: int) -> None:
        """The mark was a mistake. Raises ReviewRefusedError, RefusedError."""
        if not who.may_somewhere("save"):
            raise RefusedError("role")
        with self._database.write() as connection:
            changed = reviews.take_back(connection, number, self._clock())
            if changed is None:
                raise ReviewRefusedError("source_none")
            self._trace_source(connection, who, "unmark_source", changed)

    def _write(self, connection: Connection, who: Person, opened: Opened, text: Text, told: dict[str, str]) -> None:
        now = self._clock()
        if text == opened.live_text:  # the very days that stand there already
            add_trace(connection, who=who.name, act=CONFIRM, subject=opened.key, now=now, details=told)
            return
        put_in_force(connection, who, opened, text, act=CONFIRM, now=now, told=told)

    def _trace_source(self, connection: Connection, who: Person, act: str, changed: ChangedSource) -> None:
        told = {"changed_on": changed.changed_on.isoformat(), "reason": changed.note}
        details = {name: said for name, said in told.items() if said}
        add_trace(connection, who=who.name, act=act, subject=changed.name, now=self._clock(), details=details)

    def _clean(self, text: str) -> str:
        return clean_text(text[:LONGEST_REASON], day_of(self._clock()))


def load_authors(connection: Connection, opened: Opened) -> frozenset[str]:
    """Who wrote what is live since the text before it; nobody where it came from a file."""
    revisions = drafts.load_revisions(connection, opened.key, most=REVISIONS_LOOKED_AT)
    written = [revision for revision in revisions if revision.act not in NOT_WRITING]
    published = [at for at, revision in enumerate(written) if revision.live_revision is not None]
    if not published:
        return frozenset()
    end = published[1] if len(published) > 1 else len(written)
    return frozenset(revision.made_by for revision in written[published[0] : end] if revision.made_by)


def _renewed(opened: Opened, today: date, next_on: date) -> Text:
    """The live text with its days. Raises ReviewRefusedError."""
    if opened.live_text is None or opened.kind not in REVIEWED:  # nothing else has days to look again
        raise ReviewRefusedError("review_not_live")
    if opened.work.state != LIVE_STATE:
        raise ReviewRefusedError("review_written")
    text = {**opened.live_text, "review_by": next_on.isoformat()}
    if opened.kind is GUIDES and text.get("status", "") in SURE:
        text["sourced_on"] = today.isoformat()
    return opened.kind.tidy(text)
