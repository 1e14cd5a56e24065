"""Fresh databases of both kinds, made by copying one that was migrated and filled once."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, make_url, text


class SqliteServer:
    """A folder of files; a copy is a file copy."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count()

    def new_url(self) -> str:
        return f"sqlite:///{self.folder / f'{next(self._numbers)}.sqlite3'}"

    @contextmanager
    def copy_of(self, url: str) -> Iterator[str]:
        copy = self.new_url()
        shutil.copyfile(make_url(url).database or "", make_url(copy).database or "")
        yield copy


class PostgresqlServer:
    """A real PostgreSQL of the tests' own, reached by a Unix socket; a copy is CREATE DATABASE … TEMPLATE."""

    def __init__(self, uri: str) -> None:
        self._admin = make_url(uri).set(drivername="postgresql+psycopg")
        self._numbers = count()
        # What the tests write need not outlive them, and every copy of a database would wait for the disk.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")

    def new_url(self) -> str:
        return self._create("")

    @contextmanager
    def copy_of(self, url: str) -> Iterator[str]:
        copy = self._create(f" TEMPLATE {make_url(url).database}")
        yield copy
        self._run(f"DROP DATABASE {make_url(copy).database} WITH (FORCE)")

    def _create(self, source: str) -> str:
        name = f"channel_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name}{source}")
        return self._admin.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        engine = create_engine(self._admin, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()
