"""What viewers say is wrong, as a work list: taken, left, done with a note that whoever said it reads.

Nothing here says who rated or wrote; what a viewer wrote in words of their own is not read here at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from channel_api.asked.tasks import STARS, Task, in_order, open_stars
from channel_api.belonging import Belonging
from channel_api.cases.states import CaseStateError
from channel_api.cases.texts import clean_text
from channel_api.clock import Clock, day_of, from_stored, to_stored
from channel_api.editing.workflow import Person, RefusedError
from channel_api.feedback_desk import accept_feedback, close_feedback
from channel_api.store import feedback_tasks
from channel_api.store.database import Connection, Database
from channel_api.store.drafts import StaleError
from channel_api.store.editing_trail import add_trace
from channel_api.store.feedback_tasks import Heard, TaskKey, TaskRow
from content.model import NATIONAL_REGION

LONGEST_NOTE = 300  # characters; a household reads it on the television


class NoNoteError(Exception):
    """Whoever ends a task says what was done."""


class FeedbackTasks:
    """Safe to use from many threads and replicas."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._belonging = Belonging()

    def load_tasks(self, service_id: str | None = None) -> list[Task]:
        """All work of one guide, or of all."""
        with self._database.read() as connection:
            return in_order(list(_load_tasks(connection, service_id).values()))

    def count_open(self, service_id: str) -> int:
        """How many tasks of a guide are not done."""
        return sum(task.state != "done" for task in self.load_tasks(service_id))

    def take(self, who: Person, key: TaskKey, version: int) -> None:
        """It is mine now; whoever said it sees that it is read. Raises RefusedError, StaleError."""
        self._change(who, key, version, "take_task", lambda row: replace(row, taken_by=who.name))

    def leave(self, who: Person, key: TaskKey, version: int) -> None:
        """For others again. Raises RefusedError, StaleError."""
        self._change(who, key, version, "leave_task", lambda row: replace(row, taken_by=""))

    def finish(self, who: Person, key: TaskKey, version: int, *, seen: datetime, note: str) -> None:
        """Ends all that was said up to `seen`; whoever said it reads `note`.

        Raises RefusedError, NoNoteError, StaleError, IdentityNumberError."""
        note = clean_text(note[:LONGEST_NOTE], day_of(self._clock()))
        if not note:
            raise NoNoteError("a note is needed")

        def done(row: TaskRow) -> TaskRow:
            return replace(row, taken_by="", done_by=who.name, done_until=to_stored(seen), note=note)

        self._change(who, key, version, "finish_task", done, seen=seen, note=note)

    def _change(
        self,
        who: Person,
        key: TaskKey,
        version: int,
        act: str,
        change: Callable[[TaskRow], TaskRow],
        *,
        seen: datetime | None = None,
        note: str = "",
    ) -> None:
        now = self._clock()
        with self._database.write() as connection:
            self._require_may(connection, who, key)
            task = _load_tasks(connection, key.service_id).get(key)
            if task is None or task.version != version or task.state == "done":
                raise StaleError("the task is not as it was")
            row = feedback_tasks.load_task_rows(connection, key.service_id).get(key, TaskRow(key=key))
            feedback_tasks.write_task(connection, change(row), now)
            if act != "leave_task":
                _tell_households(connection, key, until=seen or task.seen, note=note, now=now)
            told = {"region": key.region, "choice": key.choice, "note": note}
            details = {name: value for name, value in told.items() if value}
            subject = key.service_id or "feedback"
            add_trace(connection, who=who.name, act=act, subject=subject, now=now, details=details)

    def _require_may(self, connection: Connection, who: Person, key: TaskKey) -> None:
        """Whoever may write what is different in the place it was said of may answer for it."""
        text = {"id": key.service_id, "region": key.region}
        overlay = f"overlay:{key.region}:{key.service_id}"
        if not self._belonging.narrow(connection, who, overlay, [text]).may("save"):
            raise RefusedError("role")


def _load_tasks(connection: Connection, service_id: str | None) -> dict[TaskKey, Task]:
    rows = feedback_tasks.load_task_rows(connection, service_id)
    tasks = {
        key: _task(rows.get(key, TaskRow(key=key)), heard)
        for key, heard in feedback_tasks.load_heard(connection, service_id).items()
    }
    for service, bad in feedback_tasks.load_bad_stars(connection, service_id).items():
        key = TaskKey(service, NATIONAL_REGION, STARS)
        row = rows.get(key, TaskRow(key=key))
        waiting = open_stars(bad, from_stored(row.done_until) if row.done_until else None)
        if waiting or row.version:
            first = waiting[0] if waiting else None
            tasks[key] = _task(row, Heard("rating", len(bad), len(waiting), first, bad[-1]))
    return tasks


def _task(row: TaskRow, heard: Heard) -> Task:
    return Task(
        service_id=row.key.service_id,
        region=row.key.region,
        choice=row.key.choice,
        kind=heard.kind,
        count=heard.count,
        open=heard.open,
        since=heard.first_open,
        seen=heard.latest,
        version=row.version,
        taken_by=row.taken_by,
        done_by=row.done_by,
        changed_at=row.changed_at,
        note=row.note,
    )


def _tell_households(connection: Connection, key: TaskKey, *, until: datetime, note: str, now: datetime) -> None:
    """What becomes of their messages, in the timelines of their cases: read, or ended with the note."""
    for number in feedback_tasks.load_open_numbers(connection, key, until):
        try:
            if note:
                close_feedback(connection, number, note, now=now)
            else:
                accept_feedback(connection, number, now=now)
        except CaseStateError as error:
            raise StaleError("a case has moved meanwhile") from error
