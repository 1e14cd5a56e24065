"""What speaks for a question being one for the channel, and what against."""

import pytest

from content.understanding.answerable import ALWAYS, SIGNS, chance_of
from content.understanding.explaining import explained_by
from content.understanding.finding_words import GroupedWords
from content.understanding.search import Understanding, Understood
from content.understanding.spotting import Spot
from content.understanding.vocabulary import Word
from content.understanding.wording import Wording


@pytest.fixture(scope="module")
def asked(understanding: Understanding) -> Understood:
    return understanding.search("我家老头子中风瘫痪在床上怎么申请补贴")


def test_every_sign_has_a_weight_and_no_weight_is_idle(wording: Wording) -> None:
    assert set(wording.answerable) == {ALWAYS, *SIGNS}


def test_every_question_shows_every_sign(asked: Understood) -> None:
    assert set(asked.signs) == set(SIGNS)


@pytest.mark.parametrize("sign", ["elsewhere", "foreign", "field_share", "opinion", "reason", "story", "fact", "howto"])
def test_what_speaks_against_lowers_the_chance(wording: Wording, asked: Understood, sign: str) -> None:
    more = {**asked.signs, sign: asked.signs[sign] + 1.0}
    assert chance_of(more, wording.answerable) < chance_of(asked.signs, wording.answerable)


@pytest.mark.parametrize("sign", ["fit", "name_share", "explained_share", "meanings"])
def test_what_a_service_explains_raises_it(wording: Wording, asked: Understood, sign: str) -> None:
    less = {**asked.signs, sign: asked.signs[sign] - 1.0}
    assert chance_of(less, wording.answerable) < chance_of(asked.signs, wording.answerable)


def test_a_situation_told_with_the_words_of_an_illness_stays_a_question_for_us(asked: Understood) -> None:
    assert asked.verdict != "none"


def test_the_same_illness_without_a_service_is_none(understanding: Understanding) -> None:
    assert understanding.search("我家老头子咳嗽流鼻涕喝点什么汤好").verdict == "none"


def test_a_name_of_the_catalogue_needs_no_signs(understanding: Understanding) -> None:
    understood = understanding.search("社会保障卡申领")
    assert (understood.chance, dict(understood.signs)) == (1.0, {})


def test_a_word_the_service_has_explains_its_characters_and_the_rest_stays_open() -> None:
    married = Spot(0, 2, Word("结婚", "meaning", ("结婚",)), "exact", 1.0)
    explained = explained_by("结婚蓝莓", [married], {"m:结婚": ()})
    assert (explained.explained, explained.whole, explained.by_position) == (2.0, 4.0, (1.0, 1.0, 0.0, 0.0))


def test_fillers_need_no_explaining() -> None:
    filler = Spot(0, 2, Word("怎么", "filler", ()), "exact", 1.0)
    assert explained_by("怎么", [filler], {}).whole == 0.0
    assert explained_by("", [], {}).explained == 0.0


def test_characters_that_stand_in_a_name_side_by_side_explain_more_the_longer_the_run() -> None:
    pairs = {"c:价格", "c:格干", "c:干预"}
    shares = [explained_by(text, [], pairs).explained / len(text) for text in ("价格", "价格干", "价格干预")]
    assert shares == sorted(shares)
    assert (shares[0] < 0.5, shares[2]) == (True, 1.0)


def test_words_are_found_from_left_to_right_the_longest_first() -> None:
    table = {"下雨": "weather", "雨天": "weather", "天": "time", "下": "place"}
    found = [(word.start, word.end, word.group) for word in GroupedWords(table).find("下雨天呢")]
    assert found == [(0, 2, "weather"), (2, 3, "time")]
    assert GroupedWords(table).find("") == ()
