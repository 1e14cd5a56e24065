"""All names searched together give what looking at one after the other gives, in the same order."""

import random

import pytest

from channel_api.search.lexicon_building import entry_of
from content.files import content_folder, load_content
from content.understanding.abbreviations import Abbreviations, rank
from content.understanding.lexicon import LexiconEntry
from content.understanding.vocabulary import Vocabulary
from content.understanding.wording import load_wording


@pytest.fixture(scope="module")
def entries() -> list[LexiconEntry]:
    content = load_content(content_folder())
    vocabulary = Vocabulary(load_wording(content_folder() / "wording"))
    weights = [1.0, 0.93]
    return [entry_of(guide, vocabulary, weight=weights[n % 2]) for n, guide in enumerate(content.guides.values())]


@pytest.mark.parametrize("by_digits", [False, True])
def test_together_and_one_by_one_are_the_same(entries: list[LexiconEntry], by_digits: bool) -> None:
    together, chance = Abbreviations(entries, by_digits=by_digits), random.Random(5)
    keys = [key for entry in entries for key in (entry.t9 if by_digits else entry.initials)]
    for _ in range(200):
        key = chance.choice(keys)
        places = sorted(chance.sample(range(len(key)), min(len(key), chance.randint(1, 5))))
        for typed in (key, key[: chance.randint(1, len(key))], "".join(key[place] for place in places)):
            assert together.rank(typed) == rank(typed, entries, by_digits=by_digits)


def test_only_what_is_open_is_found_and_nothing_where_nothing_fits(entries: list[LexiconEntry]) -> None:
    together = Abbreviations(entries, by_digits=False)
    first = together.rank("sfz")[0][0].id
    assert [entry.id for entry, _, _ in together.rank("sfz", only={first})] == [first]
    assert together.rank("sfz", only=frozenset()) == []
    assert together.rank("zzzqqq") == []
    assert Abbreviations([], by_digits=False).rank("sfz") == []
