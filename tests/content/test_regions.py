"""Who lies inside whom."""

import pytest

from content.model import Region
from content.regions import UnknownRegionError, ancestry, children, is_within

REGIONS = {
    region.code: region
    for region in (
        Region(code="000000", name="全国", level="country"),
        Region(code="990000", name="云上省", parent="000000", level="province"),
        Region(code="990100", name="云上市", parent="990000", level="city"),
        Region(code="990106", name="湖畔区", parent="990100", level="district"),
        Region(code="980000", name="海上省", parent="000000", level="province"),
    )
}


def test_the_way_to_a_district_begins_with_the_country() -> None:
    assert ancestry(REGIONS, "990106") == ["000000", "990000", "990100", "990106"]
    assert ancestry(REGIONS, "000000") == ["000000"]


def test_an_unknown_region_has_no_way() -> None:
    with pytest.raises(UnknownRegionError, match="990999"):
        ancestry(REGIONS, "990999")


def test_parents_that_run_in_a_circle_end_all_the_same() -> None:
    first = Region(code="990000", name="甲", parent="990100", level="province")
    second = Region(code="990100", name="乙", parent="990000", level="city")
    assert ancestry({"990000": first, "990100": second}, "990100") == ["990000", "990100"]


def test_a_region_lies_within_itself_and_all_that_is_wider() -> None:
    assert is_within(REGIONS, "990106", "990000")
    assert is_within(REGIONS, "990106", "990106")
    assert not is_within(REGIONS, "990000", "990106")
    assert not is_within(REGIONS, "990106", "980000")
    assert not is_within(REGIONS, "990999", "000000")


def test_the_regions_directly_inside_come_in_the_order_of_their_codes() -> None:
    assert children(REGIONS, "000000") == ["980000", "990000"]
    assert children(REGIONS, "990106") == []
