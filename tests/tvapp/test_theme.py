"""Colours that old eyes can read."""

import pytest

from tvapp.theme import DARK, contrast


@pytest.mark.parametrize("name", DARK)
def test_every_pair_has_a_contrast_of_seven_to_one(name: str) -> None:
    assert contrast(DARK[name]) >= 7.0


def test_contrast_is_that_of_the_standard() -> None:
    black_on_white = type(DARK["item"])("#000000", "#ffffff")
    assert round(contrast(black_on_white), 1) == 21.0
