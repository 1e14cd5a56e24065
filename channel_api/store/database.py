"""One database, SQLite or PostgreSQL, behind two doors: `read` and `write`. Nobody else knows which of the two."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection as Connection  # the others take it from here
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoFreeConnectionError

BUSY_MILLISECONDS = 5_000  # a publication of some thousand guides is over by then, a household waits no longer
CONNECT_SECONDS = 3  # an unreachable server must become "unavailable" before the television gives up
POOL_SIZE = 8  # threads of one worker; more connections only queue inside the database
# Without these a thread waits for hours for a server whose machine or network vanished in the middle of an answer.
NOTICE_A_DEAD_LINE = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 20_000,
}
SAFE_WAL = (3, 51, 3)  # older libraries can corrupt a WAL database that two processes write
BROKEN_FILE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
SQLITE_REASONS = {
    sqlite3.SQLITE_BUSY: "another process is writing to it",
    sqlite3.SQLITE_LOCKED: "another process is writing to it",
    sqlite3.SQLITE_CANTOPEN: "its file or folder cannot be opened",
    sqlite3.SQLITE_READONLY: "its file or folder may not be written to",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "its disk cannot be read or written, or is full",
    sqlite3.SQLITE_CORRUPT: "its file is damaged; put a backup in its place",
    sqlite3.SQLITE_NOTADB: "its file is no SQLite database",
}
MIGRATION_LOCK = 4_020_001  # any number, the same for all replicas


class StoreError(Exception):
    """Base of what the store raises; the text is for operators."""


class StoreUnavailableError(StoreError):
    """The database cannot be reached or stays locked. Trying again later is right."""


class Database:
    """Connections to one database. Make it with `from_url`; `close` lets go of all connections."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"

    @classmethod
    def from_url(cls, url: str) -> Database:
        """Opens nothing yet. Raises StoreError for a URL that is neither sqlite nor postgresql+psycopg."""
        try:
            parsed = make_url(url)
        except (ArgumentError, ValueError):  # the second for a port that is no number
            parsed = make_url("unknown://")
        if parsed.drivername in ("sqlite", "sqlite+pysqlite"):
            return cls(_sqlite_engine(url, parsed.database or ""))
        if parsed.drivername in ("postgresql", "postgresql+psycopg"):
            return cls(_postgresql_engine(url))
        raise StoreError("CHANNEL_DATABASE_URL must be a URL that begins with sqlite:/// or postgresql+psycopg://")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the data; what is written through it is undone at the end."""
        with _as_store_errors(), self._engine.connect() as plain:
            # PostgreSQL alone would show each statement the newest state: half a publication, for instance.
            connection = plain if self.is_sqlite else plain.execution_options(isolation_level="REPEATABLE READ")
            yield connection
            connection.rollback()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction, kept where the block ends without an error. On SQLite no other writer runs beside it."""
        with _as_store_errors(), self._engine.connect() as plain:
            connection = plain.execution_options(is_write=True)
            connection.begin()
            yield connection
            connection.commit()

    @contextmanager
    def migrate(self) -> Iterator[Connection]:
        """As `write`, and no other process migrates meanwhile on PostgreSQL either."""
        with self.write() as connection:
            if not self.is_sqlite:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
            yield connection

    def close(self) -> None:
        self._engine.dispose()


@contextmanager
def _as_store_errors() -> Iterator[None]:
    """Only failures of the database itself change their name; a constraint that a caller broke stays what it is."""
    try:
        yield
    except (OperationalError, InterfaceError, NoFreeConnectionError) as error:
        raise StoreUnavailableError(f"database unavailable: {_reason(error)}") from error
    except DBAPIError as error:
        is_broken = error.connection_invalidated or _sqlite_code(error) in BROKEN_FILE
        if not is_broken:
            raise
        raise StoreUnavailableError(f"database unavailable: {_reason(error)}") from error


def _reason(error: SQLAlchemyError) -> str:
    """For the operator, without the database's own text: that may quote a statement, a path or a password."""
    code = _sqlite_code(error)
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    if code is None:
        return f"SQLSTATE {state}" if state else f"no connection ({type(error).__name__})"
    return SQLITE_REASONS.get(code, f"SQLite error {code}")


def _sqlite_code(error: SQLAlchemyError) -> int | None:
    """The primary result code; None where it is none of SQLite's."""
    code = getattr(getattr(error, "orig", None), "sqlite_errorcode", None)
    return None if code is None else int(code) & 0xFF


def _sqlite_engine(url: str, path: str) -> Engine:
    if path and path != ":memory:":
        Path(path).expanduser().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    timeout = BUSY_MILLISECONDS / 1000
    # isolation_level None: Python's own transactions lose updates between threads; we begin and end them ourselves.
    engine = create_engine(url, pool_size=POOL_SIZE, connect_args={"isolation_level": None, "timeout": timeout})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    mode = "WAL" if sqlite3.sqlite_version_info >= SAFE_WAL else "TRUNCATE"
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    cursor.execute(f"PRAGMA journal_mode={mode}")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    is_write = connection.get_execution_options().get("is_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")


def _postgresql_engine(url: str) -> Engine:
    full = make_url(url).set(drivername="postgresql+psycopg")
    options = "-c statement_timeout=30000 -c timezone=UTC"
    arguments = {"connect_timeout": CONNECT_SECONDS, "options": options, **NOTICE_A_DEAD_LINE}
    return create_engine(
        full, pool_size=POOL_SIZE, pool_pre_ping=True, pool_timeout=CONNECT_SECONDS, connect_args=arguments
    )
