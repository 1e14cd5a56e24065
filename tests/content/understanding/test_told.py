"""How people come to a service tells which is meant where no name was said; what was never learnt is left alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.beside_examples import fold_of, load_openings
from benchmarks.tune_told import Example, examples, learnt_weights, made_of
from channel_api.search.lexicon_building import entry_of
from content.files import content_folder, load_content
from content.understanding.candidates import Candidate
from content.understanding.features import features_of
from content.understanding.learnt import read_learnt, to_bytes
from content.understanding.search import Understanding
from content.understanding.target_names import Name, Target
from content.understanding.told import NOTHING_OF_OURS, Likely, Told, reweighed, told_apart
from content.understanding.vocabulary import Vocabulary
from content.understanding.wording import Wording, load_wording

WORDING = content_folder() / "wording"


@pytest.fixture(scope="module", name="wording")
def _wording() -> Wording:
    return load_wording(WORDING)


def candidate(service: str, score: float) -> Candidate:
    name = Name(service, "title")
    return Candidate(Target("service", service, service, "topic", (name,)), score, name)


def test_the_likelier_of_two_that_fit_alike_comes_first() -> None:
    likely = Likely({"licence-lost": 0.05, "id-card-lost": 0.9}, 0.05)
    first, second = reweighed([candidate("licence-lost", 0.6), candidate("id-card-lost", 0.55)], likely)
    assert first.target.id == "id-card-lost"
    assert first.score > 0.55
    assert second.score < 0.6


def test_a_service_nothing_was_learnt_about_keeps_its_score() -> None:
    likely = Likely({"id-card-lost": 0.9}, 0.1)
    unknown = candidate("county-own-service", 0.7)
    assert unknown in reweighed([unknown, candidate("id-card-lost", 0.3)], likely)
    assert reweighed([unknown], likely) == [unknown]


def test_a_name_that_was_said_needs_no_other_evidence() -> None:
    likely = Likely({"passport-first": 0.0, "passport-renew": 0.9}, 0.1)
    named = candidate("passport-first", 1.0)
    assert reweighed([candidate("passport-renew", 0.5), named], likely)[0] == named


def test_of_names_about_as_well_the_one_people_mean_goes_clearly_first() -> None:
    likely = Likely({"business-licence": 0.85, "business-close": 0.1}, 0.05)
    names = [candidate("business-close", 0.8), candidate("business-licence", 0.78), candidate("invoice", 0.5)]
    first, second, third = told_apart(names, likely, 0.06)
    assert (first.target.id, first.score) == ("business-licence", 0.8)
    assert second.target.id == "business-close"
    assert first.score - second.score > 0.06
    assert third == names[2]


@pytest.mark.parametrize(
    ("services", "score"),
    [
        ({"passport-first": 0.5, "passport-renew": 0.4}, 0.8),  # no one of them far likelier
        ({"passport-first": 0.9, "passport-renew": 0.0}, 1.0),  # exactly a name
        ({}, 0.8),  # nothing learnt
    ],
)
def test_names_stay_as_they_are(services: dict[str, float], score: float) -> None:
    names = [candidate("passport-renew", score), candidate("passport-first", 0.78)]
    assert told_apart(names, Likely(services, 0.1), 0.06) == names


def test_most_first_sentences_of_a_topic_are_told_without_themselves(wording: Wording) -> None:
    content, vocabulary = load_content(content_folder()), Vocabulary(wording)
    topic = {guide.id for guide in content.guides.values() if guide.topic == "household"}
    learnt = learnt_weights([one for one in examples(content, but=0) if one.service in topic], vocabulary)
    tested = [(text, guide) for text, guide in load_openings() if guide in topic and fold_of(text) == 0]
    told = Told(learnt)
    likely = [told.likely(features_of(vocabulary.units(text), vocabulary)).services for text, _ in tested]
    right = sum(max(one, key=one.__getitem__) == guide for one, (_, guide) in zip(likely, tested, strict=True))
    assert len(tested) >= 20
    assert right >= 0.7 * len(tested)


def test_the_weights_that_are_kept_are_of_the_examples_there_are(wording: Wording) -> None:
    assert wording.told is not None
    now = made_of(examples(load_content(content_folder())))
    assert wording.told.made_of == now, "python -m benchmarks.tune_told learns them anew"


def test_what_is_kept_is_what_was_learnt(wording: Wording, tmp_path: Path) -> None:
    said = [Example("卡丢了", "card"), Example("卡掉了", "card"), Example("今天下雨", NOTHING_OF_OURS)]
    learnt = learnt_weights(said, Vocabulary(wording))
    file = tmp_path / "told.weights"
    file.write_bytes(to_bytes(learnt))
    assert read_learnt(file) == learnt


@pytest.mark.parametrize("damaged", [b"", b"no weights", b"x\x9c"])
def test_a_file_of_something_else_is_refused_by_its_name(tmp_path: Path, damaged: bytes) -> None:
    file = tmp_path / "told.weights"
    file.write_bytes(damaged)
    with pytest.raises(ValueError, match=r"told\.weights is not a file of learnt weights"):
        read_learnt(file)


def test_words_without_learnt_weights_are_words_all_the_same(wording: Wording) -> None:
    guide = load_content(content_folder()).guides["id-card-lost"]
    vocabulary = Vocabulary(replace(wording, told=None))
    assert Understanding([entry_of(guide, vocabulary)], vocabulary).search("补身份证").results[0].id == guide.id
