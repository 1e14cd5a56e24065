"""However a household asks, the right guide comes; what is no service is said to be none; nothing raises."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.files import Content
from content.understanding.search import Understanding
from tests.drawn import examples


def first(understanding: Understanding, q: str) -> str:
    results = understanding.search(q).results
    return results[0].id if results else ""


@pytest.mark.parametrize(
    ("q", "service"),
    [
        ("身份证丢了", "id-card-lost"),
        ("我身份证不见了该咋整", "id-card-lost"),
        ("身份證唔見咗點算", "id-card-lost"),
        ("申分证丢乐怎么办", "id-card-lost"),  # as a recogniser may write it
        ("shenfenzhengdiule", "id-card-lost"),
        ("shen fen zheng diu le", "id-card-lost"),
        ("居民身份正丢失补领", "id-card-lost"),
        ("sfzdl", "id-card-lost"),
        ("俺娘八十三了政府给发钱不", "elderly-allowance"),
        ("头胎刚满月咋上户口", "birth-registration"),
        ("厂子黄了没活干能领救济金吗", "unemployment-pay"),
        ("老伴走了户口要不要销", "death-registration"),
        ("公积金交房租", "fund-rent"),
        ("养老津怎么领取", "retirement"),  # a syllable swallowed
        ("高铃进贴在哪里领", "elderly-allowance"),  # sounds a bad line takes for each other
        ("居民户口簿补（换）领", "household-book"),
    ],
)
def test_the_service_that_is_meant_comes_first(understanding: Understanding, q: str, service: str) -> None:
    assert first(understanding, q) == service


def test_every_title_and_alias_finds_its_own_service(understanding: Understanding, catalogue: Content) -> None:
    lost = []
    for guide in catalogue.guides.values():
        for name in (guide.title, *guide.aliases):
            near = [found.id for found in understanding.search(name).results[:3]]
            if guide.id not in near:
                lost.append((name, guide.id, near))
    assert lost == []


def test_a_bare_document_offers_a_choice(understanding: Understanding) -> None:
    understood = understanding.search("身份证")
    assert understood.verdict == "choose"
    assert {found.id for found in understood.results[:4]} >= {"id-card-lost", "id-card-renew", "id-card-first"}


@pytest.mark.parametrize(
    ("digits", "service"),
    [("739", "id-card-lost"), ("5435", "divorce"), ("289", "retirement"), ("232", "minimum-living")],
)
def test_the_number_pad_finds_by_first_letters(understanding: Understanding, digits: str, service: str) -> None:
    assert service in [entry.id for entry in understanding.by_t9(digits, limit=8)]


def test_letters_find_by_first_letters(understanding: Understanding) -> None:
    assert understanding.by_initials("sfzdl")[0].id == "id-card-lost"
    assert understanding.by_initials("") == []
    assert understanding.by_t9("01") == []


@pytest.mark.parametrize(
    "q", ["今天天气怎么样", "放首歌听听", "红烧肉怎么做", "股票还会涨吗", "火箭怎么上天", "商标注册"]
)
def test_what_is_no_service_of_ours_is_said_to_be_none(understanding: Understanding, q: str) -> None:
    assert understanding.search(q).verdict == "none"


@pytest.mark.parametrize(
    ("q", "number"),
    [
        ("煤气味", "119"),
        ("家里着火了", "119"),
        ("有人打架", "110"),
        ("不想活了", "12356"),
        ("叫我转账", "96110"),
        ("打120", "120"),
    ],
)
def test_an_emergency_names_its_number(understanding: Understanding, q: str, number: str) -> None:
    found = understanding.search(q).results[0]
    assert (found.kind, found.id) == ("hotline", number)


@pytest.mark.parametrize("q", ["12345", "１２３４５", "打一二三四五", "拨幺二三四五热线"])
def test_a_number_is_understood_however_it_is_said(understanding: Understanding, q: str) -> None:
    assert understanding.search(q).results[0].id == "12345"


@pytest.mark.parametrize("q", ["办护照要120块钱吗", "一百二十块", "110平方的房子过户", "社保交了120个月能退休吗"])
def test_a_number_that_counts_something_calls_nobody(understanding: Understanding, q: str) -> None:
    assert [found for found in understanding.search(q).results[:1] if found.kind == "hotline"] == []


@pytest.mark.parametrize(
    ("q", "aspect"),
    [
        ("办身份证要带什么", "materials"),
        ("办护照多少钱", "fee"),
        ("护照去边度办", "place"),
        ("结婚要预约吗", "booking"),
        ("社保卡几天能拿到", "time"),
        ("外地户口能不能办居住证", "scope"),
        ("我走不动能让儿子代办吗", "agent"),
        ("低保要什么条件", "eligibility"),
        ("落户", ""),
    ],
)
def test_the_aspect_is_understood(understanding: Understanding, q: str, aspect: str) -> None:
    assert understanding.aspect_of(q) == aspect


def test_an_aspect_alone_is_no_service(understanding: Understanding) -> None:
    assert understanding.search("要带什么材料").verdict == "none"


def test_only_what_may_be_shown_is_shown(understanding: Understanding) -> None:
    understood = understanding.search("身份证丢了", only=frozenset({"id-card-renew"}))
    assert {found.id for found in understood.results if found.kind == "service"} <= {"id-card-renew"}


@pytest.mark.parametrize("q", ["身份证丢了", "我想问问老人的优待证", "shenfenzheng", "sfz", "739", "打110", ""])
def test_a_question_read_once_is_found_again_among_others(understanding: Understanding, q: str) -> None:
    reading = understanding.read(q)
    for only in (None, frozenset({"id-card-renew"}), frozenset[str]()):
        assert understanding.search_read(reading, only=only) == understanding.search(q, only=only)


def test_the_candidates_that_lead_are_the_same_however_few_are_asked_for(understanding: Understanding) -> None:
    many = understanding.search("老人去世了医保卡里的钱怎么取", limit=10).results
    assert understanding.search("老人去世了医保卡里的钱怎么取", limit=3).results == many[:3]


def test_how_a_result_was_found_is_told(understanding: Understanding) -> None:
    how = {
        q: understanding.search(q).results[0].how for q in ("身份证丢了", "身粉证丢乐", "sfzdl", "shenfenzhengdiule")
    }
    assert how["身份证丢了"] == "exact"
    assert how["身粉证丢乐"] == "pinyin"
    assert how["sfzdl"] == "initials"
    assert how["shenfenzhengdiule"] == "pinyin"


STRANGE = [
    "",
    " ",
    "。",
    "?",
    "a",
    "5",
    "的",
    "🙂🙂",
    "'; DROP TABLE guides; --",
    "<script>alert(1)</script>",
    "\ud83d",
    "\x00\x1b[31m",
]


@pytest.mark.parametrize("q", [*STRANGE, "身" * 200, "办" * 200, "ab" * 100, "7" * 200, "٣٤٥", "ﬁ①②㊙"])
def test_a_strange_string_is_answered(understanding: Understanding, q: str) -> None:
    assert understanding.search(q).verdict in ("confident", "choose", "none")


@given(st.text(max_size=60))
@settings(max_examples=examples(300))
def test_any_string_is_answered(understanding: Understanding, q: str) -> None:
    understood = understanding.search(q, limit=5)
    assert len(understood.results) <= 5
    assert all(0.0 <= found.score <= 1.0 for found in understood.results)


@given(st.text(alphabet="身份证丢办老人退休公积金社保abzhs0123 ", max_size=40))
@settings(max_examples=examples(300))
def test_any_mixture_of_known_characters_is_answered(understanding: Understanding, q: str) -> None:
    understanding.search(q)
