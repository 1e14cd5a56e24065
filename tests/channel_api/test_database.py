"""The two doors to the database keep their promises on both databases; the migrations make what the code expects."""

from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from channel_api.store import upgrading
from channel_api.store.database import Database, StoreError, StoreUnavailableError
from channel_api.store.metadata import METADATA


class PowerCutError(Exception):
    """Ends a transaction in the middle."""


PATIENCE_SECONDS = 10
COUNTER = text("UPDATE catalogue SET version = :version")


def read_version(database: Database) -> int:
    with database.read() as connection:
        return int(connection.execute(text("SELECT version FROM catalogue")).scalar_one())


@pytest.fixture
def database(database_url: str) -> Database:
    return Database.from_url(database_url)


def test_counting_up_in_many_threads_loses_nothing(database: Database) -> None:
    before = read_version(database)

    def count() -> None:
        for _ in range(25):
            with database.write() as connection:
                locked = text("UPDATE catalogue SET version = version")
                connection.execute(locked)
                version = connection.execute(text("SELECT version FROM catalogue")).scalar_one()
                connection.execute(COUNTER, {"version": version + 1})

    threads = [Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read_version(database) == before + 100


def test_a_write_that_fails_is_undone(database: Database) -> None:
    before = read_version(database)
    with suppress(PowerCutError), database.write() as connection:
        connection.execute(COUNTER, {"version": before + 7})
        raise PowerCutError
    assert read_version(database) == before


def test_what_is_written_through_the_reading_door_is_undone(database: Database) -> None:
    before = read_version(database)
    with database.read() as connection:
        connection.execute(COUNTER, {"version": before + 7})
    assert read_version(database) == before


def test_one_reading_sees_one_state_of_the_data(database: Database) -> None:
    before = read_version(database)

    def publish() -> None:
        with database.write() as connection:
            connection.execute(COUNTER, {"version": before + 1})

    publication = Thread(target=publish)
    with database.read() as connection:
        assert connection.execute(text("SELECT version FROM catalogue")).scalar_one() == before
        publication.start()
        # SQLite keeps the publication waiting until this reading is over; PostgreSQL lets it pass.
        publication.join(0.1 if database.is_sqlite else PATIENCE_SECONDS)
        assert connection.execute(text("SELECT version FROM catalogue")).scalar_one() == before
    publication.join(PATIENCE_SECONDS)
    assert read_version(database) == before + 1


def fill_up(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("PRAGMA max_page_count = 1"))
        connection.execute(text("CREATE TABLE one (id INTEGER)"))


def test_what_is_wrong_with_a_sqlite_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "no-database").write_text("what somebody copied here by mistake")
    (tmp_path / "folder").mkdir()
    (tmp_path / "small.sqlite3").touch()
    for name, reason in {"no-database": "is no SQLite database", "folder": "cannot be opened"}.items():
        broken = Database.from_url(f"sqlite:///{tmp_path / name}")
        with pytest.raises(StoreUnavailableError, match=reason), broken.read():
            pass
    with pytest.raises(StoreUnavailableError, match="the disk is full"):
        fill_up(Database.from_url(f"sqlite:///{tmp_path / 'small.sqlite3'}"))


def test_who_waits_for_another_writer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("channel_api.store.database.BUSY_MILLISECONDS", 10)
    first, second = (Database.from_url(f"sqlite:///{tmp_path / 'shared.sqlite3'}") for _ in range(2))
    busy = pytest.raises(StoreUnavailableError, match="another process is writing")
    with first.write(), busy, second.write():
        pass


def test_a_database_that_cannot_be_reached_is_named_so_without_its_address() -> None:
    database = Database.from_url("postgresql+psycopg://user:geheim@127.0.0.1:1/none")
    with pytest.raises(StoreUnavailableError) as caught, database.read():
        pass
    assert "geheim" not in str(caught.value)
    assert "no connection" in str(caught.value)


@pytest.mark.parametrize("url", ["mysql://x/y", "postgresql+asyncpg://x/y", "postgresql://x:port/y", "nonsense"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(StoreError, match="CHANNEL_DATABASE_URL"):
        Database.from_url(url)


def test_sqlite_writes_ahead_only_where_its_library_is_safe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for version, mode in (((3, 51, 2), "truncate"), ((3, 51, 3), "wal")):
        monkeypatch.setattr("sqlite3.sqlite_version_info", version)
        database = Database.from_url(f"sqlite:///{tmp_path / mode}.sqlite3")
        with database.read() as connection:
            assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == mode
        database.close()


def test_an_upgrade_is_done_once_and_makes_exactly_the_tables_of_the_code(empty_database: Database) -> None:
    assert upgrading.upgrade(empty_database) is True
    assert upgrading.upgrade(empty_database) is False
    with empty_database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_several_servers_may_start_at_once(empty_database: Database) -> None:
    done: list[bool] = []
    threads = [Thread(target=lambda: done.append(upgrading.upgrade(empty_database))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False, False, False, True]


def test_a_database_of_a_newer_version_is_left_alone(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_future'"))
    with pytest.raises(upgrading.NewerDatabaseError, match="9999_future"):
        upgrading.upgrade(database)


def test_the_newest_revision_is_the_last_file_in_one_chain() -> None:
    config = AlembicConfig()
    config.set_main_option("script_location", str(upgrading.FOLDER))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [upgrading.newest_revision()]
    revisions = list(scripts.walk_revisions())
    assert [Path(script.path).stem for script in revisions] == [script.revision for script in revisions]
