"""Colours that old eyes can read."""

import pytest

from tests.tvapp.conftest import MakeTelevision
from tvapp.memory import THEMES as CHOICES
from tvapp.remote import Command
from tvapp.svg import render_svg
from tvapp.theme import PALETTES, THEMES, Paint, contrast

PAIRS = [(theme, name) for theme, paints in THEMES.items() for name in paints]


@pytest.mark.parametrize(("theme", "name"), PAIRS)
def test_every_pair_has_a_contrast_of_seven_to_one(theme: str, name: str) -> None:
    assert contrast(THEMES[theme][name]) >= 7.0


@pytest.mark.parametrize("theme", THEMES)
def test_the_focus_stands_out_from_what_lies_around_it(theme: str) -> None:
    paints = THEMES[theme]
    for name in ("item", "box"):
        assert contrast(Paint(paints["focus"].background, paints[name].background)) >= 3.0


def test_what_can_be_chosen_is_what_there_is() -> None:
    assert set(CHOICES) == set(THEMES) == set(PALETTES)
    assert len({frozenset(paints) for paints in THEMES.values()}) == 1


def test_the_chosen_theme_is_in_the_picture_at_once(make_television: MakeTelevision) -> None:
    television = make_television("settings")
    before = render_svg(television.frame())
    television.visit.focused = "theme"
    television.refresh()
    television.press(Command.OK, at_seconds=9)
    after = render_svg(television.frame())
    assert PALETTES["dark"].screen in before
    assert PALETTES["light"].screen in after
    assert PALETTES["dark"].screen not in after


def test_contrast_is_that_of_the_standard() -> None:
    assert round(contrast(Paint("#000000", "#ffffff")), 1) == 21.0
