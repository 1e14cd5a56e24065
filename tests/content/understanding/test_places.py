"""The name of a place tells where, and takes nothing from the service it is named with."""

import pytest

from channel_api.search.lexicon_building import entry_of
from content.files import Content
from content.understanding.places import PlaceNames
from content.understanding.search import Understanding
from content.understanding.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def names(catalogue: Content, vocabulary: Vocabulary) -> PlaceNames:
    regions = [region for region in catalogue.regions.values() if region.has_national_rules]
    return PlaceNames(regions, vocabulary.wording.places)


@pytest.fixture(scope="module")
def placed(catalogue: Content, vocabulary: Vocabulary, names: PlaceNames) -> Understanding:
    entries = [entry_of(guide, vocabulary) for guide in catalogue.guides.values()]
    return Understanding(entries, vocabulary, hotlines=catalogue.hotlines, places=names)


def found(names: PlaceNames, text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(text[place.start : place.end], place.codes) for place in names.find(text, lambda name: name == "北京")]


def test_a_full_name_is_a_place_wherever_it_stands(names: PlaceNames) -> None:
    assert found(names, "拱墅区身份证丢了") == [("拱墅区", ("330105",))]
    assert [text for text, _ in found(names, "身份证在西湖区能补吗")] == ["西湖区"]


def test_names_that_follow_at_once_are_one_place(names: PlaceNames) -> None:
    assert found(names, "浙江省杭州市西湖区老年证") == [("浙江省杭州市西湖区", ("330106",))]
    assert found(names, "浙江杭州余杭老年证") == [("浙江杭州余杭", ("330110",))]


def test_a_bare_name_needs_a_word_that_places_follow(names: PlaceNames) -> None:
    assert found(names, "我在余杭想办老年证") == [("余杭", ("330110",))]
    assert found(names, "老人长寿有补贴吗") == []


def test_a_name_that_says_more_than_where_is_left_alone(names: PlaceNames) -> None:
    assert found(names, "我在北京看病") == []
    assert [text for text, _ in found(names, "北京市海淀区老年证")] == ["北京市海淀区"]


def test_what_says_that_somebody_lives_there_belongs_to_it(names: PlaceNames) -> None:
    assert [text for text, _ in found(names, "我家住在拱墅区想办老年证")] == ["家住在拱墅区"]


def test_a_name_that_several_regions_have_keeps_them_all(names: PlaceNames) -> None:
    ((text, codes),) = found(names, "鼓楼区低保怎么办")
    assert (text, len(codes) > 1) == ("鼓楼区", True)


@pytest.mark.parametrize("place", ["西湖区", "我在余杭", "杭州市西湖区", "呼和浩特市", "我家住广州市天河区"])
@pytest.mark.parametrize("q", ["身份证丢了怎么补", "想办老年证", "没有工作了能领钱吗"])
def test_a_place_takes_nothing_from_the_service(placed: Understanding, place: str, q: str) -> None:
    alone, together = placed.search(q), placed.search(place + q)
    assert together.results[0].id == alone.results[0].id
    assert (together.verdict, together.aspect) == (alone.verdict, alone.aspect)
    assert together.places


def test_a_place_alone_is_no_service(placed: Understanding) -> None:
    assert placed.search("杭州市西湖区").verdict == "none"


def test_no_regions_no_places(vocabulary: Vocabulary) -> None:
    assert PlaceNames([], vocabulary.wording.places).find("西湖区", lambda name: False) == ()
