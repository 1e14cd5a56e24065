"""A QR code at the right edge of a page, where there is room for it beside the text. Pure.

Where the screen only knows cells, a square is half a cell. Where it can draw points (a browser), the code fills what
room there is, and even the largest text leaves enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import ceil

from tvapp.focus import Rect
from tvapp.frame import Size
from tvapp.qr import Squares, side_of, squares_of, with_border

BORDERS = (2, 1)  # white squares; the standard wants four, cameras are content with one on a dark screen
FINE_BORDERS = (4,)
GAP = 1  # columns between the text and the picture
LEAST_TEXT_COLUMNS = 20  # ten Chinese characters a line
LEAST_ROWS = 6  # lower windows show no picture


@dataclass(frozen=True, slots=True)
class SidePicture:
    """Where it lies, its squares with their border, and whether they are drawn as points. `covers_legend`: it
    reaches down beside the shortcuts."""

    rect: Rect
    squares: Squares
    is_fine: bool
    covers_legend: bool


def place_picture(
    texts: Sequence[str], size: Size, safe_share: float, legend_columns: int, *, is_fine: bool
) -> SidePicture | None:
    """The first text whose code has room, at the right edge of the safe area; None where none has.

    `legend_columns`: how wide the shortcuts in the last row are."""
    margin_x, margin_y = ceil(size.columns * safe_share), ceil(size.rows * safe_share)
    safe = Rect(margin_x, margin_y, size.columns - 2 * margin_x, size.rows - 2 * margin_y)
    if safe.height < LEAST_ROWS:
        return None
    for text, border in product(texts, FINE_BORDERS if is_fine else BORDERS):
        side = side_of(text) + 2 * border
        for covers_legend in (True, False):
            rows = safe.height if covers_legend else safe.height - 1
            columns, needed = _fine(rows, safe.width) if is_fine else (side, ceil(side / 2))
            left = safe.width - GAP - columns
            least_left = max(legend_columns, LEAST_TEXT_COLUMNS) if covers_legend else LEAST_TEXT_COLUMNS
            if needed <= rows and left >= least_left:
                rect = Rect(safe.right - columns, safe.y, columns, needed)
                return SidePicture(rect, with_border(squares_of(text), border), is_fine, covers_legend)
    return None


def _fine(rows: int, width: int) -> tuple[int, int]:
    """Columns and rows of a square picture; a cell is twice as high as it is wide."""
    columns = min(2 * rows, width // 2)
    return columns, ceil(columns / 2)
