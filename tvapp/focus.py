"""Geometric focus: which control lies next in a direction, as the eye sees it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Direction = Literal["UP", "DOWN", "LEFT", "RIGHT"]
SIDEWAYS_PENALTY = 4  # one column aside weighs as much as four columns ahead: rows before diagonals
ROW_COLUMNS = 2  # a cell is about twice as high as wide


@dataclass(frozen=True, slots=True)
class Rect:
    """A place on the grid, in cells from the upper left corner."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """First column after it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """First row after it."""
        return self.y + self.height


def find_next(rects: Sequence[Rect], current: int, direction: Direction) -> int | None:
    """The index of the nearest control in that direction, or None at the edge."""
    here = rects[current]
    best: tuple[int, int, int] | None = None
    for index, there in enumerate(rects):
        ahead = _gap_ahead(here, there, direction)
        if index == current or ahead < 0:
            continue
        aside = _gap_aside(here, there, direction)
        if aside > 0 and direction in ("LEFT", "RIGHT"):
            continue  # left and right stay in the row
        rank = (ahead + SIDEWAYS_PENALTY * aside, abs(_middle(here, direction) - _middle(there, direction)), index)
        best = rank if best is None or rank < best else best
    return None if best is None else best[2]


def _gap_ahead(here: Rect, there: Rect, direction: Direction) -> int:
    gaps = {
        "UP": (here.y - there.bottom) * ROW_COLUMNS,
        "DOWN": (there.y - here.bottom) * ROW_COLUMNS,
        "LEFT": here.x - there.right,
        "RIGHT": there.x - here.right,
    }
    return gaps[direction]


def _gap_aside(here: Rect, there: Rect, direction: Direction) -> int:
    if direction in ("UP", "DOWN"):
        return max(0, there.x - here.right + 1, here.x - there.right + 1)
    return max(0, there.y - here.bottom + 1, here.y - there.bottom + 1)


def _middle(rect: Rect, direction: Direction) -> int:
    return 2 * rect.x + rect.width if direction in ("UP", "DOWN") else 2 * rect.y + rect.height
