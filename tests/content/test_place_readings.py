"""How places are read whose characters are usually read otherwise."""

import re
from collections.abc import Mapping

import pytest

from content.files import content_folder
from content.understanding.syllables import SyllableTable
from content.understanding.wording import load_wording
from content.yaml_text import load_plain

WORDING = content_folder() / "wording"
READINGS: Mapping[str, str] = load_plain(WORDING / "place_readings.yaml")
SYLLABLE = re.compile("[a-z]+[1-4]")
# Seen on maps and in official spellings; each is read wrongly character by character.
KNOWN = {
    "重庆市": "chong qing shi",
    "乐陵市": "lao ling shi",
    "乐清市": "yue qing shi",
    "单县": "shan xian",
    "尉氏县": "wei shi xian",
    "尉犁县": "yu li xian",
    "枞阳县": "zong yang xian",
    "涡阳县": "guo yang xian",
    "漯河市": "luo he shi",
    "珲春市": "hun chun shi",
    "马尾区": "ma wei qu",
    "朝阳市": "chao yang shi",
    "民乐县": "min le xian",
    "库尔勒市": "ku er le shi",
    "塔什库尔干塔吉克自治县": "ta shi ku er gan ta ji ke zi zhi xian",
    "鄠邑区": "hu yi qu",
}


@pytest.fixture(scope="module")
def table() -> SyllableTable:
    return load_wording(WORDING).syllables


@pytest.fixture(scope="module")
def places() -> list[str]:
    return [region["name"] for region in load_plain(content_folder() / "regions.yaml")]


def test_every_name_is_a_place_of_china(places: list[str]) -> None:
    strange = [name for name in READINGS if not any(place.startswith(name) for place in places)]
    assert strange == []


@pytest.mark.parametrize("name", READINGS)
def test_a_name_has_one_syllable_with_its_tone_for_each_character(name: str) -> None:
    syllables = READINGS[name].split()
    assert len(syllables) == len(name)
    assert all(SYLLABLE.fullmatch(syllable) for syllable in syllables)


@pytest.mark.parametrize("name", READINGS)
def test_understanding_hears_a_place_by_the_same_reading(name: str, table: SyllableTable) -> None:
    assert table.of(name) == re.sub("[1-4]", "", READINGS[name]).split()


@pytest.mark.parametrize(("place", "spoken"), KNOWN.items())
def test_well_known_places_are_read_as_people_there_say_them(
    place: str, spoken: str, table: SyllableTable, places: list[str]
) -> None:
    assert place in places
    assert " ".join(table.of(place)) == spoken


def test_every_character_of_a_place_can_be_read(table: SyllableTable, places: list[str]) -> None:
    unreadable = [place for place in places if "?" in table.of(place)]
    assert unreadable == []
