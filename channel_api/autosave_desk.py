"""Keeps what somebody is typing until they save it, and tells who else has the same text open.

Neither is part of the way of a text: no revision, no trace, nothing others read. No number of an identity card is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from channel_api.clock import Clock, day_of
from channel_api.editing.workflow import Person
from channel_api.store import autosaves
from channel_api.store.autosaves import Autosave
from channel_api.store.database import Database
from content.understanding.identity_numbers import contains_identity_number, mask_digit_runs

MOST_CHARACTERS = 400_000  # a guide of 40 materials has 40,000
_FIELD_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}")


class TooLongError(Exception):
    """More than anybody types; nothing was kept."""


class AutosaveDesk:
    """Safe to use from many threads and replicas."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def keep(self, who: Person, place: str, fields: Iterable[tuple[str, str]]) -> datetime:
        """The moment it was kept. Raises TooLongError."""
        now = self._clock()
        today = day_of(now)
        named = [(name, value) for name, value in fields if _FIELD_NAME.fullmatch(name)]
        if sum(len(name) + len(value) for name, value in named) > MOST_CHARACTERS:
            raise TooLongError(place)
        clean = [
            # A zero byte is nothing anybody types, and no database takes it.
            (name, mask_digit_runs(value) if contains_identity_number(value, today) else value.replace("\0", ""))
            for name, value in named
        ]
        with self._database.write() as connection:
            autosaves.write_autosave(connection, who.name, place, clean, now)
        return now

    def find(self, who: Person, place: str) -> Autosave | None:
        """What this person left there; nobody reads another's."""
        with self._database.read() as connection:
            return autosaves.find_autosave(connection, who.name, place)

    def forget(self, who: Person, place: str) -> None:
        """It was saved, or is not wanted."""
        with self._database.write() as connection:
            autosaves.remove_autosave(connection, who.name, place)

    def come(self, who: Person, place: str) -> list[str]:
        """This person has it open; who else has."""
        now = self._clock()
        with self._database.write() as connection:
            autosaves.note_here(connection, place, who.name, now)
            return autosaves.load_others_here(connection, place, who.name, now)

    def load_others(self, who: Person, place: str) -> list[str]:
        """Who else has it open, without a word about oneself."""
        with self._database.read() as connection:
            return autosaves.load_others_here(connection, place, who.name, self._clock())

    def leave(self, who: Person, place: str) -> None:
        """This person closed it."""
        with self._database.write() as connection:
            autosaves.note_left(connection, place, who.name)
