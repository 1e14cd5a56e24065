"""Who may do what where: departments by how their names begin, regions with all that lies in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel_api.editing.grants import (
    ROLES,
    Grant,
    Place,
    codes_named,
    department_names,
    may_change,
    parse_grant,
    place_of,
    roles_at,
)
from channel_api.editing.workflow import ACTS, Person
from content.model import Region

REGIONS = {
    code: Region(code=code, name=name, parent=parent, level="city")
    for code, name, parent in (
        ("000000", "全国", ""),
        ("330000", "浙江省", "000000"),
        ("330100", "杭州市", "330000"),
        ("330106", "西湖区", "330100"),
        ("440000", "广东省", "000000"),
    )
}
CODES = [*REGIONS, "999999"]
DEPARTMENTS = ["公安局", "公安局交警支队", "县级民政部门", "民政局", "民政部门，街道、乡镇受理", "", "税务局"]

grants = st.builds(
    Grant,
    st.sampled_from(ROLES),
    st.sampled_from(["", "公安", "公安局", "民政", "税务局"]),
    st.sampled_from(["", *CODES]),
)
many_grants = st.frozensets(grants, max_size=4)
places = st.builds(
    lambda region, department: place_of(region, department, REGIONS),
    st.sampled_from(CODES),
    st.sampled_from(DEPARTMENTS),
)


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("公安局", ["公安局"]),
        ("县级民政部门，街道、乡镇受理", ["民政部门", "街道", "乡镇受理"]),
        ("乡镇人民政府、街道办事处受理,县级民政部门确认", ["乡镇人民政府", "街道办事处受理", "民政部门确认"]),
        ("县级以上司法行政部门的法律援助机构", ["司法行政部门的法律援助机构"]),
        ("县级、市级教育部门", ["教育部门"]),
        ("浙江省杭州市公安局西湖分局", ["公安局西湖分局"]),
        ("浙江公安", ["公安"]),
        ("当地自来水公司", ["自来水公司"]),
        ("杭州市", ["杭州市"]),
        ("公共就业和人才服务机构", ["公共就业和人才服务机构"]),
        ("　", []),
        ("", []),
    ],
)
def test_a_departments_name_is_read_without_the_words_that_say_where_it_is(said: str, names: list[str]) -> None:
    assert list(department_names(said, ["全国", "浙江省", "杭州市"])) == names


def test_a_grant_reaches_down_but_never_up_nor_beside() -> None:
    grant = Grant("editor", "公安局", "330100")
    assert grant.covers(place_of("330106", "公安局交警支队", REGIONS))
    assert grant.covers(place_of("330100", "杭州市公安局", REGIONS))
    assert not grant.covers(place_of("330000", "公安局", REGIONS))
    assert not grant.covers(place_of("440000", "公安局", REGIONS))
    assert not grant.covers(place_of("330106", "民政局", REGIONS))
    assert not grant.covers(place_of("330106", "", REGIONS)), "what names no department belongs to none"
    assert not grant.covers(place_of("999999", "公安局", REGIONS)), "a region nobody knows lies nowhere"


@given(many_grants, st.lists(places, max_size=3), st.sampled_from(ACTS))
def test_within_places_nobody_may_more_than_a_grant_for_each_of_them_gives(
    held: frozenset[Grant], where: list[Place], act: str
) -> None:
    person = Person("eva", frozenset(), held)
    narrowed = person.within(where)
    assert not person.may(act), "whoever does not ask where refuses"  # type: ignore[arg-type]
    for role in narrowed.roles:
        assert where
        assert all(any(grant.role == role and grant.covers(place) for grant in held) for place in where)
    if narrowed.may(act):  # type: ignore[arg-type]
        assert person.may_somewhere(act)  # type: ignore[arg-type]


@given(many_grants, st.lists(places, min_size=1, max_size=2), places)
def test_one_more_place_never_gives_more_and_one_more_grant_never_less(
    held: frozenset[Grant], where: list[Place], more: Place
) -> None:
    assert roles_at(held, [*where, more]) <= roles_at(held, where)
    assert roles_at(held, where) <= roles_at(held | {Grant("reviewer")}, where)


@given(many_grants, many_grants, st.lists(places, min_size=1, max_size=2))
def test_an_administrator_gives_nothing_beyond_what_they_administer(
    actor: frozenset[Grant], given_away: frozenset[Grant], where: list[Place]
) -> None:
    if may_change(actor, given_away, REGIONS) and roles_at(given_away, where):
        assert all("administrator" in roles_at(actor, [place]) for place in where)


@given(grants)
def test_an_administrator_of_everything_may_change_everybody_and_an_editor_nobody(grant: Grant) -> None:
    assert may_change([Grant("administrator")], [grant], REGIONS)
    assert not may_change([Grant("editor"), Grant("publisher")], [grant], REGIONS)


@pytest.mark.parametrize(
    ("role", "department", "region", "wrong"),
    [
        ("emperor", "", "", "role"),
        ("editor", "民", "", "department"),
        ("editor", "民政、公安", "", "department"),
        ("editor", "民" * 61, "", "department"),
        ("editor", "", "999999", "region"),
        ("editor", "", "西湖", "region"),
    ],
)
def test_a_grant_that_means_nothing_is_refused_with_what_is_wrong(
    role: str, department: str, region: str, wrong: str
) -> None:
    with pytest.raises(ValueError, match=f"^{wrong}$"):
        parse_grant(role, department, region, REGIONS)


def test_of_regions_of_one_name_the_one_is_meant_that_is_named_with_where_it_lies() -> None:
    two = {**REGIONS, "360103": Region(code="360103", name="西湖区", parent="440000", level="district")}
    assert codes_named("西湖区", REGIONS) == ["330106"]
    assert codes_named("西湖区", two) == ["330106", "360103"]
    assert codes_named("杭州市西湖区", two) == ["330106"]
    assert codes_named("浙江省杭州市西湖区", two) == ["330106"]
    assert codes_named("广州市西湖区", two) == []
    assert codes_named("", two) == []


def test_the_country_is_everywhere_and_a_departments_name_is_read_as_in_the_guides() -> None:
    assert parse_grant("editor", "", "000000", REGIONS) == Grant("editor")
    assert parse_grant("editor", " 杭州市 民政 ", "330100", REGIONS) == Grant("editor", "民政", "330100")


@given(st.text(max_size=40), st.text(max_size=6))
def test_whatever_is_typed_is_a_grant_or_refused(department: str, region: str) -> None:
    try:
        made = parse_grant("editor", department, region, REGIONS)
    except ValueError:
        return
    assert len(made.department) != 1
    assert made.department.isprintable()
    assert made.region in ("", *REGIONS)
