"""The case number so far, and what happens to it: a piece is added, taken back, said otherwise. Pure.

The number is an opaque text of digits and capital letters, never a quantity.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from voice.digits import group

SHORTEST_NUMBER, LONGEST_NUMBER = 6, 50


@dataclass(frozen=True, slots=True)
class Entry:
    """The number so far and the piece heard last; `is_corrected`: something said before was changed; `is_finished`:
    the person said that this is all; `is_doubted`: it was called wrong, and the next piece stands for a part of it."""

    number: str = ""
    last_piece: str = ""
    is_corrected: bool = False
    is_finished: bool = False
    is_doubted: bool = False


NO_ENTRY = Entry()


def with_part(entry: Entry, at: int, given: str, *, instead_of: int) -> Entry:
    """`given` at that place, instead of so many characters."""
    number = entry.number[:at] + given + entry.number[at + instead_of :]
    return replace(entry, number=number, last_piece=given, is_corrected=True)


def added(entry: Entry, given: str) -> Entry:
    """One more piece."""
    return replace(entry, number=entry.number + given, last_piece=given)


def corrected(entry: Entry, given: str) -> Entry:
    """`given` instead of the piece heard last; a shorter one stands for the part of it that is most like it."""
    piece = entry.last_piece or (group(entry.number) or [""])[-1]
    kept = entry.number[: len(entry.number) - len(piece)]
    if len(given) < len(piece):
        starts = range(len(piece) - len(given), -1, -1)
        best = min(starts, key=lambda start: _differing(piece[start : start + len(given)], given))
        piece = piece[:best] + given + piece[best + len(given) :]
    else:
        piece = given
    return replace(entry, number=kept + piece, last_piece=piece, is_corrected=True)


def taken_back(entry: Entry) -> Entry:
    """Without the piece heard last."""
    piece = entry.last_piece or (group(entry.number) or [""])[-1]
    return replace(entry, number=entry.number[: len(entry.number) - len(piece)], last_piece="")


def _differing(one: str, other: str) -> int:
    return sum(first != second for first, second in zip(one, other, strict=True))
