"""The word tables hold together: nothing twice, nothing that leads nowhere, nothing copied from a test."""

from collections import Counter

import pytest
import yaml

from benchmarks.search_sentences import SENTENCES
from content.files import Content
from content.understanding.vocabulary import LONGEST_WORD_UNITS, Vocabulary
from content.understanding.wording import Wording

FULL_WIDTH = str.maketrans("（）", "()")


def test_no_word_has_two_meanings(wording: Wording) -> None:
    counted = Counter(word for meaning in wording.meanings for word in set(meaning.words))
    counted.update(wording.compounds.keys())
    assert [word for word, often in counted.items() if often > 1] == []


def test_every_compound_is_made_of_known_meanings(wording: Wording) -> None:
    known = {meaning.name for meaning in wording.meanings}
    assert {part for parts in wording.compounds.values() for part in parts} <= known


def test_every_word_can_be_found_as_it_is_written(wording: Wording, vocabulary: Vocabulary) -> None:
    """A character the units drop would leave a shorter, wrong word."""
    words = [word for meaning in wording.meanings for word in meaning.words]
    broken = [word for word in words if "".join(vocabulary.units(word)) != "".join(word.lower().split())]
    too_long = [word for word in words if len(vocabulary.units(word)) > LONGEST_WORD_UNITS]
    assert (sorted(broken), too_long) == ([], [])


def test_every_concept_names_its_service_as_the_guide_does(wording: Wording, catalogue: Content) -> None:
    titles = {guide.id: guide.title.translate(FULL_WIDTH) for guide in catalogue.guides.values()}
    different = {
        concept.id: concept.title
        for concept in wording.concepts.values()
        if concept.id in titles and concept.title.translate(FULL_WIDTH) != titles[concept.id]
    }
    assert different == {}


def test_every_concept_leads_to_a_guide(wording: Wording, catalogue: Content) -> None:
    assert sorted(wording.concepts.keys() - catalogue.guides.keys()) == []


def test_every_guide_has_sayings(wording: Wording, catalogue: Content) -> None:
    assert sorted(catalogue.guides.keys() - wording.concepts.keys()) == []


def test_no_saying_stands_twice(wording: Wording) -> None:
    for concept in wording.concepts.values():
        assert [saying for saying, often in Counter(concept.says).items() if often > 1] == [], concept.id


@pytest.fixture(scope="module")
def measured_sentences() -> set[str]:
    plain = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
    texts = [text for kinds in plain["services"].values() for texts in kinds.values() for text in texts]
    foreign = [text for texts in plain["out_of_domain"].values() for text in texts]
    return {str(text) for text in [*texts, *foreign]}


def test_no_question_and_no_measured_sentence_is_a_word_of_search(
    wording: Wording, catalogue: Content, measured_sentences: set[str]
) -> None:
    tests = measured_sentences | {question for guide in catalogue.guides.values() for question in guide.questions}
    dense = {"".join(text.split()) for text in tests}
    words = [word for meaning in wording.meanings for word in meaning.words]
    sayings = ["".join(saying.split()) for concept in wording.concepts.values() for saying in concept.says]
    names = [name for guide in catalogue.guides.values() for name in guide.aliases]
    assert sorted(dense.intersection([*words, *sayings, *wording.foreign])) == []
    assert sorted(measured_sentences.intersection(names)) == []
