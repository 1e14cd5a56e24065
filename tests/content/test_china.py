"""The regions that come with the program: whoever lives in China finds the place, and no name that is none."""

import re
from collections import Counter
from collections.abc import Mapping

import pytest

from content.files import Content, content_folder, load_content
from content.model import NATIONAL_REGION, Region
from content.regions import ancestry, children

WITHOUT_GUIDES = {"710000", "810000", "820000"}
CITIES_WITHOUT_DISTRICTS = {"441900", "442000", "460400", "620200"}  # 东莞 中山 儋州 嘉峪关
MUNICIPALITIES = {"110000": 16, "120000": 16, "310000": 16, "500000": 37}  # 北京 天津 上海 重庆
DISTRICTS_OF_HANGZHOU = "上城区 拱墅区 西湖区 滨江区 萧山区 余杭区 富阳区 临安区 临平区 钱塘区 桐庐县 淳安县 建德市"
PSEUDO_LEVELS = re.compile("^(市辖区|县|省直辖.*|自治区直辖.*)$")
FUNCTIONAL_ZONE_CODES = range(71, 80)  # the last two digits, where the Bureau of Statistics counts zones as districts


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(content_folder())


@pytest.fixture(scope="module")
def regions(content: Content) -> Mapping[str, Region]:
    return content.regions


def test_there_are_thirty_four_provinces_and_all_that_lies_inside(regions: Mapping[str, Region]) -> None:
    levels = Counter(region.level for region in regions.values())
    assert levels == {"country": 1, "province": 34, "city": 333, "district": 2852}


def test_every_place_leads_up_to_the_country_through_its_own_province(regions: Mapping[str, Region]) -> None:
    for code, region in regions.items():
        way = ancestry(regions, code)
        assert way[0] == NATIONAL_REGION, code
        if region.level in ("city", "district"):
            assert way[1] == f"{code[:2]}0000", code
        if len(way) == 4:
            assert way[2] == f"{code[:4]}00", code


def test_no_two_places_inside_one_have_the_same_name(regions: Mapping[str, Region]) -> None:
    names = Counter((region.parent, region.name) for region in regions.values())
    assert [name for name, count in names.items() if count > 1] == []


def test_names_are_full_and_none_is_a_level_of_statistics(regions: Mapping[str, Region]) -> None:
    for code, region in regions.items():
        assert not PSEUDO_LEVELS.match(region.name), code
        assert re.search("(省|市|区|县|旗|州|盟|行政委员会|全国)$", region.name), code


def test_no_functional_zone_is_a_place(regions: Mapping[str, Region]) -> None:
    zones = [code for code in regions if int(code[4:]) in FUNCTIONAL_ZONE_CODES]
    assert zones == []


def test_only_four_cities_and_what_has_no_guides_end_without_districts(regions: Mapping[str, Region]) -> None:
    parents = {region.parent for region in regions.values()}
    leaves = {code for code, region in regions.items() if region.level != "district"} - parents
    assert leaves == CITIES_WITHOUT_DISTRICTS | WITHOUT_GUIDES


@pytest.mark.parametrize(("code", "count"), MUNICIPALITIES.items())
def test_districts_of_a_municipality_lie_directly_in_it(code: str, count: int, regions: Mapping[str, Region]) -> None:
    inside = [regions[inner] for inner in children(regions, code)]
    assert len(inside) == count
    assert {region.level for region in inside} == {"district"}


def test_hangzhou_has_its_thirteen_districts_with_case_numbers_of_twelve(regions: Mapping[str, Region]) -> None:
    inside = [regions[code] for code in children(regions, "330100")]
    assert [region.name for region in inside] == DISTRICTS_OF_HANGZHOU.split()
    assert {region.case_number_lengths for region in inside} == {(12,)}


def test_where_there_are_no_guides_a_notice_says_whom_to_call(content: Content) -> None:
    own_rules = {code for code, region in content.regions.items() if not region.has_national_rules}
    assert own_rules == WITHOUT_GUIDES
    for code in WITHOUT_GUIDES:
        (notice,) = [notice for notice in content.notices if notice.region == code]
        assert "没有" in notice.text
        assert "12367" in notice.text
        assert "12345" in notice.text
