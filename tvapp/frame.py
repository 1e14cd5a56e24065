"""A picture made of cells: rows of spans, and where each control lies. Pure; screens and files are drawn from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tvapp.focus import Rect
from tvapp.page import Item
from tvapp.wrap import cell_width


@dataclass(frozen=True, slots=True)
class Size:
    """A grid of cells."""

    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style, starting at column `x`; `style` is a name of `theme`."""

    x: int
    text: str
    style: str

    @property
    def right(self) -> int:
        """First column after it."""
        return self.x + cell_width(self.text)


@dataclass(frozen=True, slots=True)
class Placed:
    """An item in its place; `number` is the digit that chooses it, or empty."""

    item: Item
    rect: Rect
    number: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """A drawing finer than cells: black and white squares, rows of 1 and 0, as large as `rect` allows."""

    rect: Rect
    squares: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture. Rows hold spans from left to right that never overlap; gaps are background; `theme` names its
    colours. `points`: what is drawn over the cells, where the screen can."""

    size: Size
    rows: tuple[tuple[Span, ...], ...]
    placed: tuple[Placed, ...] = ()
    focused: str = ""
    theme: str = "dark"
    points: Points | None = None

    def text(self) -> str:
        """The picture as plain text, one line a row, without trailing blanks."""
        return "\n".join(_row_text(row).rstrip() for row in self.rows)


def _row_text(row: Sequence[Span]) -> str:
    line, column = "", 0
    for span in row:
        line += " " * (span.x - column) + span.text
        column = span.right
    return line


@dataclass(slots=True)
class Painter:
    """Collects spans; a later span covers what lies under it."""

    size: Size
    _cells: list[list[tuple[str, str]]] = field(init=False)

    def __post_init__(self) -> None:
        self._cells = [[(" ", "screen")] * self.size.columns for _ in range(self.size.rows)]

    def fill(self, rect: Rect, style: str) -> None:
        """A coloured box."""
        for y in range(max(rect.y, 0), min(rect.bottom, self.size.rows)):
            for x in range(max(rect.x, 0), min(rect.right, self.size.columns)):
                self._cells[y][x] = (" ", style)

    def put(self, x: int, y: int, text: str, style: str) -> None:
        """Text from column `x`; what would leave the grid is a mistake of the layout and is cut at the edge."""
        if not 0 <= y < self.size.rows:
            return
        for character in text:
            width = cell_width(character)
            if width == 0 and x > 0:
                self._cells[y][x - 1] = (self._cells[y][x - 1][0] + character, self._cells[y][x - 1][1])
                continue
            if x + width > self.size.columns:
                return
            self._cells[y][x] = (character, style)
            if width == 2:
                self._cells[y][x + 1] = ("", style)
            x += width

    def finish(self, placed: Sequence[Placed], focused: str, theme: str, points: Points | None = None) -> Frame:
        """The picture so far."""
        rows = tuple(_spans(row) for row in self._cells)
        return Frame(self.size, rows, tuple(placed), focused, theme, points)


def _spans(cells: Sequence[tuple[str, str]]) -> tuple[Span, ...]:
    spans: list[Span] = []
    start, text, style = 0, "", cells[0][1]
    for x, (character, cell_style) in enumerate(cells):
        if cell_style != style:
            spans.append(Span(start, text, style))
            start, text, style = x, "", cell_style
        text += character
    spans.append(Span(start, text, style))
    return tuple(spans)
