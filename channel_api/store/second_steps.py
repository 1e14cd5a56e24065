"""The second step of signing in: the sealed key of somebody's authenticator app, and hashes of recovery codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)

from channel_api.clock import to_stored
from channel_api.store.editors import EDITORS, LONGEST_NAME
from channel_api.store.metadata import METADATA

NO_STEP = 0  # 1970: before any number that can be typed now

EDITOR_SECOND_STEPS = Table(
    "editor_second_steps",
    METADATA,
    Column("editor", String(LONGEST_NAME), ForeignKey(EDITORS.c.name), primary_key=True),
    Column("sealed_key", Text, nullable=False),
    Column("begun_at", String(32), nullable=False),
    Column("confirmed_at", String(32), nullable=True),
    Column("last_step", Integer, nullable=False),  # of the last number that was taken: no number counts twice
)

EDITOR_RECOVERY_CODES = Table(
    "editor_recovery_codes",
    METADATA,
    Column("editor", String(LONGEST_NAME), ForeignKey(EDITORS.c.name), primary_key=True),
    Column("code_hash", String(64), primary_key=True),
)


@dataclass(frozen=True, slots=True)
class SecondStep:
    """What is stored of one person's app. `is_confirmed`: a number of it was typed once, so it counts from then on."""

    sealed_key: str
    is_confirmed: bool
    last_step: int


def find_second_step(connection: Connection, name: str) -> SecondStep | None:
    """For whoever is about to write too: holds the row, so that one number cannot be taken twice at once."""
    wanted = select(EDITOR_SECOND_STEPS).where(EDITOR_SECOND_STEPS.c.editor == name).with_for_update()
    row = connection.execute(wanted).first()
    return None if row is None else SecondStep(row.sealed_key, row.confirmed_at is not None, row.last_step)


def is_confirmed(connection: Connection, name: str) -> bool:
    """Whether this person signs in with a number too. Holds nothing."""
    wanted = select(EDITOR_SECOND_STEPS.c.confirmed_at).where(EDITOR_SECOND_STEPS.c.editor == name)
    return connection.execute(wanted).scalar_one_or_none() is not None


def load_confirmed(connection: Connection) -> frozenset[str]:
    """Everybody who has the second step."""
    wanted = select(EDITOR_SECOND_STEPS.c.editor).where(EDITOR_SECOND_STEPS.c.confirmed_at.is_not(None))
    return frozenset(connection.execute(wanted).scalars())


def begin_second_step(connection: Connection, name: str, sealed_key: str, now: datetime) -> None:
    """A new key in place of an earlier one; it does not count before it is confirmed."""
    forget_second_step(connection, name)
    row = {"editor": name, "sealed_key": sealed_key, "begun_at": to_stored(now), "last_step": NO_STEP}
    connection.execute(insert(EDITOR_SECOND_STEPS).values(row))


def confirm_second_step(connection: Connection, name: str, now: datetime) -> None:
    """From now on nobody signs in with the password alone."""
    is_theirs = EDITOR_SECOND_STEPS.c.editor == name
    connection.execute(update(EDITOR_SECOND_STEPS).where(is_theirs).values(confirmed_at=to_stored(now)))


def note_step(connection: Connection, name: str, step: int) -> None:
    """The number of this step, and every one before it, was taken."""
    is_theirs = EDITOR_SECOND_STEPS.c.editor == name
    connection.execute(update(EDITOR_SECOND_STEPS).where(is_theirs).values(last_step=step))


def reseal(connection: Connection, name: str, sealed_key: str) -> None:
    """The same key, sealed with the current key of the server."""
    is_theirs = EDITOR_SECOND_STEPS.c.editor == name
    connection.execute(update(EDITOR_SECOND_STEPS).where(is_theirs).values(sealed_key=sealed_key))


def forget_second_step(connection: Connection, name: str) -> bool:
    """The app's key and all recovery codes; False where there was none."""
    connection.execute(delete(EDITOR_RECOVERY_CODES).where(EDITOR_RECOVERY_CODES.c.editor == name))
    done = connection.execute(delete(EDITOR_SECOND_STEPS).where(EDITOR_SECOND_STEPS.c.editor == name))
    return done.rowcount > 0


def write_recovery_codes(connection: Connection, name: str, hashes: Iterable[str]) -> None:
    """In place of all earlier ones."""
    connection.execute(delete(EDITOR_RECOVERY_CODES).where(EDITOR_RECOVERY_CODES.c.editor == name))
    connection.execute(insert(EDITOR_RECOVERY_CODES), [{"editor": name, "code_hash": one} for one in sorted(hashes)])


def use_recovery_code(connection: Connection, name: str, hashes: Iterable[str]) -> bool:
    """Takes the code away if it is one of these hashes (one for each key of the server that is valid)."""
    is_it = (EDITOR_RECOVERY_CODES.c.editor == name) & EDITOR_RECOVERY_CODES.c.code_hash.in_(list(hashes))
    return connection.execute(delete(EDITOR_RECOVERY_CODES).where(is_it)).rowcount > 0


def count_recovery_codes(connection: Connection, name: str) -> int:
    """How many are left."""
    wanted = select(func.count()).select_from(EDITOR_RECOVERY_CODES).where(EDITOR_RECOVERY_CODES.c.editor == name)
    return connection.execute(wanted).scalar_one()
