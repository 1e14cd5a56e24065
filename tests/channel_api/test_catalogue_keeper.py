"""A publication reaches every replica by itself, and nobody waits for it or sees half of it."""

from dataclasses import replace
from threading import Event, Thread

import pytest

from channel_api.catalogue import Catalogue
from channel_api.catalogue_keeper import CatalogueKeeper
from channel_api.publishing import publish_content
from channel_api.store.database import Database, StoreUnavailableError
from tests.channel_api.conftest import NOW
from tests.channel_api.fake_search import FakeIndex
from tests.channel_api.sample_content import GUIDES, ID_CARD, sample_content

NEW_TITLE = "居民身份证丢了怎么补"
PATIENCE_SECONDS = 10


class SlowIndexes:
    """Builds an index only when told to, as a large one on a slow box does."""

    def __init__(self) -> None:
        self.may_build = Event()
        self.has_begun = Event()
        self.built: list[int] = []

    def __call__(self, _database: Database, catalogue: Catalogue) -> FakeIndex:
        self.has_begun.set()
        assert self.may_build.wait(PATIENCE_SECONDS)
        self.built.append(catalogue.version)
        return FakeIndex(catalogue)


class Seconds:
    """A clock for polling that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def database(database_url: str) -> Database:
    return Database.from_url(database_url)


@pytest.fixture
def indexes() -> SlowIndexes:
    return SlowIndexes()


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def keeper(database: Database, indexes: SlowIndexes, seconds: Seconds) -> CatalogueKeeper:
    return CatalogueKeeper(database, indexes, monotonic=seconds)


def publish_new_title(database: Database) -> None:
    changed = replace(ID_CARD, title=NEW_TITLE)
    publish_content(database, sample_content(guides={g.id: g for g in (changed, *GUIDES[1:])}), now=NOW)


def title_in(keeper: CatalogueKeeper) -> str:
    return keeper.current().by_id["id-card-lost"].summary.title


def test_the_first_catalogue_is_there_before_its_index(keeper: CatalogueKeeper, indexes: SlowIndexes) -> None:
    assert title_in(keeper) == ID_CARD.title
    assert indexes.built == []
    indexes.may_build.set()
    assert keeper.search_index().search("身份证", region_ids=None, region="000000", limit=5).verdict == "confident"


def test_a_publication_is_noticed_within_a_second_and_replaces_catalogue_and_index_together(
    keeper: CatalogueKeeper, indexes: SlowIndexes, seconds: Seconds, database: Database
) -> None:
    indexes.may_build.set()
    keeper.search_index()
    publish_new_title(database)
    assert title_in(keeper) == ID_CARD.title
    indexes.may_build.clear()
    indexes.has_begun.clear()
    seconds.now += 1.0
    assert title_in(keeper) == ID_CARD.title
    assert indexes.has_begun.wait(PATIENCE_SECONDS)
    assert title_in(keeper) == ID_CARD.title
    indexes.may_build.set()
    keeper.wait_for_refresh(PATIENCE_SECONDS)
    assert title_in(keeper) == NEW_TITLE
    found = keeper.search_index().search(NEW_TITLE, region_ids=None, region="000000", limit=5)
    assert found.verdict == "confident"


def test_many_requests_at_once_refresh_only_once(
    keeper: CatalogueKeeper, indexes: SlowIndexes, seconds: Seconds, database: Database
) -> None:
    indexes.may_build.set()
    keeper.search_index()
    publish_new_title(database)
    seconds.now += 1.0
    threads = [Thread(target=keeper.current) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    keeper.wait_for_refresh(PATIENCE_SECONDS)
    assert len(indexes.built) == 2


def test_while_the_database_is_away_the_old_catalogue_serves(
    keeper: CatalogueKeeper, indexes: SlowIndexes, seconds: Seconds, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexes.may_build.set()
    keeper.search_index()

    def unreachable() -> None:
        raise StoreUnavailableError("gone")

    monkeypatch.setattr(database, "read", unreachable)
    seconds.now += 1.0
    assert title_in(keeper) == ID_CARD.title


def test_no_request_waits_for_a_database_that_does_not_answer(
    keeper: CatalogueKeeper, indexes: SlowIndexes, seconds: Seconds, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexes.may_build.set()
    keeper.search_index()
    answers = Event()

    def hang() -> None:
        assert answers.wait(PATIENCE_SECONDS)
        raise StoreUnavailableError("gone")

    monkeypatch.setattr(database, "read", hang)
    for _ in range(3):
        seconds.now += 1.0
        assert title_in(keeper) == ID_CARD.title
    answers.set()
    keeper.wait_for_refresh(PATIENCE_SECONDS)


def test_a_first_index_that_could_not_be_built_is_built_when_the_database_is_back(
    database: Database, seconds: Seconds
) -> None:
    class Recovering:
        def __init__(self) -> None:
            self.tries = 0

        def __call__(self, _database: Database, catalogue: Catalogue) -> FakeIndex:
            self.tries += 1
            if self.tries == 1:
                raise StoreUnavailableError("gone")
            return FakeIndex(catalogue)

    keeper = CatalogueKeeper(database, Recovering(), monotonic=seconds)
    with pytest.raises(StoreUnavailableError):
        keeper.search_index()
    seconds.now += 1.0
    keeper.current()
    keeper.wait_for_refresh(PATIENCE_SECONDS)
    assert keeper.search_index().search("身份证", region_ids=None, region="000000", limit=5).verdict == "confident"


def test_an_index_that_cannot_be_built_fails_searches_and_nothing_else(database: Database) -> None:
    def broken(_database: Database, _catalogue: Catalogue) -> FakeIndex:
        raise RuntimeError("no words")

    keeper = CatalogueKeeper(database, broken)
    assert title_in(keeper) == ID_CARD.title
    with pytest.raises(RuntimeError, match="no words"):
        keeper.search_index()
