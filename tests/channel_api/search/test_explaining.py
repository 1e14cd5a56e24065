"""What search-explain prints has words for everything there is to tell."""

import pytest

from channel_api.search.explaining import _words
from channel_api.search.index import SearchIndex
from content.files import content_folder
from content.model import Guide
from content.understanding.answerable import SIGNS
from content.understanding.wording import Wording, load_wording

ID_CARD = Guide(
    id="id-card-lost",
    region="000000",
    title="居民身份证丢失补领",
    spoken_name="补身份证",
    aliases=("身份证丢了",),
    topic="household",
)


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return SearchIndex.build([ID_CARD], [], content_folder() / "wording", bodies="never")


@pytest.fixture(scope="module")
def wording() -> Wording:
    return load_wording(content_folder() / "wording")


def test_every_sign_field_and_kind_of_talk_has_words(wording: Wording) -> None:
    words = _words()
    assert set(words["signs"]) == set(SIGNS)
    assert set(words["fields"]) == set(wording.fields.values())
    assert set(words["talk"]) == set(wording.talk.values())


def test_the_chance_and_what_moved_it_are_told(index: SearchIndex) -> None:
    lines = index.explain("我孙女发烧了喝什么汤好身份证")
    assert any(line.startswith("像是来办事的") for line in lines)
    assert any("生活里别的事占的字" in line and "不像" in line for line in lines)
    assert any("发烧 → 身体和病" in line for line in lines)


def test_a_name_of_the_catalogue_needs_no_weighing(index: SearchIndex) -> None:
    assert not any(line.startswith("像是来办事的") for line in index.explain("身份证丢了"))
