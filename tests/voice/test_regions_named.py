"""Places as people name them."""

import pytest

from voice.regions_named import RegionNames


@pytest.mark.parametrize(
    ("name", "near", "codes"),
    [
        ("余杭", "330106", ["330110"]),
        ("余杭区", "000000", ["330110"]),
        ("杭州西湖区", "000000", ["330106"]),
        ("浙江", "330106", ["330000"]),
        ("浙江杭州滨江", "110105", ["330108"]),
        ("北京朝阳", "330106", ["110105"]),
        ("没有这个地方", "330106", []),
        ("", "330106", []),
    ],
)
def test_a_place_is_found_by_its_name(region_names: RegionNames, name: str, near: str, codes: list[str]) -> None:
    assert [region.code for region in region_names.find(name, near)] == codes


def test_of_places_with_one_name_the_one_near_home_is_meant(region_names: RegionNames) -> None:
    assert [region.code for region in region_names.find("鼓楼区", "320102")] == ["320106"]


def test_no_more_than_three_places_are_offered(region_names: RegionNames) -> None:
    assert len(region_names.find("鼓楼区", "000000")) == 3


def test_a_district_is_told_with_its_city(region_names: RegionNames) -> None:
    assert region_names.full_name("330110") == "杭州市余杭区"
