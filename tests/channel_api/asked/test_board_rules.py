"""Counting, comparing, drawing and writing files: by rules that know neither store nor pages."""

import csv
import io
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel_api.asked.board import Asked, count_searches, is_inside, told
from channel_api.asked.charts import COLUMNS_HEIGHT, SCALE_STEPS, TOP, WIDTH, paired_bars, scale_top, stacked_columns
from channel_api.asked.periods import choose_period
from channel_api.asked.tables import FORMULA_SIGNS, csv_text, safe_cell
from channel_api.asked.tasks import FEWEST_BAD_STARS, open_stars
from tests.channel_api.conftest import NOW

TODAY = date(2026, 11, 25)
PERIOD = choose_period("week", "", "", TODAY)


def asked(day: int, verdict: str, topic: str, count: int) -> Asked:
    return Asked(date(2026, 11, day), verdict, topic, count)  # type: ignore[arg-type]


ROWS = [
    asked(23, "confident", "household", 5),
    asked(24, "none", "", 2),
    asked(25, "choose", "medical", 1),
    asked(16, "confident", "household", 3),
    asked(17, "none", "", 9),
    asked(20, "none", "", 1_000),  # a Friday of the week before: no day of it has come yet in this one
]


def test_what_is_counted_stands_beside_the_same_days_of_the_week_before() -> None:
    searches = count_searches(ROWS, PERIOD)
    assert (searches.count, searches.before) == (8, 12)
    assert [(line.key, line.count, line.before) for line in searches.verdicts] == [
        ("confident", 5, 3),
        ("choose", 1, 0),
        ("none", 2, 9),
    ]
    assert [(line.key, line.count, line.before) for line in searches.topics] == [("household", 5, 3), ("medical", 1, 0)]
    assert [column.count for column in searches.columns] == [5, 2, 1]


def test_of_one_topic_only_that_topic_is_counted() -> None:
    searches = count_searches(ROWS, PERIOD, topic="medical")
    assert (searches.count, searches.before) == (1, 0)
    assert [line.key for line in searches.topics] == ["medical"]


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (4, None), (5, 5), (600, 600)])
def test_what_few_asked_in_a_place_is_not_told(count: int, shown: int | None) -> None:
    assert told(count) == shown


@pytest.mark.parametrize(
    ("region", "wider", "is_it"),
    [
        ("330106", "330100", True),
        ("330106", "330000", True),
        ("330106", "330106", True),
        ("330106", "000000", True),
        ("330106", "440000", False),
        ("330100", "330106", False),
        ("330000", "330100", False),
    ],
)
def test_a_county_lies_in_its_city_its_province_and_the_country(region: str, wider: str, is_it: bool) -> None:
    assert is_inside(region, wider) is is_it


@given(st.lists(st.lists(st.integers(0, 100_000), min_size=3, max_size=3), min_size=1, max_size=60))
def test_columns_stand_on_each_other_and_inside_the_drawing(counts: list[list[int]]) -> None:
    chart = stacked_columns([str(number) for number in range(len(counts))], counts)
    floor = TOP + COLUMNS_HEIGHT
    for bar in chart.bars:
        assert bar.y >= TOP - 0.2
        assert bar.y + bar.height <= floor + 0.2
        assert bar.x >= 0
        assert bar.x + bar.width <= WIDTH + 0.2
    total = sum(map(sum, counts))
    drawn = sum(bar.height for bar in chart.bars)
    assert drawn == pytest.approx(
        total / scale_top(max(map(sum, counts))) * COLUMNS_HEIGHT, abs=0.1 * len(chart.bars) + 0.1
    )


def test_high_numbers_of_a_scale_are_short() -> None:
    chart = stacked_columns(["11-23"], [[120_000, 30_000, 0]])
    assert [mark.text for mark in chart.marks] == ["0", "4万", "8万", "12万", "16万", "11-23"]


@given(st.integers(0, 10**9))
def test_a_scale_ends_with_a_number_that_holds_the_highest_and_divides_into_its_steps(most: int) -> None:
    top = scale_top(most)
    assert top >= most
    assert top % SCALE_STEPS == 0
    assert top <= max(SCALE_STEPS, 3 * most)


def test_bars_of_now_and_before_share_one_scale() -> None:
    chart = paired_bars(["户籍", "医保"], [50, 10], [100, 0])
    now, before = ([bar.width for bar in chart.bars if bar.kind == kind] for kind in (0, 1))
    assert now == [WIDTH / 2, WIDTH / 10]
    assert before == [WIDTH, 0]


@pytest.mark.parametrize("sign", FORMULA_SIGNS)
def test_no_text_becomes_a_formula(sign: str) -> None:
    for text in (f"{sign}HYPERLINK(1)", f"  {sign}=1", f"\u3000{sign}+1"):
        assert safe_cell(text) == f"'{text}"


@given(st.lists(st.lists(st.one_of(st.text(), st.integers(), st.none()), min_size=2, max_size=2)))
def test_a_file_reads_back_as_its_rows(rows: list[list[str | int | None]]) -> None:
    text = csv_text(["甲", "乙"], rows)
    assert text.startswith("\ufeff")
    read = list(csv.reader(io.StringIO(text[1:], newline="")))
    assert read == [["甲", "乙"], *([safe_cell(cell) for cell in row] for row in rows)]


def test_bad_stars_are_work_only_where_they_are_several_and_newer_than_the_last_answer() -> None:
    moments = [NOW + timedelta(hours=number) for number in range(FEWEST_BAD_STARS + 1)]
    assert open_stars(moments[: FEWEST_BAD_STARS - 1], None) == []
    assert open_stars(moments, None) == moments
    assert open_stars(moments, moments[1]) == []
    assert open_stars(moments, moments[0]) == moments[1:]
