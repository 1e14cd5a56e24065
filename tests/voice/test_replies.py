"""The measure of what is spoken, and that no reply is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.files import Content
from tests.voice.conftest import MONDAY_MORNING
from voice.guide_answers import ANSWERS, Matter, answer, route_of
from voice.replies import LONGEST_SENTENCE, MOST_SENTENCES, Replies, sentences_of


@given(st.text(max_size=200))
def test_any_text_is_cut_to_the_measure(text: str) -> None:
    sentences = sentences_of(text)
    assert len(sentences) <= MOST_SENTENCES
    assert all(len(sentence) <= LONGEST_SENTENCE for sentence in sentences)


def test_a_long_sentence_ends_at_a_comma() -> None:
    assert sentences_of("先去派出所，" * 10) == ("先去派出所，先去派出所，先去派出所，先去派出所，先去派出所。",)


@pytest.mark.parametrize("aspect", sorted(ANSWERS))
def test_every_guide_answers_every_aspect(catalogue: Content, aspect: str) -> None:
    silent = []
    for guide in catalogue.guides.values():
        matter = Matter(guide, (), MONDAY_MORNING, catalogue.calendar, Replies.load())
        if not sentences_of(*answer(aspect, matter)):
            silent.append(guide.id)
    assert silent == []
    assert route_of("id-card-lost", aspect).startswith("guide/id-card-lost")


def test_whoever_need_not_go_twice_hears_that_it_can_be_sent_home(catalogue: Content) -> None:
    replies = Replies.load()
    sent = replies.text("aspects.courier")
    for guide in catalogue.guides.values():
        said = answer("online", Matter(guide, (), MONDAY_MORNING, catalogue.calendar, replies))
        can_be_sent = bool(guide.channels and guide.channels.courier)
        assert (sent in said) == can_be_sent, guide.id
