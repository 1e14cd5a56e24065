"""Takes texts through the hands of editors: keeps drafts, sends them round, publishes what others approved.

Each act is one transaction with its trace; which act is allowed is decided in `editing.workflow`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from channel_api.belonging import Belonging
from channel_api.cases.texts import clean_text
from channel_api.clock import Clock, day_of
from channel_api.draft_writing import DraftWriter
from channel_api.editing import workflow
from channel_api.editing.kinds import GUIDES, EditedKind
from channel_api.editing.merging import merge
from channel_api.editing.texts import Text
from channel_api.editing.workflow import Act, Person, RefusedError, Work
from channel_api.editing_errors import ConflictError as ConflictError  # callers take them from here
from channel_api.editing_errors import FaultyGuideError as FaultyGuideError
from channel_api.editing_errors import NameTakenError as NameTakenError
from channel_api.editing_errors import NoSuchGuideError as NoSuchGuideError
from channel_api.editing_errors import PersonalNumberError as PersonalNumberError
from channel_api.guide_checking import GuideChecker, find_personal_numbers
from channel_api.in_force import put_text_in_force
from channel_api.opened_guide import Opened, Token, find_text_at, open_guide
from channel_api.store import documents, drafts, single_documents
from channel_api.store.database import Connection, Database
from channel_api.store.drafts import StaleError
from channel_api.word_seeds import seed_of
from content.faults import Fault, quote

LONGEST_REASON = 500  # characters; a reason is a sentence or two
RESTORE = "restore"
LONGEST_KEY = 160  # characters; what the tables hold


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of a save. Not `changed`: it said what it had said before, so nothing was written."""

    changed: bool
    restarted: bool = False
    is_as_live: bool = False


