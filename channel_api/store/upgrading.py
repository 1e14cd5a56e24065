"""Brings a database to the newest shape. Loads Alembic only where there is something to do: loading it is slow."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from channel_api.store.database import Database, StoreError

FOLDER = Path(__file__).parents[1] / "migrations"  # by path: the migrations import the store's tables
VERSION_TABLE = "alembic_version"


class NewerDatabaseError(StoreError):
    """The database was written by a newer version of the channel; going on could lose what it stores."""


def newest_revision() -> str:
    """Revisions are named like their files and follow each other in that order; a test holds Alembic against it."""
    return max(path.stem for path in (FOLDER / "versions").glob("[0-9]*.py"))


def find_revision(connection: Connection) -> str | None:
    """The shape the database has; None for an empty one."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def upgrade(database: Database) -> bool:
    """True where something was done. Several processes may start at once; the first one does it.

    Raises NewerDatabaseError."""
    newest = newest_revision()
    with database.read() as connection:
        if find_revision(connection) == newest:
            return False
    with database.migrate() as connection:
        current = find_revision(connection)
        if current == newest:
            return False
        if current is not None and not (FOLDER / "versions" / f"{current}.py").is_file():
            raise NewerDatabaseError(
                f"the database has the unknown shape {current}; use a newer version of the channel"
            )
        _run_alembic(connection, newest)
    return True


def _run_alembic(connection: Connection, newest: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, newest)
