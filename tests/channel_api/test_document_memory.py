"""After a publication only what changed is read anew, and what is remembered is never older than the store."""

import json
from collections.abc import Iterable
from dataclasses import replace

import pytest

from channel_api import document_memory
from channel_api.document_memory import DocumentMemory
from channel_api.publishing import load_published, publish_content
from channel_api.store.database import Database
from content.inheritance import Overlay
from content.model import Guide, Region
from tests.channel_api.conftest import NOW
from tests.channel_api.sample_content import GUIDES, ID_CARD, OVERLAYS, sample_content


class ReadingPerson:
    """Notes which documents were parsed."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, body: str) -> str:
        id_: str = json.loads(body)["id"]
        self.read.append(id_)
        return id_


@pytest.fixture
def database(database_url: str) -> Database:
    return Database.from_url(database_url)


def publish_guides(database: Database, *guides: Guide) -> None:
    publish_content(database, sample_content(guides={guide.id: guide for guide in guides}), now=NOW)


def by_place(overlays: Iterable[Overlay]) -> dict[tuple[str, str], Overlay]:
    return {(overlay.region, overlay.id): overlay for overlay in overlays}


def load(database: Database, memory: DocumentMemory, parse: ReadingPerson) -> list[str]:
    with database.read() as connection:
        return list(memory.load(connection, "guide", "ids", parse).values())


def test_only_what_changed_is_read_again(database: Database) -> None:
    memory, person = DocumentMemory(), ReadingPerson()
    everything = sorted(guide.id for guide in GUIDES)
    assert load(database, memory, person) == everything == person.read
    person.read.clear()
    assert load(database, memory, person) == everything
    assert person.read == []
    publish_guides(database, replace(ID_CARD, department="派出所"), *GUIDES[1:])
    assert load(database, memory, person) == everything
    assert person.read == [ID_CARD.id]


def test_what_was_withdrawn_is_gone_and_what_came_back_is_there(database: Database) -> None:
    memory, person = DocumentMemory(), ReadingPerson()
    load(database, memory, person)
    publish_guides(database, *GUIDES[1:])
    assert ID_CARD.id not in load(database, memory, person)
    publish_guides(database, *GUIDES)
    assert ID_CARD.id in load(database, memory, person)


@pytest.mark.parametrize("most", [0, 1000], ids=["in one pass", "one by one"])
def test_objects_are_the_published_ones_and_an_unchanged_one_is_the_very_same(
    database: Database, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_memory, "MOST_SINGLE_READS", most)
    memory = DocumentMemory()
    with database.read() as connection:
        first = {cls: memory.load_objects(connection, cls) for cls in (Guide, Region, Overlay)}
    published = load_published(database)
    assert first[Guide] == sorted(published.guides.values(), key=lambda guide: guide.id)
    assert first[Region] == sorted(published.regions.values(), key=lambda region: region.code)
    assert by_place(first[Overlay]) == by_place(OVERLAYS)
    publish_guides(database, replace(ID_CARD, department="派出所"), *GUIDES[1:])
    with database.read() as connection:
        second = memory.load_objects(connection, Guide)
    same = [guide.id for guide, before in zip(second, first[Guide], strict=True) if guide is before]
    assert same == sorted(guide.id for guide in GUIDES[1:])
    assert next(guide for guide in second if guide.id == ID_CARD.id).department == "派出所"
