"""Names spelled on a screen keyboard."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.understanding.lexicon import LexiconEntry
from content.understanding.spelled import fit_spelled, rank_spelled

ID_CARD = "ju min shen fen zheng diu shi bu ling"
SYLLABLES = st.lists(st.sampled_from(["xi", "an", "xian", "shen", "fen", "e", "lv", "zhuang"]), min_size=1, max_size=6)


def entry(name: str, syllables: str, weight: float = 1.0) -> LexiconEntry:
    return LexiconEntry(
        id=name,
        title=name,
        spoken_name=name,
        topic="t",
        aliases=(),
        names=(name,),
        syllables=(syllables,),
        initials=("",),
        t9=("",),
        weight=weight,
    )


@pytest.mark.parametrize("typed", ["j", "jumin", "jumins", "jms", "shenfenzheng", "sfz", "shenfz", "sfzheng", "bul"])
def test_a_name_is_found_from_any_syllable_by_whole_or_first_letters(typed: str) -> None:
    assert fit_spelled(typed, ID_CARD) > 0


@pytest.mark.parametrize("typed", ["", "umin", "jm1", "jz", "shenzheng", "lingx", "en"])
def test_letters_that_skip_a_syllable_or_begin_inside_one_do_not_fit(typed: str) -> None:
    assert fit_spelled(typed, ID_CARD) == 0


def test_letters_that_can_be_divided_in_two_ways_find_both() -> None:
    assert fit_spelled("xian", "xi an") > 0
    assert fit_spelled("xian", "xian") > 0


def test_the_beginning_of_a_name_comes_before_its_middle_and_what_is_spelled_out_before_first_letters() -> None:
    entries = [entry("middle", "bu ban shen fen"), entry("initials", "shou huo e ni"), entry("begins", "shen fen")]
    assert [found.id for found in rank_spelled("shen", entries)] == ["begins", "middle", "initials"]


@given(SYLLABLES, st.data())
def test_every_beginning_of_the_full_spelling_fits(syllables: list[str], data: st.DataObject) -> None:
    whole = "".join(syllables)
    typed = whole[: data.draw(st.integers(min_value=1, max_value=len(whole)))]
    assert fit_spelled(typed, " ".join(syllables)) > 0
    assert fit_spelled("".join(syllable[0] for syllable in syllables), " ".join(syllables)) > 0


def test_thousands_of_names_are_searched_in_well_under_the_time_of_a_key() -> None:
    entries = [entry(f"n{number}", f"{ID_CARD} {ID_CARD} shou li {'ban ' * (number % 7)}") for number in range(5000)]
    begin = process_time()
    assert len(rank_spelled("shenfenzhengsl", entries)) == 0
    assert len(rank_spelled("sfzdsbljm", entries)) == 5000
    assert process_time() - begin < 1.0  # some 0.05 s where nothing else runs
