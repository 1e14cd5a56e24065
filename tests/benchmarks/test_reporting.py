"""What a bench writes down: verdicts, quantiles, tables, and the decision whether two kinds of answers differ."""

import json
import random
from pathlib import Path

import pytest

from benchmarks.figures import Aim, BenchError, Figure, Run, Unmeasured, number, quantile, summary
from benchmarks.load import send_at_rate
from benchmarks.measure_cases import difference_of_medians, guess_right
from benchmarks.report import line, replace_part, table, write_run

START = Figure(id="start", what="start", unit="s", values={"median": 1.5, "p95": 2.0}, count=10, aim=Aim("median", 1.2))
ABSENT = Unmeasured(id="import", what="import", reason="no test data")
DOCUMENT = "# B\n<!-- core: begin -->\nold\n<!-- core: end -->\n<!-- tv: begin -->\nkept\n<!-- tv: end -->\n"


def run_of(*findings: Figure | Unmeasured) -> Run:
    return Run(
        bench="core", measured_at="2026-11-23", machine={"cores": "2"}, conditions=["It was quiet."], findings=findings
    )


def test_a_quantile_is_a_value_that_was_measured() -> None:
    values = [float(value) for value in range(1, 101)]
    assert [quantile(values, share) for share in (0.5, 0.95, 0.99, 1.0)] == [50.0, 95.0, 99.0, 100.0]
    assert quantile([7.0], 0.99) == 7.0


def test_a_summary_of_few_values_does_not_hide_the_worst() -> None:
    assert summary([1.0, 2.0, 9.0]) == {"median": 2.0, "p95": 9.0}
    assert summary([1.0, 2.0, 9.0], "worst")["worst"] == 9.0


def test_a_missed_aim_says_by_how_much() -> None:
    assert START.is_met is False
    assert START.verdict() == "missed by 0.300 s (25%)"
    assert line(START) == "start: median 1.50 · p95 2.00 s (10 times) - aim median ≤ 1.20 s: missed by 0.300 s (25%)"


@pytest.mark.parametrize(("median", "is_met"), [(1.2, True), (1.21, False)])
def test_an_aim_is_met_up_to_its_very_number(median: float, is_met: bool) -> None:
    figure = Figure(id="x", what="x", unit="s", values={"median": median}, aim=Aim("median", 1.2))
    assert figure.is_met is is_met


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (0.0123, "0.012"), (1.234, "1.23"), (98.76, "98.8"), (26832.4, "26,832")]
)
def test_a_number_is_written_with_three_digits_that_mean_something(value: float, text: str) -> None:
    assert number(value) == text


def test_what_could_not_be_measured_stands_in_the_table_without_numbers() -> None:
    rows = [row for row in table(run_of(START, ABSENT)).splitlines() if row.startswith("| ")]
    assert rows[-1] == "| import | not measured: no test data | | | |"
    assert "| start | median 1.50 · p95 2.00 s | 10 | median ≤ 1.20 s | missed by 0.300 s (25%) |" in rows


def test_a_bench_replaces_its_own_part_and_no_other(tmp_path: Path) -> None:
    results, document = tmp_path / "results.json", tmp_path / "benchmarks.md"
    results.write_text(json.dumps({"tv": {"kept": True}}), encoding="utf-8")
    document.write_text(DOCUMENT, encoding="utf-8")
    write_run(run_of(START, ABSENT), results=results, document=document)
    written = json.loads(results.read_text(encoding="utf-8"))
    assert written["tv"] == {"kept": True}
    assert [figure["id"] for figure in written["core"]["figures"]] == ["start"]
    assert [absent["id"] for absent in written["core"]["not_measured"]] == ["import"]
    text = document.read_text(encoding="utf-8")
    assert "old" not in text
    assert "kept" in text
    write_run(run_of(START, ABSENT), results=results, document=document)
    assert document.read_text(encoding="utf-8") == text


def test_a_document_without_the_marks_is_refused() -> None:
    with pytest.raises(BenchError, match="core: begin"):
        replace_part("# B\n", "core", "new")


def test_two_kinds_of_answers_that_differ_are_told_apart() -> None:
    chance = random.Random(1)
    ours = [chance.gauss(6.0, 1.0) for _ in range(300)]
    slower = [time + 0.5 for time in ours]
    low, high = difference_of_medians(slower, ours, chance)
    assert 0 < low < high < 1
    low, high = difference_of_medians(ours, [chance.gauss(6.0, 1.0) for _ in range(300)], chance)
    assert low < 0 < high


def test_guessing_is_right_half_the_time_where_nothing_differs() -> None:
    assert guess_right([1.0, 2.0], [1.0, 2.0]) == 0.5
    assert guess_right([3.0, 4.0], [1.0, 2.0]) == 1.0


def test_a_request_at_an_even_rate_that_is_refused_counts_as_an_error() -> None:
    times = send_at_rate(lambda path: path == "/good", ["/good", "/bad"], rate=500.0, seconds=0.02)
    assert [time is None for time in times] == [False, True] * 5
