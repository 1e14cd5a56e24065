"""Whether another answer is a better one, and which texts are tried first."""

from hypothesis import given
from hypothesis import strategies as st

from channel_api.answers import Matched, SearchAnswer, SearchResult
from channel_api.asked.effects import Answered, Check, choose_checks, judge, standing, told_first

NONE = Answered("none", ())
SURE = Answered("confident", ("a",))
SECOND = Answered("choose", ("b", "a"))
FIRST = Answered("choose", ("a", "b"))
OTHER = Answered("confident", ("b",))
OWN = Check("身份证不见了", "000000", "a", "own")


def result(id_: str) -> SearchResult:
    matched = Matched(field="title", how="exact", text="")
    return SearchResult(kind="service", id=id_, title="", topic="", score=1.0, matched=matched)


def test_one_sure_answer_is_all_a_household_sees_and_of_a_choice_three() -> None:
    found = tuple(result(id_) for id_ in "abcd")
    assert Answered.of(SearchAnswer(q="", region="", verdict="confident", results=found)).ids == ("a",)
    assert Answered.of(SearchAnswer(q="", region="", verdict="choose", results=found)).ids == ("a", "b", "c")
    assert Answered.of(SearchAnswer(q="", region="", verdict="none", results=found)) == NONE


def test_an_answer_is_the_better_the_sooner_the_right_guide_is_reached() -> None:
    assert standing(NONE, "a") == standing(OTHER, "a") == 0
    assert standing(NONE, "a") < standing(SECOND, "a") < standing(FIRST, "a") < standing(SURE, "a")


def test_losing_the_right_guide_is_worse_and_gaining_it_is_better() -> None:
    assert judge(OWN, SURE, OTHER).way == "worse"
    assert judge(OWN, SURE, FIRST).way == "worse"
    assert judge(OWN, SECOND, FIRST).way == "better"
    assert judge(OWN, OTHER, NONE).way == "same", "neither leads to the guide"


def test_of_what_people_ask_nobody_knows_what_is_right_so_it_is_only_other() -> None:
    check = Check("身份证不见了", "000000", "", "asked")
    assert judge(check, SURE, OTHER).way == "other"
    assert judge(check, SURE, SURE).way == "same"


def test_what_gets_worse_is_told_first_and_what_stays_is_not_told() -> None:
    effects = [judge(OWN, SURE, SURE), judge(OWN, NONE, SURE), judge(OWN, SURE, NONE)]
    assert [effect.way for effect in told_first(effects)] == ["worse", "better"]


@given(st.lists(st.text(alphabet="身份证丢了补办医保卡", min_size=1, max_size=6), max_size=40), st.integers(1, 20))
def test_the_text_itself_is_always_tried_and_no_text_twice(texts: list[str], most: int) -> None:
    this = Check("狗证", "000000", "a", "this")
    checks = [this, *(Check(text, "000000", "b", "own") for text in texts), Check("狗证", "000000", "", "asked")]
    chosen = choose_checks(checks, "狗证", most=most)
    assert chosen[0] == this
    assert len({check.text for check in chosen}) == len(chosen) == min(most, len(set(texts)) + 1)


def test_a_question_that_belongs_to_another_guide_is_tried_for_that_guide_too() -> None:
    this, own = Check("狗证", "000000", "a", "this"), Check("狗证", "000000", "b", "own")
    assert set(choose_checks([this, own], "狗证")) == {this, own}


def test_texts_that_share_characters_with_the_name_are_tried_first() -> None:
    checks = [Check(text, "000000", "", "asked") for text in ("医保卡", "养狗", "遛狗证")]
    assert [check.text for check in choose_checks(checks, "狗证", most=2)] == ["遛狗证", "养狗"]
