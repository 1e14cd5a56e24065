"""The packaged catalogue, read once, and the understanding over it."""

import pytest

from channel_api.search.lexicon_building import entry_of
from content.files import Content, content_folder, load_content
from content.understanding.search import Understanding
from content.understanding.vocabulary import Vocabulary
from content.understanding.wording import Wording, load_wording


@pytest.fixture(scope="session")
def wording() -> Wording:
    return load_wording(content_folder() / "wording")


@pytest.fixture(scope="session")
def vocabulary(wording: Wording) -> Vocabulary:
    return Vocabulary(wording)


@pytest.fixture(scope="session")
def catalogue() -> Content:
    return load_content(content_folder())


@pytest.fixture(scope="session")
def understanding(catalogue: Content, vocabulary: Vocabulary) -> Understanding:
    entries = [entry_of(guide, vocabulary) for guide in catalogue.guides.values()]
    return Understanding(entries, vocabulary, hotlines=catalogue.hotlines)
