"""Breaking Chinese text into lines for a grid of cells, the way a printed page would.

Pure. No line begins with ，。；：！？） and none ends with an opening bracket; numbers with what they count and Latin
words stay whole.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

NEVER_FIRST = frozenset("，。；：！？）】》」』”’、…—％%,.;:!?)]}·～")
NEVER_LAST = frozenset("（【《「『“‘([{")
NUMBERED = frozenset("第共")  # 第1项 and 40元 are read in one breath
WORD = re.compile(r"[A-Za-z0-9]+(?:[.:/@_\-+][A-Za-z0-9]+)*")


def cell_width(text: str) -> int:
    """How many columns a text takes: two for Chinese, none for combining marks, one for the rest."""
    return len(text) if text.isascii() else sum(map(_character_width, text))


@lru_cache(maxsize=8192)  # as many different characters as a year of screens shows
def _character_width(character: str) -> int:
    if character < "\u0300":
        return 1
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns (at least 4); line breaks are kept; an empty text gives one empty line."""
    return [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, max(width, 4))]


def fit(text: str, width: int) -> str:
    """The text, or its beginning and … where it is wider than `width`; only for what is shown whole elsewhere."""
    if cell_width(text) <= width:
        return text
    kept = ""
    for character in text:
        if cell_width(kept + character) > width - 1:
            break
        kept += character
    return kept + "…"


def _wrap_paragraph(text: str, width: int) -> list[str]:
    lines = [""]
    for unit in _units(text):
        if cell_width(lines[-1]) + cell_width(unit) <= width:
            lines[-1] += unit
        elif cell_width(unit) <= width:
            lines.append(unit.lstrip(" "))
        else:
            _append_wide(lines, unit, width)
    return [line.rstrip(" ") for line in lines] if len(lines) > 1 else lines


def _append_wide(lines: list[str], unit: str, width: int) -> None:
    for character in unit:
        if cell_width(lines[-1]) + cell_width(character) > width:
            last = lines[-1][-1:]
            carries = character in NEVER_FIRST and len(lines[-1]) > 1
            lines[-1] = lines[-1][:-1] if carries else lines[-1]
            lines.append(last + character if carries else character)
        else:
            lines[-1] += character


def _units(text: str) -> list[str]:
    """Pieces that a line break must not divide: words, and characters with the punctuation that clings to them."""
    units: list[str] = []
    clings = False
    for piece in _pieces(text):
        if units and (clings or piece[0] in NEVER_FIRST):
            units[-1] += piece
        else:
            units.append(piece)
        clings = piece in NEVER_LAST or piece in NUMBERED or piece.isdecimal()
    return units


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    position = 0
    while position < len(text):
        word = WORD.match(text, position)
        pieces.append(word.group() if word else text[position])
        position += len(pieces[-1])
    return pieces
