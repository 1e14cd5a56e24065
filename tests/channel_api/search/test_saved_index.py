"""What a start works out is there for the next one, and never wrong: a file that does not fit is as good as none."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from channel_api.catalogue_keeper import SearchIndexBuilder
from channel_api.publishing import publish_content
from channel_api.runtime import Services
from channel_api.search.index import SearchIndex
from channel_api.search.saved_index import FILE, SavedGuide, SavedIndex
from content.files import content_folder, load_content
from content.model import Guide
from tests.channel_api.conftest import NOW
from tests.channel_api.sample_content import sample_content

WORDING = content_folder() / "wording"
QUESTIONS = [
    "身份证丢了",
    "sfz",
    "739",
    "户口本",
    "残疾人补贴",
    "shenfenzheng",
    "驾照到期换证",
    "月亮上的人",
    "出生医学证明",
]


@pytest.fixture(scope="module")
def guides() -> list[Guide]:
    return list(load_content(content_folder()).guides.values())[:25]


@pytest.fixture(scope="module")
def hashes(guides: list[Guide]) -> dict[str, str]:
    return {guide.id: f"hash of {guide.id}" for guide in guides}


@pytest.fixture(scope="module")
def index(guides: list[Guide]) -> SearchIndex:
    return SearchIndex.build(guides, [], WORDING, bodies="now")


@pytest.fixture
def saved(tmp_path: Path, index: SearchIndex, hashes: Mapping[str, str]) -> SavedIndex:
    made = SavedIndex(tmp_path, WORDING)
    made.save(index.to_save(hashes))
    return made


def answers(index: SearchIndex) -> list[object]:
    return [index.search(q, region_ids=None, region="330106", limit=10) for q in QUESTIONS]


def built_from(known: Mapping[str, SavedGuide], guides: list[Guide]) -> SearchIndex:
    return SearchIndex.build(guides, [], WORDING, bodies="now", known=known)


def test_an_index_from_what_was_saved_answers_exactly_alike_and_makes_nothing_anew(
    saved: SavedIndex, index: SearchIndex, guides: list[Guide], hashes: Mapping[str, str]
) -> None:
    again = built_from(saved.load(hashes), guides)
    assert again.made_anew == 0
    assert answers(again) == answers(index)
    assert again.lexicon("330106", None) == index.lexicon("330106", None)


def test_a_guide_that_changed_since_is_made_anew(
    saved: SavedIndex, guides: list[Guide], hashes: Mapping[str, str]
) -> None:
    changed = guides[3].id
    known = saved.load({**hashes, changed: "another"})
    assert set(known) == {guide.id for guide in guides} - {changed}
    assert built_from(known, guides).made_anew == 1


def test_a_damaged_file_is_as_good_as_none(saved: SavedIndex, tmp_path: Path, hashes: Mapping[str, str]) -> None:
    path = tmp_path / FILE
    whole = path.read_bytes()
    head, _, body = whole.partition(b"\n")
    broken = [
        b"",
        b"{}",
        whole[: len(whole) // 2],
        whole.replace("身份证".encode(), "护照本".encode(), 1),
        head + b"\n" + body + body[:100],
        b"\x00\xff" + whole,
        head,
    ]
    for damaged in broken:
        path.write_bytes(damaged)
        assert saved.load(hashes) == {}
    path.unlink()
    assert saved.load(hashes) == {}


def test_a_file_made_with_other_words_or_code_is_not_used(
    saved: SavedIndex, tmp_path: Path, hashes: Mapping[str, str]
) -> None:
    other_words = tmp_path / "wording"
    other_words.mkdir()
    (other_words / "meanings.yaml").write_text("groups: []", encoding="utf-8")
    assert SavedIndex(tmp_path, other_words).load(hashes) == {}
    path = tmp_path / FILE
    head, _, body = path.read_bytes().partition(b"\n")
    path.write_bytes(json.dumps({**json.loads(head), "format": 0}).encode() + b"\n" + body)
    assert saved.load(hashes) == {}


def test_a_folder_that_cannot_be_written_costs_time_only(
    tmp_path: Path, index: SearchIndex, hashes: Mapping[str, str]
) -> None:
    (tmp_path / "file").write_text("no folder")
    nowhere = SavedIndex(tmp_path / "file", WORDING)
    nowhere.save(index.to_save(hashes))
    assert nowhere.load(hashes) == {}


def test_nothing_else_is_left_in_the_folder(saved: SavedIndex, tmp_path: Path) -> None:
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_the_first_index_of_a_server_is_built_from_what_an_earlier_start_left(
    services: Services, tmp_path: Path
) -> None:
    catalogue = services.catalogue.current()
    SearchIndexBuilder(tmp_path, most_unsaved=1_000, bodies="now")(services.database, catalogue)
    assert not (tmp_path / FILE).exists(), "a few guides are made faster than a file is written"
    first = SearchIndexBuilder(tmp_path, most_unsaved=1, bodies="now")(services.database, catalogue)
    again = SearchIndexBuilder(tmp_path, bodies="now")(services.database, catalogue)
    assert (first.made_anew > 0, again.made_anew) == (True, 0)
    content = sample_content()
    changed = replace(content.guides["id-card-lost"], title="居民身份证丢了重办")
    guides = {**content.guides, changed.id: changed}
    publish_content(services.database, replace(content, guides=guides), now=NOW, fingerprint="changed")
    assert SearchIndexBuilder(tmp_path, bodies="now")(services.database, catalogue).made_anew == 1
