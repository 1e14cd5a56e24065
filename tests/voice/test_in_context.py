"""What is said while a guide is at hand: whether it goes on about it, by what was learnt."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest

from benchmarks.context_examples import made_of
from content.understanding.learnt import read_learnt
from voice.forest import LEAF, Forest, read_forest, to_bytes
from voice.in_context import FOREST_FILE, FRAMES_FILE, READINGS

# Is the first sign at most 0.5? Then the first meaning, and the second sign tells how much; else the second meaning.
FEW = Forest(
    meanings=("stays", "goes"),
    signs=("named", "asked"),
    made_of="examples",
    asked=bytes([0, 1, LEAF, LEAF, LEAF, 0, LEAF, LEAF]),
    bounds=array("d", [0.5, 0.0, 1.0, 2.0, -1.0, 0.5, -1.0, 1.0]),
    else_to=array("I", [4, 3, 0, 0, 0, 7, 0, 0]),
    roots=array("I", [0, 5]),
)


def test_trees_are_asked_from_their_roots_and_their_answers_are_added_up() -> None:
    stays = FEW.chances({"named": 0.0, "asked": 1.0})
    goes = FEW.chances({"asked": 0.0, "named": 1.0})
    assert stays["stays"] == pytest.approx(0.9526, abs=0.0001)  # 2 against -1
    assert goes["goes"] == pytest.approx(0.8808, abs=0.0001)  # 1 against -1
    assert sum(stays.values()) == pytest.approx(1.0)


def test_what_equals_a_bound_is_at_most_it() -> None:
    assert FEW.chances({"named": 0.5, "asked": 0.0})["stays"] > FEW.chances({"named": 0.5001, "asked": 0.0})["stays"]


def test_a_missing_sign_is_an_error() -> None:
    with pytest.raises(KeyError, match="asked"):
        FEW.chances({"named": 0.0})


def test_a_file_holds_what_was_grown(tmp_path: Path) -> None:
    file = tmp_path / "few.weights"
    file.write_bytes(to_bytes(FEW))
    assert read_forest(file) == FEW


@pytest.mark.parametrize("broken", [b"", b"no file of ours", to_bytes(FEW)[:-9]])
def test_another_file_is_refused_by_name(tmp_path: Path, broken: bytes) -> None:
    file = tmp_path / "broken.weights"
    file.write_bytes(broken)
    with pytest.raises(ValueError, match=r"broken\.weights is not a file of trees"):
        read_forest(file)


def test_the_trees_that_are_kept_are_of_the_examples_there_are() -> None:
    now = made_of()
    assert {read_forest(FOREST_FILE).made_of, read_learnt(FRAMES_FILE).made_of} == {now}, (
        "python -m benchmarks.tune_in_context grows them anew"
    )


def test_the_trees_that_are_kept_know_every_reading() -> None:
    kept = read_forest(FOREST_FILE)
    assert kept.meanings == READINGS
    assert all(asked == LEAF or asked < len(kept.signs) for asked in kept.asked)
