"""A publication becomes searchable in every replica by itself; until its index is ready the old one answers."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import Event
from time import monotonic

import pytest
from flask.testing import FlaskClient

from channel_api.app import create_app
from channel_api.app import make_services as make_real_services
from channel_api.catalogue import Catalogue
from channel_api.catalogue_keeper import CatalogueKeeper, SearchIndexBuilder
from channel_api.config import Config
from channel_api.publishing import publish_content
from channel_api.runtime import Services
from channel_api.search.index import SearchIndex
from channel_api.store.database import Database
from content.model import Guide
from tests.channel_api.conftest import NOW, StandingClock
from tests.channel_api.sample_content import GUIDES, ID_CARD, sample_content

PATIENCE_SECONDS = 60.0  # a loaded machine; what is measured stands in benchmarks
BREATH_SECONDS = 0.05
NEW_NAME = "遛狗证办理"
OLD_NAME = ID_CARD.title


class HeldBackIndexes:
    """The real index, which may be ready only when told; a replica of its own."""

    def __init__(self) -> None:
        self.may_be_ready = Event()
        self.is_building = Event()
        self._build = SearchIndexBuilder()

    def __call__(self, database: Database, catalogue: Catalogue) -> SearchIndex:
        self.is_building.set()
        built = self._build(database, catalogue)
        assert self.may_be_ready.wait(PATIENCE_SECONDS)
        return built


class Replica:
    """A server of its own on the common database, as another machine would run it."""

    def __init__(self, config: Config) -> None:
        made = make_real_services(config, clock=StandingClock())
        self.indexes = HeldBackIndexes()
        self.services: Services = replace(made, catalogue=CatalogueKeeper(made.database, self.indexes))
        self.client: FlaskClient = create_app(self.services).test_client()
        self.indexes.may_be_ready.set()
        self.services.catalogue.search_index()
        self.services.catalogue.watch()

    def first_found(self, question: str) -> str:
        """The id of the first result; empty where there is none. Any answer but 200 is a gap in service."""
        response = self.client.get("/v1/search", query_string={"q": question})
        assert response.status_code == 200
        plain = response.get_json()
        return str(plain["results"][0]["id"]) if plain["verdict"] != "none" else ""

    def stop(self) -> None:
        self.indexes.may_be_ready.set()
        self.services.catalogue.stop()
        self.services.demand.stop()
        self.services.database.close()


@pytest.fixture
def replicas(config: Config) -> Iterator[list[Replica]]:
    made = [Replica(config), Replica(config)]
    yield made
    for replica in made:
        replica.stop()


@pytest.fixture
def editor(config: Config) -> Iterator[Callable[..., None]]:
    """Publishes guides beside the standard ones."""
    database = Database.from_url(config.database_url)

    def publish(*more: Guide) -> None:
        publish_content(database, sample_content(guides={guide.id: guide for guide in (*GUIDES, *more)}), now=NOW)

    yield publish
    database.close()


NEW_GUIDE = replace(ID_CARD, id="dog-licence", title=NEW_NAME, aliases=(), spoken_name="遛狗证", questions=())


def ask_until(is_so: Callable[[], bool]) -> bool:
    """Asks again and again, as households do, with a breath between: asking must not take the replicas' processor."""
    end = monotonic() + PATIENCE_SECONDS
    breath = Event()
    while monotonic() < end:
        if is_so():
            return True
        breath.wait(BREATH_SECONDS)
    return False


def test_every_replica_finds_a_new_guide_by_itself(replicas: list[Replica], editor: Callable[..., None]) -> None:
    assert [replica.first_found(NEW_NAME) for replica in replicas] == ["", ""]
    editor(NEW_GUIDE)
    for replica in replicas:
        assert ask_until(lambda replica=replica: replica.first_found(NEW_NAME) == NEW_GUIDE.id)  # type: ignore[misc]
        assert replica.first_found(OLD_NAME) == ID_CARD.id
    editor()
    for replica in replicas:
        assert ask_until(lambda replica=replica: replica.first_found(NEW_NAME) != NEW_GUIDE.id)  # type: ignore[misc]


def test_until_the_new_index_is_ready_the_old_one_answers_everything(
    replicas: list[Replica], editor: Callable[..., None]
) -> None:
    for replica in replicas:
        replica.indexes.may_be_ready.clear()
        replica.indexes.is_building.clear()
    editor(NEW_GUIDE)
    for replica in replicas:
        assert replica.indexes.is_building.wait(PATIENCE_SECONDS), "noticed without a single request"
        assert replica.first_found(OLD_NAME) == ID_CARD.id
        assert replica.first_found(NEW_NAME) == ""
        assert replica.client.get(f"/v1/services/{ID_CARD.id}").status_code == 200
        assert replica.client.get("/readyz").status_code == 200
    replicas[0].indexes.may_be_ready.set()
    replicas[0].services.catalogue.wait_for_refresh(PATIENCE_SECONDS)
    assert [replica.first_found(NEW_NAME) for replica in replicas] == [NEW_GUIDE.id, ""]
