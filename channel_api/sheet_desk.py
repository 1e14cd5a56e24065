"""Takes workbooks in and gives them out: what a file would change is looked at first, then all of it becomes drafts.

All or nothing, in one transaction, with the same rules as a form: what somebody else changed meanwhile is a conflict.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from channel_api.belonging import Belonging
from channel_api.cases.texts import clean_text
from channel_api.clock import Clock, day_of
from channel_api.draft_writing import DraftWriter
from channel_api.editing import workflow
from channel_api.editing.kinds import GUIDES, kind_of
from channel_api.editing.workflow import Person, RefusedError, Work
from channel_api.editing_desk import LONGEST_REASON
from channel_api.guide_checking import GuideChecker, find_personal_numbers
from channel_api.guide_list import GuideList, Wanted
from channel_api.opened_guide import Opened, Token, open_guide
from channel_api.sheet_trial import KINDS_IN_SHEETS, Change, SheetReader, Trial
from channel_api.sheets.columns import Labels
from channel_api.sheets.faults import CellFault, SheetWords, UnreadableFileError, sheet_words
from channel_api.sheets.grid import read_grids
from channel_api.sheets.marking import mark_workbook, pack_faults, pack_sheets, unpack_faults
from channel_api.sheets.writing import write_workbook
from channel_api.store import drafts, single_documents, uploads
from channel_api.store.database import Connection, Database
from channel_api.store.editing_trail import add_trace
from content.understanding.identity_numbers import mask_digit_runs

ACT = "sheet"  # of each revision
LOOK, TAKE = "look_at_sheet", "take_sheet"  # of the file as a whole
LONGEST_FILE_NAME = 100  # characters


class NoSuchUploadError(Exception):
    """Nobody's, somebody else's, over an hour old, or taken in already."""


class SheetConflictError(Exception):
    """Some documents changed since the file was looked at; nothing was written. `titles` are theirs."""

    def __init__(self, titles: list[str]) -> None:
        super().__init__("changed meanwhile")
        self.titles = titles


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was looked at, as it is kept."""

    file_name: str
    changes: tuple[Change, ...]
    unchanged: int
    faults: tuple[CellFault, ...]
    notes: tuple[str, ...]

    @property
    def stopping(self) -> list[CellFault]:
        """What must be mended in the file before anything of it is taken in."""
        return [fault for fault in self.faults if fault.stops]

    @property
    def later(self) -> list[CellFault]:
        """What must be mended before what becomes of it is sent round."""
        return [fault for fault in self.faults if not fault.stops]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many documents a file changed, and how many it began."""

    changed: int
    new: int


class SheetDesk:
    """Safe to use from many threads and replicas; one file at a time is read in each process, for the memory's sake."""

    def __init__(
        self, database: Database, clock: Clock, reader: SheetReader, guides: GuideList, words: SheetWords
    ) -> None:
        self._database = database
        self._clock = clock
        self._reader = reader
        self._guides = guides
        self._words = words
        self._belonging = Belonging()
        self._reading = Lock()

    @classmethod
    def of(cls, database: Database, clock: Clock, checker: GuideChecker, labels: Labels) -> SheetDesk:
        """With a list and words of its own."""
        guides, words = GuideList(database), sheet_words()
        return cls(database, clock, SheetReader(checker, guides, labels, words), guides, words)

    def export(self, *, topic: str = "") -> bytes:
        """What is written or published now, of a topic or all. Raises UnreadableFileError where it is too much."""
        plans, today = self._reader.plans(), day_of(self._clock())
        texts: dict[str, list[Any]] = {}
        with self._database.read() as connection:
            for kind in KINDS_IN_SHEETS:
                wanted = Wanted(kind=kind, topic=topic if kind is GUIDES else "", order="title")
                opened = (open_guide(connection, row.key) for row in self._guides.find(wanted, today))
                texts[kind.name] = [one.text for one in opened if one is not None and one.text]
        if topic:
            chosen = {text["id"] for text in texts["guide"] if "id" in text}
            texts["overlay"] = [text for text in texts["overlay"] if text.get("id") in chosen]
        return write_workbook(plans, texts, self._words)

    def try_out(self, who: Person, data: bytes) -> tuple[Trial, list[dict[str, Any]]]:
        """What the file would change, and what is kept of its cells. Raises UnreadableFileError."""
        if not self._reading.acquire(blocking=False):
            raise UnreadableFileError("busy")
        try:
            grids, today = read_grids(data), day_of(self._clock())
            with self._database.read() as connection:
                trial = self._reader.try_out(connection, who, grids, today)
            return trial, pack_sheets(grids, trial.sheets, trial.faults, self._words)
        finally:
            self._reading.release()

    def look_at(self, who: Person, data: bytes, file_name: str) -> str:
        """Keeps for an hour what the file would change; its token. Raises UnreadableFileError, RefusedError."""
        if not who.may_somewhere("save"):
            raise RefusedError("role")
        name = clean_name(file_name, day_of(self._clock()))
        trial, sheets = self.try_out(who, data)
        told = {
            "sheet_unchanged": str(trial.unchanged),
            "sheet_faults": str(len(trial.faults)),
            **_counts(trial.changes),
        }
        with self._database.write() as connection:
            now = self._clock()
            add_trace(connection, who=who.name, act=LOOK, subject=name, now=now, details=told)
            return uploads.add_upload(
                connection, who.name, file_name=name, findings=_pack(trial), sheets=sheets, now=now
            )

    def find(self, who: Person, token: str) -> Looked:
        """Raises NoSuchUploadError."""
        with self._database.read() as connection:
            found = uploads.find_upload(connection, who.name, token, self._clock())
        if found is None:
            raise NoSuchUploadError
        return _unpack(found)

    def marked(self, who: Person, token: str) -> bytes:
        """The file with what is wrong marked in it. Raises NoSuchUploadError."""
        looked = self.find(who, token)
        with self._database.read() as connection:
            sheets = uploads.find_sheets(connection, who.name, token, self._clock())
        if sheets is None:
            raise NoSuchUploadError
        return mark_workbook(sheets, looked.faults, self._words)

    def take_in(self, who: Person, token: str, *, reason: str = "") -> TakenIn:
        """Every change as a draft, or none.

        Raises NoSuchUploadError, SheetConflictError, RefusedError, StaleError, IdentityNumberError."""
        looked, today = self.find(who, token), day_of(self._clock())
        if looked.stopping:
            raise RefusedError("faulty")
        reason = clean_text(reason[:LONGEST_REASON], today) or looked.file_name
        with self._database.write() as connection:
            if not uploads.remove_upload(connection, who.name, token):
                raise NoSuchUploadError
            return self._write(connection, who, looked.file_name, looked.changes, reason)

    def take_in_at_once(self, who: Person, data: bytes, file_name: str) -> tuple[Trial, TakenIn | None]:
        """For an operator who has looked already: None where a fault keeps all of it out. As `take_in`."""
        trial, _ = self.try_out(who, data)
        if trial.stops:
            return trial, None
        if not trial.changes:
            return trial, TakenIn(0, 0)
        name = clean_name(file_name, day_of(self._clock()))
        with self._database.write() as connection:
            return trial, self._write(connection, who, name, trial.changes, name)

    def _write(self, connection: Connection, who: Person, name: str, changes: Iterable[Change], reason: str) -> TakenIn:
        now = self._clock()
        stale: list[str] = []
        done = {True: 0, False: 0}
        for change in changes:
            opened = self._open(connection, change)
            if opened is None or find_personal_numbers(change.text, day_of(now)):
                stale.append(change.title)
                continue
            texts = [opened.text, opened.live_text, change.text]
            allowed = self._belonging.narrow(connection, who, change.key, texts)
            move = workflow.save(opened.work, allowed, is_as_live=change.text == opened.live_text)
            DraftWriter(connection, who, now).write_text(opened, change.text, move, ACT, reason)
            done[change.is_new] += 1
        if stale:
            raise SheetConflictError(stale)
        told = _counts(changes)
        add_trace(connection, who=who.name, act=TAKE, subject=name, now=now, details=told)
        return TakenIn(done[False], done[True])

    def _open(self, connection: Connection, change: Change) -> Opened | None:
        """As it was when the file was looked at; None where it is not so any more."""
        opened = open_guide(connection, change.key)
        if not change.is_new:
            return opened if opened is not None and str(opened.token) == change.token else None
        kind = kind_of(change.key)
        used = single_documents.last_revision(connection, kind.name, kind.id_of(change.key))
        if opened is not None or used or drafts.find_draft(connection, change.key):
            return None
        nothing = Token(0, 0, 0)
        return Opened(key=change.key, work=Work(), text={}, token=nothing, live_text=None, current_live_revision=0)


def clean_name(text: str, today: date) -> str:
    """A file's name without its folders, without marks that turn text around, and without anybody's number."""
    name = text.replace("\\", "/").rpartition("/")[2]
    return clean_text(mask_digit_runs(name), today)[:LONGEST_FILE_NAME] or "?"


def _counts(changes: Iterable[Change]) -> dict[str, str]:
    new = [change.is_new for change in changes]
    return {"sheet_changed": str(new.count(False)), "sheet_new": str(new.count(True))}


def _pack(trial: Trial) -> dict[str, Any]:
    return {
        "changes": [
            [change.key, change.title, change.token, change.text, change.state, change.owner]
            for change in trial.changes
        ],
        "unchanged": trial.unchanged,
        "faults": pack_faults(trial.faults),
        "notes": trial.notes,
    }


def _unpack(upload: uploads.Upload) -> Looked:
    names = ("key", "title", "token", "text", "state", "owner")
    found = upload.findings
    changes = tuple(Change(**dict(zip(names, one, strict=True))) for one in found["changes"])
    return Looked(
        upload.file_name, changes, found["unchanged"], tuple(unpack_faults(found["faults"])), tuple(found["notes"])
    )
