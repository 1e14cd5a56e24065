"""Where to go in Hangzhou: every district and county has its counters and a machine that never closes."""

from datetime import datetime, timedelta

import pytest

from content.files import Content, content_folder, load_content
from content.hours import CHINA, WEEKDAYS, is_open
from content.model import Office
from content.regions import children

CITY = "330100"
WANTED_KINDS = {"服务中心", "派出所", "便民点", "自助终端"}
DONE_IN_HOSPITALS = {"birth-certificate"}  # hospitals are no offices of the channel
DISTRICTS = [
    "330102",
    "330105",
    "330106",
    "330108",
    "330109",
    "330110",
    "330111",
    "330112",
    "330113",
    "330114",
    "330122",
    "330127",
    "330182",
]


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(content_folder())


@pytest.fixture(params=DISTRICTS)
def offices(request: pytest.FixtureRequest, content: Content) -> list[Office]:
    """Of one district after another, without those of the city."""
    return [office for office in content.offices if office.region == request.param]


def test_these_are_all_districts_of_the_city(content: Content) -> None:
    assert children(content.regions, CITY) == DISTRICTS


def test_a_district_has_a_hall_a_police_counter_a_community_point_and_a_terminal(offices: list[Office]) -> None:
    assert {office.kind for office in offices} >= WANTED_KINDS


def test_an_office_that_people_work_in_closes_at_noon_and_a_terminal_never(
    offices: list[Office], content: Content
) -> None:
    monday = datetime(2026, 11, 23, tzinfo=CHINA)
    for office in offices:
        assert office.hours is not None
        at = {hour: is_open(office.hours, monday + timedelta(hours=hour), content.calendar) for hour in (3, 10, 13, 15)}
        is_machine = office.kind == "自助终端"
        assert at == {3: is_machine, 10: True, 13: is_machine, 15: True}, office.id


def test_hours_differ_between_districts(content: Content) -> None:
    halls = [office.hours for office in content.offices if office.id.endswith("-hall") and office.region != CITY]
    assert len({str([getattr(hours, day) for day in WEEKDAYS]) for hours in halls}) > len(DISTRICTS) / 2


def test_what_is_done_at_a_window_has_one_in_every_district(offices: list[Office], content: Content) -> None:
    reachable = [*offices, *(office for office in content.offices if office.region == CITY)]
    homeless = [
        guide.id
        for guide in content.guides.values()
        if guide.channels
        and guide.channels.window
        and not any(guide.id in office.services or guide.topic in office.topics for office in reachable)
    ]
    assert set(homeless) <= DONE_IN_HOSPITALS
