"""Where the focus goes: between items, between sheets of a page, and to the shortcuts in the last line. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from tvapp.focus import Direction, find_next
from tvapp.frame import Placed
from tvapp.layout import Layout
from tvapp.page import Item, Press
from tvapp.words import Words

LEGEND = (("red", "RED"), ("green", "GREEN"), ("yellow", "YELLOW"), ("blue", "BLUE"))
TALK = "GREEN"

SHORTCUTS = {"YELLOW": "case", "BLUE": "search"}  # and the routes they open
ARROWS: tuple[Direction, ...] = get_args(Direction)
PAGES = {"PAGE_UP": -1, "PAGE_DOWN": 1}
MOVES = frozenset((*ARROWS, *PAGES))  # the words of the remote that only move the focus

Target = tuple[int, str]  # sheet and key of the item


def legend(words: Words, *, can_listen: bool) -> tuple[Item, ...]:
    """The colour keys as items, so that arrows and OK reach them too; the one to talk only where somebody listens."""
    return tuple(
        Item(
            key=colour,
            kind="legend",
            label=words.text(f"legend.{colour}"),
            speech=words.text(f"legend_spoken.{colour}"),
            action=Press(command),
        )
        for colour, command in LEGEND
        if can_listen or command != TALK
    )


def move(layout: Layout, sheet: int, focused: str, command: str) -> Target | None:
    """Where one of `MOVES` leads; None where it leads nowhere."""
    return turn(layout, sheet, PAGES[command]) if command in PAGES else step(layout, sheet, focused, command)


def numbered(layout: Layout, sheet: int, digit: str) -> Item | None:
    """The item in sight that this digit chooses."""
    return next((placed.item for placed in layout.sheets[sheet].placed if placed.number == digit), None)


def step(layout: Layout, sheet: int, focused: str, direction: str) -> Target | None:
    """The next item in a direction; over the edge of a sheet lies the next sheet, under the last one the shortcuts."""
    way: Direction = direction  # type: ignore[assignment]  # the four arrow commands carry these very words
    inside = layout.sheets[sheet].placed
    is_in_legend = all(placed.item.key != focused for placed in inside)
    if is_in_legend:
        return _step_from_legend(layout, sheet, focused, way)
    position = _position(inside, focused)
    found = find_next([placed.rect for placed in inside], position, way)
    if found is not None:
        return sheet, inside[found].item.key
    if way == "DOWN" and sheet + 1 < len(layout.sheets):
        return sheet + 1, layout.sheets[sheet + 1].placed[0].item.key
    if way == "UP" and sheet > 0:
        return sheet - 1, layout.sheets[sheet - 1].placed[-1].item.key
    if way == "DOWN" and layout.legend:
        return sheet, layout.legend[0].item.key
    return None


def _step_from_legend(layout: Layout, sheet: int, focused: str, way: Direction) -> Target | None:
    inside = layout.sheets[sheet].placed
    if way == "UP" and inside:
        return sheet, inside[-1].item.key
    if way in ("LEFT", "RIGHT"):
        found = find_next([placed.rect for placed in layout.legend], _position(layout.legend, focused), way)
        return None if found is None else (sheet, layout.legend[found].item.key)
    return None


def _position(placed: Sequence[Placed], key: str) -> int:
    return next((index for index, entry in enumerate(placed) if entry.item.key == key), 0)


def turn(layout: Layout, sheet: int, by: int, *, wraps: bool = False) -> Target | None:
    """Another sheet of the page, its first item focused; None where there is none."""
    target = sheet + by
    if wraps:
        target %= len(layout.sheets)
    if target == sheet or not 0 <= target < len(layout.sheets):
        return None
    return target, layout.sheets[target].placed[0].item.key


def settle(layout: Layout, sheet: int, focused: str) -> Target:
    """Where the focus is after the page was built anew: the same item, else the page's first choice."""
    legend_keys = [placed.item.key for placed in layout.legend]
    if focused in legend_keys:
        return min(sheet, len(layout.sheets) - 1), focused
    keys = [placed.item.key for placed in layout.all_placed()]
    if focused not in keys:
        base = focused.split("~")[0]  # a passage that is divided differently now
        focused = base if base in keys else layout.page.focus if layout.page.focus in keys else (keys or [""])[0]
    return layout.sheet_of(focused), focused
