"""What editors choose for themselves, and where they are signed in. Each act is one transaction with its trace."""

from __future__ import annotations

from channel_api.clock import Clock
from channel_api.editing.choices import Choices
from channel_api.editing.workflow import Person
from channel_api.persons import find_person
from channel_api.store import editor_choices, editors
from channel_api.store.database import Database
from channel_api.store.editing_trail import add_trace
from channel_api.store.editors import OpenSession


class SettingsDesk:
    """Safe to use from many threads: whoever chooses twice at once keeps the later choice."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def find(self, person: Person) -> Choices:
        """What they chose, or what is usual."""
        with self._database.read() as connection:
            return Choices.from_plain(editor_choices.find_choices(connection, person.name))

    def choose(self, person: Person, choices: Choices) -> None:
        with self._database.write() as connection:
            if Choices.from_plain(editor_choices.find_choices(connection, person.name)) == choices:
                return
            editor_choices.write_choices(connection, person.name, choices.to_plain())
            add_trace(connection, who=person.name, act="choices", subject=person.name, now=self._clock())

    def load_sessions(self, person: Person, token: str) -> list[OpenSession]:
        """Where they are signed in, this one first; `token`: of the session that asks."""
        with self._database.read() as connection:
            return editors.load_sessions(connection, person.name, self._clock(), this=token)

    def end_session(self, person: Person, short: str) -> bool:
        """One of their own; False where it is over already."""
        with self._database.write() as connection:
            is_ended = editors.end_one_session(connection, person.name, short)
            if is_ended:
                told = {"sessions": "1"}
                now = self._clock()
                add_trace(connection, who=person.name, act="end_sessions", subject=person.name, now=now, details=told)
        return is_ended

    def end_others(self, person: Person, token: str) -> int:
        """All of theirs but the one of this token; how many."""
        with self._database.write() as connection:
            count = editors.end_sessions(connection, person.name, but=token)
            if count:
                told, now = {"sessions": str(count)}, self._clock()
                add_trace(connection, who=person.name, act="end_sessions", subject=person.name, now=now, details=told)
        return count


def load_everybody(database: Database) -> list[tuple[Person, Choices]]:
    """All whose accounts are in use, with what they chose."""
    with database.read() as connection:
        chosen = editor_choices.load_choices(connection)
        people = [find_person(connection, editor.name) for editor in editors.load_editors(connection)]
    return [(person, Choices.from_plain(chosen.get(person.name, {}))) for person in people if person is not None]
