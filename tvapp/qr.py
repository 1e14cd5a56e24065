"""QR codes: from text to squares, and squares to half cells. Pure; the library is loaded for the first one drawn."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

Squares = tuple[str, ...]
"""Rows of 0 (white) and 1 (black), without the white border."""

# How many bytes a code of so many squares a side holds at the lowest correction (ISO/IEC 18004, table 7).
BYTES_BY_SIDE = {21: 17, 25: 32, 29: 53, 33: 78, 37: 106, 41: 134, 45: 154, 49: 192, 53: 230, 57: 271, 61: 321}

HALF_BLOCKS = {"00": " ", "10": "▀", "01": "▄", "11": "█"}  # upper and lower square of a cell


def side_of(text: str) -> int:
    """How many squares a side the code has. Chinese need not be drawn to know: on a small box that takes long."""
    if text.isascii():
        return len(squares_of(text))
    length = len(text.encode())
    return next((side for side, most in BYTES_BY_SIDE.items() if length <= most), max(BYTES_BY_SIDE) + 4)


@lru_cache(maxsize=16)  # a few screens, each with the one code it shows
def squares_of(text: str) -> Squares:
    """The smallest code that holds the text, corrected as well as fits in it: cameras see a screen whole and clean."""
    import segno  # only where a code is drawn: most evenings none is

    mode = None if text.isascii() else "byte"  # cameras know UTF-8; the Chinese mode only some of them
    code = segno.make(text, error="l", micro=False, encoding="utf-8", mode=mode)
    return tuple("".join(str(int(square)) for square in row) for row in code.matrix)


def with_border(squares: Squares, width: int) -> Squares:
    """The code with so many white squares on every side."""
    blank = "0" * (len(squares[0]) + 2 * width)
    sides = "0" * width
    return (*[blank] * width, *(f"{sides}{row}{sides}" for row in squares), *[blank] * width)


def half_cells(squares: Squares, rows: int) -> list[str]:
    """The code as characters, two squares a cell; white below where there are more rows than it needs."""
    blank = "0" * len(squares[0])
    lines = [*squares, *[blank] * (2 * rows - len(squares))]
    return [_join(upper, lower) for upper, lower in zip(lines[::2], lines[1::2], strict=True)]


def _join(upper: Sequence[str], lower: Sequence[str]) -> str:
    return "".join(HALF_BLOCKS[above + below] for above, below in zip(upper, lower, strict=True))
