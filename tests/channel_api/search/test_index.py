"""The server's search: the shared understanding over guides, filtered by region, with what only bodies say."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channel_api.answers import ResultPlace, SearchResult
from channel_api.search.elsewhere import result_of, with_places
from channel_api.search.index import BodyReading, SearchIndex
from content.files import content_folder
from content.model import Guide, Hotline, Material, Question, Region, Step
from content.understanding.verdict import Found
from tests.drawn import examples

ID_CARD = Guide(
    id="id-card-lost",
    region="000000",
    title="居民身份证丢失补领",
    spoken_name="补身份证",
    aliases=("身份证丢了",),
    topic="household",
    materials=(Material(name="居民户口簿"), Material(name="数码照相回执")),
    questions=("鹦鹉螺号把证叼走了",),
)
RETIREMENT = Guide(
    id="retirement",
    region="000000",
    title="职工正常退休申请",
    topic="social-insurance",
    steps=(Step(title="核对档案", detail="单位测量温室大棚的面积。"),),
    faq=(Question(q="特殊工种怎么算？", a="看规定。"),),
)
GUANGDONG = Guide(id="gd-price", region="440000", title="临时价格干预范围事项提价申报", topic="other")
POLICE = Hotline(number="110", name="报警求助", says=("有人打架",), emergency=True)
HERE = frozenset({"id-card-lost", "retirement"})
HELP = Hotline(number="12345", name="政务服务便民热线", says=("我要投诉",))


def build(guides: Iterable[Guide] = (ID_CARD, RETIREMENT, GUANGDONG), *, bodies: BodyReading = "now") -> SearchIndex:
    return SearchIndex.build(guides, (POLICE, HELP), content_folder() / "wording", bodies=bodies)


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return build()


@pytest.fixture(scope="module")
def placed() -> SearchIndex:
    """The same where the names of regions are known."""
    return SearchIndex.build(
        (ID_CARD, RETIREMENT, GUANGDONG),
        (POLICE, HELP),
        content_folder() / "wording",
        bodies="never",
        regions=[Region(code="440000", name="广东省", level="province")],
    )


def ids(index: SearchIndex, q: str, *, region_ids: frozenset[str] | None = None) -> list[str]:
    return [result.id for result in index.search(q, region_ids=region_ids, region="330106", limit=10).results]


def test_the_answer_names_question_region_and_reason(index: SearchIndex) -> None:
    answer = index.search("身份证丢了", region_ids=None, region="330106", limit=10)
    assert (answer.q, answer.region, answer.verdict) == ("身份证丢了", "330106", "confident")
    first = answer.results[0]
    assert (first.kind, first.id, first.topic, first.score) == ("service", "id-card-lost", "household", 1.0)
    assert (first.matched.field, first.matched.how, first.matched.text) == ("alias", "exact", "身份证丢了")


def test_an_imported_item_is_found_where_it_is_in_force(index: SearchIndex) -> None:
    assert ids(index, "价格干预", region_ids=frozenset({"gd-price", "retirement"})) == ["gd-price"]


def test_an_imported_item_is_not_shown_elsewhere(index: SearchIndex) -> None:
    assert "gd-price" not in ids(index, "价格干预", region_ids=frozenset({"retirement", "id-card-lost"}))


def test_what_only_one_place_offers_is_named_elsewhere_with_its_place(placed: SearchIndex) -> None:
    answer = placed.search("价格干预提价申报", region_ids=HERE, region="330106", limit=10)
    assert answer.verdict == "choose"
    assert (answer.results[0].id, answer.results[0].place) == ("gd-price", ResultPlace(code="440000", name="广东省"))


def test_where_it_is_offered_it_has_no_place(placed: SearchIndex) -> None:
    answer = placed.search("价格干预提价申报", region_ids=frozenset({*HERE, "gd-price"}), region="440100", limit=10)
    assert [(result.id, result.place) for result in answer.results[:1]] == [("gd-price", None)]


def test_a_sure_answer_here_is_not_disturbed_from_elsewhere(placed: SearchIndex) -> None:
    answer = placed.search("身份证丢了", region_ids=HERE, region="330106", limit=10)
    assert answer.verdict == "confident"
    assert all(result.place is None for result in answer.results)


def test_what_is_no_service_is_none_elsewhere_too(placed: SearchIndex) -> None:
    assert placed.search("今天天气怎么样", region_ids=HERE, region="330106", limit=10).verdict == "none"


def test_what_fits_here_stands_before_what_fits_better_elsewhere() -> None:
    here, there = [scored(one, 0.4) for one in "abcd"], [scored("x", 0.9), scored("y", 0.8)]
    assert [one.id for one in with_places(here, there, is_answered=True)] == ["a", "b", "x", "c", "d"]
    assert [one.id for one in with_places(here, [scored("x", 0.3)], is_answered=True)] == ["a", "b", "c", "d"]
    assert [one.id for one in with_places(here, there, is_answered=False)] == ["x", "y", "a", "b", "c", "d"]


def scored(id_: str, score: float) -> SearchResult:
    return result_of(Found("service", id_, id_, "", score, "title", "words", id_))


def test_what_only_a_body_says_is_offered(index: SearchIndex) -> None:
    answer = index.search("温室大棚测量", region_ids=None, region="000000", limit=10)
    assert answer.verdict == "choose"
    assert [(result.id, result.matched.field) for result in answer.results] == [("retirement", "body")]


def test_bodies_do_not_hold_up_the_start() -> None:
    index = build(bodies="never")
    assert ids(index, "身份证丢了")[0] == "id-card-lost"
    assert index.search("温室大棚测量", region_ids=None, region="000000", limit=10).verdict == "none"


def test_questions_are_tests_and_never_indexed(index: SearchIndex) -> None:
    assert index.search("鹦鹉螺号", region_ids=None, region="000000", limit=10).results == ()
    assert "鹦鹉螺号" not in repr(index.lexicon("000000", None))


def test_a_hotline_is_a_result(index: SearchIndex) -> None:
    answer = index.search("有人打架", region_ids=frozenset(), region="000000", limit=10)
    assert [(result.kind, result.id) for result in answer.results] == [("hotline", "110")]


@pytest.mark.parametrize("q", ["110平方米", "12345块钱"])
def test_a_count_is_no_hotline(index: SearchIndex, q: str) -> None:
    assert index.search(q, region_ids=None, region="000000", limit=10).results == ()


@pytest.mark.parametrize("q", ["我的身份证330106199001011234丢了", "330106 1990 0101 1234"])
def test_a_long_number_is_not_echoed(index: SearchIndex, q: str) -> None:
    answer = index.search(q, region_ids=None, region="000000", limit=10)
    assert "1990" not in repr(answer)
    assert "〔数字〕" in answer.q


def test_the_echo_can_always_be_written(index: SearchIndex) -> None:
    index.search("\ud83d身份证", region_ids=None, region="000000", limit=1).q.encode("utf-8")


def test_control_characters_are_not_echoed(index: SearchIndex) -> None:
    answer = index.search("身份证\x00\x1b[31m\u202e\x7f丢了", region_ids=None, region="000000", limit=1)
    assert answer.q == "身份证[31m丢了"


@pytest.mark.parametrize("q", ["%ED%A0%80", "\ud800", "%ed%bf%bf"])
def test_bytes_that_are_no_text_say_nothing(index: SearchIndex, q: str) -> None:
    assert index.search(q, region_ids=None, region="000000", limit=3).results == ()


@given(st.text(max_size=80) | st.text(alphabet="身份证办%ED\u202e\x1b\x00<>'\";- 7a", max_size=220))
@settings(max_examples=examples(200))
def test_any_text_is_answered_and_echoed_so_that_it_can_be_shown(index: SearchIndex, q: str) -> None:
    answer = index.search(q, region_ids=None, region="000000", limit=3)
    answer.q.encode("utf-8")
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in answer.q)
    assert len(answer.results) <= 3
    assert all(0.0 <= result.score <= 1.0 for result in answer.results)


def test_the_lexicon_holds_what_a_box_needs(index: SearchIndex) -> None:
    lexicon = index.lexicon("330106", frozenset({"id-card-lost"}))
    (entry,) = lexicon.services
    assert entry.names == ("居民身份证丢失补领", "补身份证", "身份证丢了")
    assert entry.syllables[2] == "shen fen zheng diu le"
    assert entry.initials == ("jmsfzdsbl", "bsfz", "sfzdl")
    assert entry.t9 == ("567393725", "2739", "73935")
    assert entry.concepts
    assert [hotline.number for hotline in lexicon.hotlines] == ["110", "12345"]


def test_the_version_of_the_lexicon_changes_with_its_content(index: SearchIndex) -> None:
    changed = build([Guide(**{**_fields(ID_CARD), "aliases": ("身份证掉了",)}), RETIREMENT, GUANGDONG], bodies="never")
    versions = {one.lexicon("000000", None).version for one in (index, build(bodies="never"), changed)}
    assert len(versions) == 2


def _fields(guide: Guide) -> dict[str, object]:
    return {name: getattr(guide, name) for name in Guide.__slots__}


def test_an_explanation_names_words_candidates_and_verdict(index: SearchIndex) -> None:
    lines = index.explain("身份证丢了怎么办")
    assert lines[0] == "结论: 有把握, 直接回答"
    assert any(line.startswith("听到: 身份证") for line in lines)
    assert any("居民身份证丢失补领" in line and "身份证丢了" in line for line in lines)


@pytest.mark.parametrize(("q", "how"), [("sfzdl", "首字母"), ("73935", "九宫格")])
def test_an_abbreviation_is_explained_too(index: SearchIndex, q: str, how: str) -> None:
    assert any(how in line for line in index.explain(q))


def test_the_limit_is_kept(index: SearchIndex) -> None:
    assert len(index.search("身份证退休", region_ids=None, region="000000", limit=1).results) == 1


def test_an_empty_catalogue_answers(index: SearchIndex) -> None:
    empty = build([])
    assert empty.search("身份证丢了", region_ids=None, region="000000", limit=10).verdict == "none"
    assert empty.lexicon("000000", None).services == ()
