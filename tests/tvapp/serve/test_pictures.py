"""Frames as messages: everything once, then the rows that changed, every character in its own cells."""

from __future__ import annotations

import json

import pytest

from tests.tvapp.conftest import MakeTelevision
from tests.tvapp.serve.conftest import drawn
from tvapp.frame import Frame, Size, Span
from tvapp.remote import Command
from tvapp.serve.pictures import changes, runs, whole
from tvapp.theme import THEMES
from tvapp.wrap import cell_width

ROUTES = ("home", "guide/id-card-lost", "case", "search", "settings", "hotlines")


@pytest.mark.parametrize("route", ROUTES)
def test_a_whole_picture_says_what_the_frame_says(route: str, make_television: MakeTelevision) -> None:
    frame = make_television(route).frame()
    message = json.loads(json.dumps(whole(frame, THEMES["dark"])))
    assert drawn(message["rows"]) == frame.text().split("\n")
    assert message["columns"] == 80


@pytest.mark.parametrize("route", ROUTES)
def test_every_run_names_a_paint_and_its_characters_fill_their_cells(
    route: str, make_television: MakeTelevision
) -> None:
    frame = make_television(route, size=Size(50, 14)).frame()
    message = whole(frame, THEMES["dark"])
    for row in message["rows"]:
        column = 0
        for start, text, style, width in row:
            assert style in message["paints"]
            assert start == column
            assert {cell_width(character) for character in text} == {width}
            column = start + len(text) * width
        assert column == 50


def test_after_a_key_only_changed_rows_are_sent(make_television: MakeTelevision) -> None:
    television = make_television()
    before = television.frame()
    television.press(Command.RIGHT, at_seconds=1)
    now = television.frame()
    message = changes(before, now)
    assert message is not None
    assert 0 < len(message["changed"]) < 6
    patched = {**dict(enumerate(whole(before, THEMES["dark"])["rows"])), **message["changed"]}
    assert [patched[y] for y in range(23)] == whole(now, THEMES["dark"])["rows"]


def test_where_nothing_changed_nothing_is_sent(make_television: MakeTelevision) -> None:
    assert changes(make_television().frame(), make_television().frame()) is None


def test_a_mark_that_combines_stays_with_its_letter() -> None:
    row = (Span(0, "ae\u0301中", "item"),)
    assert list(runs(row)) == [(0, "ae\u0301", "item", 1), (2, "中", "item", 2)]
    assert drawn([list(runs(row))]) == [Frame(Size(4, 1), (row,)).text()]
