"""From content into the store: only what differs is written, nothing is lost, nobody else's is touched; and back."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import text

from channel_api import publishing
from channel_api.exporting import FolderNotEmptyError, export_folder
from channel_api.store import documents
from channel_api.store.database import Database
from channel_api.store.documents import OwnedElsewhereError
from channel_api.store.upgrading import upgrade
from content.files import Content, load_content
from content.model import Notice
from tests.channel_api.conftest import NOW
from tests.channel_api.sample_content import GUIDES, ID_CARD, OVERLAYS, sample_content


@pytest.fixture
def database(database_url: str) -> Database:
    return Database.from_url(database_url)


def version_of(database: Database) -> int:
    with database.read() as connection:
        return documents.find_version(connection)


def revisions_of(database: Database, key: str) -> list[tuple[int, bool]]:
    """Number of each revision of a guide, and whether it says anything."""
    wanted = text("SELECT revision, body FROM revisions WHERE kind = 'guide' AND key = :key ORDER BY revision")
    with database.read() as connection:
        return [(number, body != "") for number, body in connection.execute(wanted, {"key": key})]


def without_guide(guide_id: str) -> Content:
    return sample_content(guides={guide.id: guide for guide in GUIDES if guide.id != guide_id})


def test_publishing_the_same_again_changes_nothing(database: Database) -> None:
    before = version_of(database)
    changes = publishing.publish_content(database, sample_content(), now=NOW)
    assert not changes
    assert changes.unchanged == len(publishing.documents_of(sample_content()))
    assert version_of(database) == before


def test_only_what_differs_becomes_a_new_revision(database: Database) -> None:
    changed = replace(ID_CARD, department="派出所")
    content = sample_content(guides={guide.id: guide for guide in (changed, *GUIDES[1:])})
    changes = publishing.publish_content(database, content, now=NOW)
    assert (changes.added, changes.changed, changes.withdrawn) == ((), (("guide", "id-card-lost"),), ())
    assert revisions_of(database, "id-card-lost") == [(1, True), (2, True)]
    assert revisions_of(database, "medical-claim") == [(1, True)]


def test_what_vanished_is_withdrawn_and_can_come_back(database: Database) -> None:
    publishing.publish_content(database, without_guide("medical-claim"), now=NOW)
    with database.read() as connection:
        assert documents.find_bodies(connection, "guide", ["medical-claim"]) == {}
    publishing.publish_content(database, sample_content(), now=NOW)
    assert revisions_of(database, "medical-claim") == [(1, True), (2, False), (3, True)]


def test_another_origin_is_left_alone(database: Database) -> None:
    notice = Content(notices=(Notice(id="demo", title="示例", text="示例。"),))
    publishing.publish_content(database, notice, now=NOW, origin="demo")
    changes = publishing.publish_content(database, sample_content(), now=NOW)
    assert not changes
    with database.read() as connection:
        assert set(documents.find_bodies(connection, "notice", ["demo", "always"])) == {"demo", "always"}


def test_a_name_of_another_origin_is_refused_and_nothing_is_written(database: Database) -> None:
    before = version_of(database)
    content = Content(guides={"new": replace(ID_CARD, id="new"), ID_CARD.id: replace(ID_CARD, title="别的")})
    assert publishing.preview_content(database, content, origin="items").conflicts == {
        ("guide", "id-card-lost"): "files"
    }
    with pytest.raises(OwnedElsewhereError, match="id-card-lost"):
        publishing.publish_content(database, content, now=NOW, origin="items")
    assert version_of(database) == before
    assert revisions_of(database, "new") == []


def test_a_preview_tells_what_would_happen_and_does_nothing(database: Database) -> None:
    before = version_of(database)
    changes = publishing.preview_content(database, without_guide("medical-claim"))
    assert changes.withdrawn == (("guide", "medical-claim"),)
    assert version_of(database) == before


def test_a_publication_that_fails_halfway_leaves_everything_as_it_was(database: Database) -> None:
    before = version_of(database)
    ready = publishing.documents_of(without_guide("medical-claim"))
    with suppress(KeyboardInterrupt), database.write() as connection:
        documents.publish(connection, publishing.FILES, ready, now=NOW)
        raise KeyboardInterrupt
    assert version_of(database) == before
    assert revisions_of(database, "medical-claim") == [(1, True)]


def test_two_publications_at_once_follow_each_other(database: Database) -> None:
    before = version_of(database)
    contents = [
        sample_content(guides={guide.id: guide for guide in (replace(ID_CARD, notes=str(number)), *GUIDES[1:])})
        for number in range(4)
    ]
    threads = [
        Thread(target=publishing.publish_content, args=(database, content), kwargs={"now": NOW}) for content in contents
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert version_of(database) == before + 4
    assert revisions_of(database, "id-card-lost") == [(number, True) for number in range(1, 6)]


def test_what_is_published_reads_back_as_it_was(database: Database) -> None:
    back = publishing.load_published(database)
    assert back.guides == dict(sorted(sample_content().guides.items()))
    assert sorted(back.overlays, key=str) == sorted(OVERLAYS, key=str)
    assert back.calendar == sample_content().calendar


def test_an_exported_folder_imports_as_no_change(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "content"
    assert export_folder(publishing.load_published(database), folder) > 10
    assert not publishing.preview_content(database, load_content(folder))
    again = tmp_path / "again"
    export_folder(load_content(folder), again)
    files = sorted(path.relative_to(folder) for path in folder.rglob("*.yaml"))
    assert [(again / name).read_bytes() for name in files] == [(folder / name).read_bytes() for name in files]


def test_a_folder_with_something_in_it_is_not_exported_into(database: Database, tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text("")
    with pytest.raises(FolderNotEmptyError):
        export_folder(publishing.load_published(database), tmp_path)


def test_a_folder_that_did_not_change_is_not_even_read(empty_database: Database, tmp_path: Path) -> None:
    upgrade(empty_database)
    folder = tmp_path / "content"
    export_folder(sample_content(), folder)
    first = publishing.publish_folder(empty_database, folder, now=NOW)
    assert first is not None
    assert len(first.added) == len(publishing.documents_of(sample_content()))
    assert publishing.publish_folder(empty_database, folder, now=NOW) is None
    topics = folder / "topics.yaml"
    topics.write_text(topics.read_text().replace("户籍身份", "户口身份"))
    second = publishing.publish_folder(empty_database, folder, now=NOW)
    assert second is not None
    assert second.changed == (("topic", "household"),)
