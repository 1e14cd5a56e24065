"""Withdraws what is live, throws drafts away, gives texts back to the files they came from. Each act with its trace."""

from __future__ import annotations

from channel_api.cases.texts import clean_text
from channel_api.clock import Clock, day_of
from channel_api.draft_writing import DraftWriter
from channel_api.editing import workflow
from channel_api.editing.workflow import Person, RefusedError
from channel_api.editing_desk import LONGEST_REASON, EditingDesk
from channel_api.editing_errors import ConflictError, NoSuchGuideError
from channel_api.in_force import WITHDRAW
from channel_api.opened_guide import Opened, Token, open_guide
from channel_api.store import single_documents
from channel_api.store.database import Connection, Database
from channel_api.store.documents import EDITED
from channel_api.store.drafts import LIVE_STATE, StaleError
from channel_api.store.editing_trail import add_trace
from channel_api.word_seeds import seed_of

DISCARD = "discard"
RELEASE = "release"
PROGRAM = "program"  # where words of search come from that no import brought


class LeavingDesk:
    """Safe to use from many threads and replicas."""

    def __init__(self, database: Database, clock: Clock, desk: EditingDesk) -> None:
        self._database = database
        self._clock = clock
        self._desk = desk

    def withdraw(self, who: Person, key: str, token: Token, reason: str) -> None:
        """A draft that says nothing any more; it takes the same way as every other, and can be restored.

        Raises RefusedError, StaleError, PersonalNumberError, IdentityNumberError, NoSuchGuideError."""
        if not self.can_withdraw(self._desk.open(key)):
            raise RefusedError("state")
        if not reason.strip():
            raise RefusedError("no_reason")
        try:
            self._desk.save(who, key, {}, token, reason=reason, act=WITHDRAW)
        except ConflictError:
            raise StaleError(f"{key} has changed meanwhile") from None

    def can_withdraw(self, opened: Opened) -> bool:
        """Whether it is there and may go: words that come with the program stay, but can be changed."""
        return opened.is_live and not opened.is_withdrawal and seed_of(opened.kind, opened.key) is None

    def discard(self, who: Person, key: str, token: Token) -> None:
        """What is live counts again, or nothing where nothing was; what was written stays in the history.

        Raises RefusedError, StaleError, NoSuchGuideError."""
        with self._database.write() as connection:
            opened = _require(connection, key, token)
            if opened.work.state == LIVE_STATE:
                raise RefusedError("state")
            done = workflow.save(opened.work, self._desk.within(who, opened), is_as_live=True)
            DraftWriter(connection, who, self._clock()).write_text(opened, opened.live_text or {}, done, DISCARD)

    def find_origin(self, opened: Opened) -> str | None:
        """The origin a text can be given back to; None where it never came from files, or already belongs to them."""
        kind, id_ = opened.kind, opened.kind.id_of(opened.key)
        with self._database.read() as connection:
            live = single_documents.find_live(connection, kind.name, id_)
            is_edited = live.origin == EDITED if live else bool(opened.current_live_revision)
            if is_edited and seed_of(kind, opened.key):
                return PROGRAM
            return single_documents.find_former_origin(connection, kind.name, id_) if is_edited else None

    def release(self, who: Person, key: str, token: Token, reason: str) -> None:
        """From the next import on the file's text counts again; until then nothing changes on any television.

        Raises RefusedError, StaleError, IdentityNumberError, NoSuchGuideError."""
        reason = clean_text(reason[:LONGEST_REASON], day_of(self._clock()))
        opened = self._desk.open(key)
        origin = self.find_origin(opened)
        if not self._desk.within(who, opened).may("publish"):
            raise RefusedError("role")
        if opened.work.state != LIVE_STATE:
            raise RefusedError("being_written")
        if origin is None:
            raise RefusedError("not_from_files")
        if not reason.strip():
            raise RefusedError("no_reason")
        with self._database.write() as connection:
            _require(connection, key, token)
            name = opened.kind.name, opened.kind.id_of(key)
            if origin == PROGRAM:
                single_documents.forget(connection, *name)
            else:
                single_documents.give_to_origin(connection, *name, origin)
            told = {"reason": reason, "origin": origin}
            add_trace(connection, who=who.name, act=RELEASE, subject=key, now=self._clock(), details=told)


def _require(connection: Connection, key: str, token: Token) -> Opened:
    opened = open_guide(connection, key)
    if opened is None:
        raise NoSuchGuideError(key)
    if opened.token != token:
        raise StaleError(f"{key} has changed meanwhile")
    return opened
