"""Where the television begins: at home, at the welcome, or where a terminal of another text size left off."""

import pytest

from tvapp.kiosk import START_ROUTE
from tvapp.running import first_place


@pytest.mark.parametrize(
    ("left", "is_known", "place"),
    [
        ("", True, ("home", "")),
        ("", False, ("welcome", "")),
        ("settings bigger", True, ("settings", "bigger")),
        ("guide/id-card-lost/fees", True, ("guide/id-card-lost/fees", "")),
        ("settings bigger", False, ("settings", "bigger")),
        ("no/such/screen bigger", True, ("home", "")),
        ("no/such/screen", False, ("welcome", "")),
    ],
)
def test_the_first_place(left: str, is_known: bool, place: tuple[str, str]) -> None:
    assert first_place({START_ROUTE: left}, is_known=is_known) == place


def test_without_a_kiosk_it_begins_at_home() -> None:
    assert first_place({}, is_known=True) == ("home", "")
