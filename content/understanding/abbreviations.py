"""Finding services by the first letters of their names, typed as letters or on the number pad.

A plain scan: a few thousand short texts take well under the time of a key press on the weakest box.
"""

from __future__ import annotations

from collections.abc import Sequence

from content.understanding.lexicon import LexiconEntry
from content.understanding.syllables import UNKNOWN_SYLLABLE, initial_letter

# A name that is exactly what was typed, begins with it, holds it, or holds its letters in order.
_EXACT, _BEGINS, _HOLDS, _IN_ORDER = 1.0, 0.8, 0.6, 0.35
SHORTEST_SCATTERED = 3
# Three digits fit a chance name now and then; the service that is meant fits with several of its names.
_EACH_MORE_NAME, _MOST_NAMES_COUNTED = 0.03, 5


def rank(typed: str, entries: Sequence[LexiconEntry], *, by_digits: bool) -> list[tuple[LexiconEntry, float, int]]:
    """Entries that fit, best first, each with its score and the position of the name that fits."""
    found: list[tuple[LexiconEntry, float, int]] = []
    for entry in entries:
        keys = entry.t9 if by_digits else entry.initials
        best, where, fitting = 0.0, 0, 0
        for position, key in enumerate(keys):
            score = fit(typed, key, can_scatter=not by_digits)
            fitting += score >= _HOLDS
            if score > best:
                best, where = score, position
        if best > 0:
            many = _EACH_MORE_NAME * min(max(fitting - 1, 0), _MOST_NAMES_COUNTED)
            found.append((entry, min(best + many, 1.0) * entry.weight, where))
    found.sort(key=lambda item: -item[1])
    return found


def fit(typed: str, key: str, *, can_scatter: bool) -> float:
    """How well the typed letters or digits fit those of one name, 0 to 1; longer names fit a short text less.

    `can_scatter`: letters left out between count too; digits stand for three letters each and would fit everything."""
    if typed == key:
        return _EXACT
    share = len(typed) / max(len(key), len(typed))
    if key.startswith(typed):
        return _BEGINS + 0.15 * share
    if typed in key:
        return _HOLDS + 0.15 * share
    if can_scatter and len(typed) >= SHORTEST_SCATTERED and _stands_in_order(typed, key):
        return _IN_ORDER + 0.2 * share
    return 0.0


def _stands_in_order(typed: str, key: str) -> bool:
    position = -1
    for letter in typed:
        position = key.find(letter, position + 1)
        if position < 0:
            return False
    return True


def initials_of(units: Sequence[str], sounds: Sequence[str]) -> str:
    """The first letters of a name; numbers and letters in it stand as they are."""
    return "".join(
        unit if unit.isascii() and unit.isalnum() else initial_letter(sound)
        for unit, sound in zip(units, sounds, strict=True)
        if sound != UNKNOWN_SYLLABLE or unit.isascii()
    )
