"""What somebody typed and has not saved, one a person and text, and who has a text open. Neither is ever a revision.

`place` is the address of the form below `/editors/`, such as `guides/id-card-lost`; its fields mean nothing here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, ColumnElement, Connection, String, Table, Text, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from channel_api.clock import from_stored, to_stored
from channel_api.store.metadata import METADATA

LONGEST_PLACE = 200  # characters
KEPT = timedelta(days=30)  # whoever has not come back for it by then does not miss it
MOST_A_PERSON = 50  # texts that somebody left half typed; the oldest give way
HERE = timedelta(seconds=90)  # three asks of a page went missing: it was closed without a word

AUTOSAVES = Table(
    "editor_autosaves",
    METADATA,
    Column("editor", String(60), primary_key=True),
    Column("place", String(LONGEST_PLACE), primary_key=True),
    Column("fields", Text, nullable=False),
    Column("written_at", String(32), nullable=False),
)

PRESENCE = Table(
    "editor_presence",
    METADATA,
    Column("place", String(LONGEST_PLACE), primary_key=True),
    Column("editor", String(60), primary_key=True),
    Column("seen_at", String(32), nullable=False),
)

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Autosave:
    """One form as it stood in somebody's browser at that moment."""

    fields: Fields
    written_at: datetime


def find_autosave(connection: Connection, editor: str, place: str) -> Autosave | None:
    row = connection.execute(select(AUTOSAVES).where(_is_it(editor, place))).first()
    if row is None:
        return None
    return Autosave(tuple((name, value) for name, value in json.loads(row.fields)), from_stored(row.written_at))


def write_autosave(
    connection: Connection, editor: str, place: str, fields: Sequence[tuple[str, str]], now: datetime
) -> None:
    """In place of the one before; what is too old, or one too many, is forgotten."""
    row = {
        "fields": json.dumps(list(fields), ensure_ascii=False, separators=(",", ":")),
        "written_at": to_stored(now),
    }
    if connection.execute(update(AUTOSAVES).where(_is_it(editor, place)).values(row)).rowcount == 0:
        try:
            with connection.begin_nested():
                connection.execute(insert(AUTOSAVES).values(row | {"editor": editor, "place": place}))
        except IntegrityError:  # the same person's other tab, in the same moment
            connection.execute(update(AUTOSAVES).where(_is_it(editor, place)).values(row))
        _forget_oldest(connection, editor)
    connection.execute(delete(AUTOSAVES).where(AUTOSAVES.c.written_at < to_stored(now - KEPT)))


def remove_autosave(connection: Connection, editor: str, place: str) -> None:
    """Whether there was one does not matter."""
    connection.execute(delete(AUTOSAVES).where(_is_it(editor, place)))


def load_places(connection: Connection, editor: str) -> list[tuple[str, datetime]]:
    """Where this person left something unsaved, the latest first."""
    columns = (AUTOSAVES.c.place, AUTOSAVES.c.written_at)
    wanted = select(*columns).where(AUTOSAVES.c.editor == editor).order_by(AUTOSAVES.c.written_at.desc())
    return [(place, from_stored(written_at)) for place, written_at in connection.execute(wanted)]


def note_here(connection: Connection, place: str, editor: str, now: datetime) -> None:
    """This person has this text open now. Who was seen last too long ago is forgotten, everywhere."""
    is_it = (PRESENCE.c.place == place) & (PRESENCE.c.editor == editor)
    seen = {"seen_at": to_stored(now)}
    if connection.execute(update(PRESENCE).where(is_it).values(seen)).rowcount == 0:
        try:
            with connection.begin_nested():
                connection.execute(insert(PRESENCE).values(seen | {"place": place, "editor": editor}))
        except IntegrityError:  # the same person's other tab, in the same moment
            connection.execute(update(PRESENCE).where(is_it).values(seen))
    connection.execute(delete(PRESENCE).where(PRESENCE.c.seen_at <= to_stored(now - HERE)))


def note_left(connection: Connection, place: str, editor: str) -> None:
    """This person closed it."""
    connection.execute(delete(PRESENCE).where((PRESENCE.c.place == place) & (PRESENCE.c.editor == editor)))


def load_others_here(connection: Connection, place: str, editor: str, now: datetime) -> list[str]:
    """Who else has this text open, by name."""
    is_now = (PRESENCE.c.place == place) & (PRESENCE.c.editor != editor) & (PRESENCE.c.seen_at > to_stored(now - HERE))
    return list(connection.execute(select(PRESENCE.c.editor).where(is_now).order_by(PRESENCE.c.editor)).scalars())


def _is_it(editor: str, place: str) -> ColumnElement[bool]:
    return (AUTOSAVES.c.editor == editor) & (AUTOSAVES.c.place == place)


def _forget_oldest(connection: Connection, editor: str) -> None:
    for place, _ in load_places(connection, editor)[MOST_A_PERSON:]:
        remove_autosave(connection, editor, place)
