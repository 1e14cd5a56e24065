"""One step of a setting, as keys and voice take it."""

from __future__ import annotations

import pytest

from tvapp.adjusting import ADJUSTMENTS, adjust, said_of, text_size_of
from tvapp.kiosk import GRIDS
from tvapp.memory import RATES, TEXT_SIZES, USUAL_RATE, USUAL_VOLUME, VOLUMES, Memory
from tvapp.words import Words

UNDONE_BY = {"bigger": "smaller", "faster": "slower", "louder": "quieter"}
ENDS = {
    "bigger": TEXT_SIZES[-1],
    "smaller": TEXT_SIZES[0],
    "faster": RATES[-1],
    "slower": RATES[0],
    "louder": VOLUMES[-1],
    "quieter": VOLUMES[0],
}


@pytest.mark.parametrize("name", ADJUSTMENTS)
def test_steps_lead_to_the_end_and_no_further_and_each_is_said_in_words(name: str) -> None:
    words, memory, setting = Words.load(), Memory(text_size="normal"), ADJUSTMENTS[name].setting
    said = []
    for _ in range(len(RATES) + 1):
        after = adjust(memory, name, text_size=memory.text_size)
        said.append(said_of(name, memory, after, words, text_size=memory.text_size))
        memory = after
    assert getattr(memory, setting) == ENDS[name]
    assert said[-1] == said[-2]
    assert said[-1].startswith("不能再")
    assert not said[0].startswith("不能再")
    assert all(len(sentence) <= 30 and sentence.endswith("。") for sentence in said)


@pytest.mark.parametrize(("there", "back"), UNDONE_BY.items())
def test_each_step_has_another_that_undoes_it(there: str, back: str) -> None:
    begun = Memory(text_size="normal")
    moved = adjust(begun, there, text_size="normal")
    assert moved != begun
    assert adjust(moved, back, text_size=moved.text_size) == begun


def test_the_usual_values_are_steps_and_the_ends_are_what_people_can_follow() -> None:
    assert USUAL_RATE in RATES
    assert USUAL_VOLUME in VOLUMES
    assert (RATES[0], RATES[-1]) == (130, 245)
    assert list(RATES) == sorted(RATES)


def test_whoever_has_chosen_no_text_size_starts_from_the_one_in_sight() -> None:
    assert adjust(Memory(), "bigger", text_size="large").text_size == "largest"


@pytest.mark.parametrize("name", GRIDS)
def test_a_picture_is_called_by_the_text_size_whose_grid_is_nearest(name: str) -> None:
    columns = GRIDS[name][0]
    assert {text_size_of(columns + aside) for aside in (-2, 0, 2)} == {name}
    assert text_size_of(1) == "largest"
    assert text_size_of(500) == "small"
