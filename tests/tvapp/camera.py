"""A camera for tests: a frame as the grey points a telephone would see, and what its reader finds in them.

Text is painted as solid boxes of its own colour, so that what surrounds a code is as dark and busy as on a screen.
"""

from __future__ import annotations

import re

import pytest

from tvapp.frame import Frame, Span
from tvapp.qr import HALF_BLOCKS
from tvapp.theme import THEMES
from tvapp.wrap import cell_width

CELL_WIDTH, CELL_HEIGHT = 10, 20  # points; a cell is twice as high as it is wide
BLOCKS = {character: pair for pair, character in HALF_BLOCKS.items()}

Picture = list[bytearray]


def grey_of(colour: str) -> int:
    """Brightness of `#rrggbb`, 0 to 255."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return round(0.299 * red + 0.587 * green + 0.114 * blue)


def photograph(frame: Frame) -> Picture:
    """Every cell in its colours."""
    theme = THEMES[frame.theme]
    blank = grey_of(theme["screen"].background)
    picture = [bytearray([blank] * frame.size.columns * CELL_WIDTH) for _ in range(frame.size.rows * CELL_HEIGHT)]
    for row, spans in enumerate(frame.rows):
        for span in spans:
            _paint(picture, row, span, grey_of(theme[span.style].text), grey_of(theme[span.style].background))
    return picture


def photograph_svg(svg: str) -> Picture:
    """The boxes of a picture as the television writes it, in their order; letters are left out."""
    width, height = (int(number) for number in re.findall(r'(?:width|height)="(\d+)"', svg)[:2])
    background = re.search(r'<rect width="100%" height="100%" fill="(#\w+)"', svg)
    assert background is not None
    picture = [bytearray([grey_of(background[1])] * width) for _ in range(height)]
    for found in re.finditer(r'<rect x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)" fill="(#\w+)"', svg):
        x, y, wide, high = (int(number) for number in found.groups()[:4])
        _fill(picture, x, y, wide, high, grey_of(found[5]))
    return picture


def read_codes(picture: Picture) -> list[str]:
    """The texts of all QR codes in sight."""
    reader = pytest.importorskip("zxingcpp", reason="nothing to read QR codes with: install zxing-cpp")
    flat = memoryview(b"".join(picture)).cast("B", shape=[len(picture), len(picture[0])])
    return [found.text for found in reader.read_barcodes(flat)]


def _paint(picture: Picture, row: int, span: Span, ink: int, paper: int) -> None:
    column = span.x
    for character in span.text:
        width = cell_width(character) * CELL_WIDTH
        x, y = column * CELL_WIDTH, row * CELL_HEIGHT
        _fill(picture, x, y, width, CELL_HEIGHT, paper)
        if character in BLOCKS:
            for half, is_black in enumerate(BLOCKS[character]):
                if is_black == "1":
                    _fill(picture, x, y + half * CELL_HEIGHT // 2, width, CELL_HEIGHT // 2, ink)
        elif character != " ":
            _fill(picture, x + 1, y + 3, width - 2, CELL_HEIGHT - 6, ink)
        column += cell_width(character)


def _fill(picture: Picture, x: int, y: int, width: int, height: int, grey: int) -> None:
    filled = bytes((grey,)) * width
    for line in picture[y : y + height]:
        line[x : x + width] = filled
