"""Finding services by the number pad: digits against the initials of their names. Pure, on the box, a millisecond.

One thing only: ranking of a prefix match. All other understanding lives in `content.understanding`.
"""

from __future__ import annotations

from collections.abc import Sequence

from channel_api.answers import LexiconEntry

EXACT, BEGINS, INSIDE = 0, 1, 2


def find_by_keypad(entries: Sequence[LexiconEntry], digits: str) -> list[LexiconEntry]:
    """Services with a name on these keys: whole names first, then beginnings, then inside a longer name."""
    ranked = [
        (rank, -entry.weight, index)
        for index, entry in enumerate(entries)
        if (rank := _rank(entry, digits)) is not None
    ]
    return [entries[index] for _, _, index in sorted(ranked)]


def _rank(entry: LexiconEntry, digits: str) -> int | None:
    if any(name == digits for name in entry.t9):
        return EXACT
    if any(name.startswith(digits) for name in entry.t9):
        return BEGINS
    is_telling = len(digits) > 1
    return INSIDE if is_telling and any(digits in name for name in entry.t9) else None