class EditingDesk:
    """Safe to use from many threads and replicas: every write names the version it knows."""

    def __init__(self, database: Database, clock: Clock, checker: GuideChecker) -> None:
        self._database = database
        self._clock = clock
        self._checker = checker
        self._belonging = Belonging()

    def open(self, key: str) -> Opened:
        """Raises NoSuchGuideError."""
        with self._database.read() as connection:
            return _require(connection, key)

    def begin(self, who: Person, text: Text, kind: EditedKind = GUIDES) -> Opened:
        """A new text with the fields its kind is begun with. Raises RefusedError, FaultyGuideError, NameTakenError."""
        text, now = kind.tidy(text), self._clock()
        faults = self._checker.find_faults(text, day_of(now), kind)
        here = [fault for fault in faults if fault.key in kind.begun_with]
        key = kind.key_of(text)
        if here or len(key) > LONGEST_KEY:
            raise FaultyGuideError(here or [Fault("id_not_ascii", kind.id_fields[-1], {"id": quote(key)})])
        with self._database.write() as connection:
            number = single_documents.last_revision(connection, kind.name, kind.id_of(key))
            if number or drafts.find_draft(connection, key) or seed_of(kind, key):
                raise NameTakenError(key)
            who = self._belonging.narrow(connection, who, key, [text])
            nothing = Opened(
                key=key, work=Work(), text={}, token=Token(0, 0, 0), live_text=None, current_live_revision=0
            )
            done = workflow.save(nothing.work, who)
            DraftWriter(connection, who, now).write_text(nothing, text, done, "begin")
            return _require(connection, key)

    def save(self, who: Person, key: str, text: Text, token: Token, *, reason: str = "", act: str = "save") -> Kept:
        """Raises RefusedError, ConflictError, PersonalNumberError, IdentityNumberError, NoSuchGuideError."""
        reason = self._clean(reason)
        try:
            return self._save(who, key, text, token, reason, act)
        except StaleError:  # another replica was faster by a moment; now its text can be seen
            return self._save(who, key, text, token, reason, act)

    def _save(self, who: Person, key: str, text: Text, token: Token, reason: str, act: str) -> Kept:
        with self._database.write() as connection:
            opened = _require(connection, key)
            if opened.is_gone and act != RESTORE:  # what is not there has no form
                raise NoSuchGuideError(key)
            text = _in_place(opened, text)
            personal = find_personal_numbers(text, day_of(self._clock()))
            if personal:
                raise PersonalNumberError(personal)
            if token != opened.token:
                base = find_text_at(connection, key, token)
                raise ConflictError(opened, merge(base, opened.text, text, opened.kind))
            if text == opened.text:
                return Kept(changed=False)
            is_as_live = text == (opened.live_text or {})
            who = self._within(connection, who, opened, text)
            done = workflow.save(opened.work, who, is_as_live=is_as_live)
            DraftWriter(connection, who, self._clock()).write_text(opened, text, done, act, reason)
        return Kept(True, done.restarted, is_as_live)

    def restore(self, who: Person, key: str, number: int, token: Token, reason: str) -> Kept:
        """An earlier revision becomes the newest one, and takes the same way as any other. As `save`."""
        with self._database.read() as connection:
            revision = drafts.find_revision(connection, key, number)
        if revision is None:
            raise NoSuchGuideError(key)
        return self.save(who, key, revision.body, token, reason=reason, act=RESTORE)

    def keep_mine(self, who: Person, key: str, token: Token) -> None:
        """The draft goes on although something else was published meanwhile: its author has seen what.

        Raises RefusedError, StaleError, NoSuchGuideError."""
        with self._database.write() as connection:
            opened = _require_token(connection, key, token)
            who = self._within(connection, who, opened)
            writer = DraftWriter(connection, who, self._clock())
            writer.add_live_text(opened)
            done = workflow.save(opened.work, who, is_as_live=opened.text == opened.live_text)
            newer = replace(opened, token=replace(opened.token, live_revision=opened.current_live_revision))
            writer.write_text(newer, opened.text, done, "keep_mine")

    def submit(self, who: Person, key: str, token: Token) -> None:
        """Raises RefusedError, FaultyGuideError, StaleError, NoSuchGuideError."""
        self._move_sound(who, key, token, "submit")

    def approve(self, who: Person, key: str, token: Token) -> None:
        """Raises RefusedError, StaleError, NoSuchGuideError."""
        with self._database.write() as connection:
            opened = _require_token(connection, key, token)
            who = self._within(connection, who, opened)
            done = workflow.approve(opened.work, who)
            DraftWriter(connection, who, self._clock()).write_move(opened, done, "approve")

    def give_back(self, who: Person, key: str, token: Token, reason: str) -> None:
        """Raises RefusedError, StaleError, NoSuchGuideError, IdentityNumberError."""
        reason = self._clean(reason)
        with self._database.write() as connection:
            opened = _require_token(connection, key, token)
            who = self._within(connection, who, opened)
            done = workflow.give_back(opened.work, who, reason)
            DraftWriter(connection, who, self._clock()).write_move(opened, done, "return", {"reason": reason})

    def publish(self, who: Person, key: str, token: Token) -> int:
        """The published revision. Raises RefusedError, FaultyGuideError, StaleError, NoSuchGuideError."""
        return self._move_sound(who, key, token, "publish")

    def _move_sound(self, who: Person, key: str, token: Token, act: Act) -> int:
        """What others are asked to rely on is checked once more, against what is published today."""
        faults = self.find_faults(self.open(key))
        with self._database.write() as connection:
            if act == "publish":
                documents.lock(connection)  # no import puts another text in force between this look and the writing
            return self._move_in(connection, who, key, token, act, faults)

    def publish_in(self, connection: Connection, who: Person, key: str, token: Token) -> int:
        """The published revision, within a transaction of more than this text: its caller has locked the catalogue and
        found no faults in all of them together. Raises RefusedError, FaultyGuideError, StaleError, NoSuchGuideError."""
        return self._move_in(connection, who, key, token, "publish", [])

    def _move_in(
        self, connection: Connection, who: Person, key: str, token: Token, act: Act, faults: list[Fault]
    ) -> int:
        opened = _require_token(connection, key, token)
        who = self._within(connection, who, opened)
        move = workflow.submit if act == "submit" else workflow.publish
        try:
            done = move(opened.work, who, faults=len(faults), has_live_changed=opened.has_live_changed)
        except RefusedError as error:
            if error.reason == "faulty":
                raise FaultyGuideError(faults) from error
            raise
        live = opened.token.live_revision
        if act == "publish":
            live = self._put_in_force(connection, who, opened)
        told = {"approved_by": opened.work.approved_by, "live_revision": str(live)} if act == "publish" else {}
        newer = replace(opened, token=replace(opened.token, live_revision=live))
        DraftWriter(connection, who, self._clock()).write_move(newer, done, act, told)
        return live

    def find_faults(self, opened: Opened) -> list[Fault]:
        """What keeps it from being sent round: what is wrong with it, or what still needs what shall be withdrawn."""
        if opened.is_withdrawal:
            return self._checker.find_needed_by(opened.kind, opened.kind.id_of(opened.key))
        return self._checker.find_faults(opened.text, day_of(self._clock()), opened.kind)

    def _put_in_force(self, connection: Connection, who: Person, opened: Opened) -> int:
        live = put_text_in_force(connection, who, opened, opened.text, self._clock())
        drafts.note_published(connection, opened.key, opened.token.revision, live)
        return live

    def within(self, who: Person, opened: Opened) -> Person:
        """The person as far as they may act on this text, which decides what a page offers."""
        with self._database.read() as connection:
            return self._within(connection, who, opened)

    def _within(self, connection: Connection, who: Person, opened: Opened, *texts: Text) -> Person:
        return self._belonging.narrow(connection, who, opened.key, [opened.text, opened.live_text, *texts])

    def _clean(self, reason: str) -> str:
        return clean_text(reason[:LONGEST_REASON], day_of(self._clock()))


def _require(connection: Connection, key: str) -> Opened:
    opened = open_guide(connection, key)
    if opened is None:
        raise NoSuchGuideError(key)
    return opened


def _in_place(opened: Opened, text: Text) -> Text:
    """The canonical form with what stays as it was begun; nothing stays nothing, which is a withdrawal."""
    known = opened.text or opened.live_text or {}
    fixed = {name: known[name] for name in opened.kind.fixed if name in known}
    return opened.kind.tidy({**text, **fixed}) if text else {}


def _require_token(connection: Connection, key: str, token: Token) -> Opened:
    opened = _require(connection, key)
    if opened.token != token:
        raise StaleError(f"{key} has changed meanwhile")
    return opened
