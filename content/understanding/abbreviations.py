"""Finding services by the first letters of their names, typed as letters or on the number pad.

A plain scan: a few thousand short texts take well under the time of a key press on the weakest box.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from content.understanding.lexicon import LexiconEntry
from content.understanding.syllables import UNKNOWN_SYLLABLE, initial_letter

# A name that is exactly what was typed, begins with it, holds it, or holds its letters in order.
_EXACT, _BEGINS, _HOLDS, _IN_ORDER = 1.0, 0.8, 0.6, 0.35
_SHARE_OF_NAME = 0.15  # what is added as the name is no longer than what was typed
SHORTEST_SCATTERED = 3
# Three digits fit a chance name now and then; the service that is meant fits with several of its names.
_EACH_MORE_NAME, _MOST_NAMES_COUNTED = 0.03, 5


def rank(typed: str, entries: Iterable[LexiconEntry], *, by_digits: bool) -> list[tuple[LexiconEntry, float, int]]:
    """Entries that fit, best first, each with its score and the position of the name that fits.

    Letters left out between count only as letters: a digit stands for three of them and would fit everything."""
    found: list[tuple[LexiconEntry, float, int]] = []
    for entry in entries:
        keys = entry.t9 if by_digits else entry.initials
        fits = [(fit(typed, key), -position) for position, key in enumerate(keys) if typed in key]
        if fits:
            best, place = max(fits)
            many = _EACH_MORE_NAME * min(len(fits) - 1, _MOST_NAMES_COUNTED)
            found.append((entry, min(best + many, 1.0) * entry.weight, -place))
        elif not by_digits and len(typed) >= SHORTEST_SCATTERED:
            place = next((position for position, key in enumerate(keys) if _stands_in_order(typed, key)), -1)
            if place >= 0:
                found.append((entry, _IN_ORDER * entry.weight, place))
    found.sort(key=lambda item: -item[1])
    return found


def fit(typed: str, key: str) -> float:
    """How well what was typed fits a name that holds it, 0 to 1; longer names fit a short text less."""
    if typed == key:
        return _EXACT
    return (_BEGINS if key.startswith(typed) else _HOLDS) + _SHARE_OF_NAME * len(typed) / len(key)


def initials_of(units: Sequence[str], sounds: Sequence[str]) -> str:
    """The first letters of a name; numbers and letters in it stand as they are."""
    return "".join(
        unit if unit.isascii() and unit.isalnum() else initial_letter(sound)
        for unit, sound in zip(units, sounds, strict=True)
        if sound != UNKNOWN_SYLLABLE or unit.isascii()
    )


def _stands_in_order(typed: str, key: str) -> bool:
    position = -1
    for letter in typed:
        position = key.find(letter, position + 1)
        if position < 0:
            return False
    return True
