"""Finding services by the first letters of their names, typed as letters or on the number pad.

A few thousand short texts take well under the time of a key press on the weakest box.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import accumulate

from content.understanding.lexicon import LexiconEntry
from content.understanding.syllables import UNKNOWN_SYLLABLE, initial_letter

# A name that is exactly what was typed, begins with it, holds it, or holds its letters in order.
_EXACT, _BEGINS, _HOLDS, _IN_ORDER = 1.0, 0.8, 0.6, 0.35
_SHARE_OF_NAME = 0.15  # what is added as the name is no longer than what was typed
SHORTEST_SCATTERED = 3
# Three digits fit a chance name now and then; the service that is meant fits with several of its names.
_EACH_MORE_NAME, _MOST_NAMES_COUNTED = 0.03, 5


class Abbreviations:
    """The first letters of all names of some services, to be searched together; never changes."""

    def __init__(self, entries: Iterable[LexiconEntry], *, by_digits: bool) -> None:
        self._entries = tuple(entries)
        self._by_digits = by_digits
        self._keys: list[str] = []
        self._owners: list[tuple[int, int]] = []
        for number, entry in enumerate(self._entries):
            keys = entry.t9 if by_digits else entry.initials
            self._keys += keys
            self._owners += ((number, place) for place in range(len(keys)))
        # All keys as one text, a line each: finding what was typed in it takes no step of ours for each name.
        self._starts = list(accumulate((len(key) + 1 for key in self._keys), initial=0))
        self._text = "\n".join(self._keys)
        self._having = {} if by_digits else _by_letter(self._keys)

    def rank(self, typed: str, *, only: Container[str] | None = None) -> list[tuple[LexiconEntry, float, int]]:
        """Entries that fit, best first, each with its score and the position of the name that fits best.

        Letters left out between count only as letters: a digit stands for three of them and would fit everything.
        `only`: the ids that may be found."""
        fits: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for number in self._holding(typed):
            owner, place = self._owners[number]
            fits[owner].append((fit(typed, self._keys[number]), -place))
        found = {owner: _best_of(fitting) for owner, fitting in fits.items()}
        if not self._by_digits and len(typed) >= SHORTEST_SCATTERED:
            for number in self._scattered(typed):
                owner, place = self._owners[number]
                found.setdefault(owner, (_IN_ORDER, place))
        ranked = []
        for owner in sorted(found):
            entry, (score, place) = self._entries[owner], found[owner]
            if only is None or entry.id in only:
                ranked.append((entry, score * entry.weight, place))
        ranked.sort(key=lambda item: -item[1])
        return ranked

    def _holding(self, typed: str) -> Iterator[int]:
        """The keys that hold what was typed, in order."""
        if len(typed) < SHORTEST_SCATTERED:  # nearly all do
            yield from (number for number, key in enumerate(self._keys) if typed in key)
            return
        position = self._text.find(typed)
        while position >= 0:
            number = bisect_right(self._starts, position) - 1
            yield number
            position = self._text.find(typed, self._starts[number + 1])

    def _scattered(self, typed: str) -> list[int]:
        """The keys that hold the letters in this order, the first of each entry first."""
        sets = sorted((self._having.get(letter, frozenset()) for letter in set(typed)), key=len)
        both = sets[0].intersection(*sets[1:])
        return sorted(number for number in both if _stands_in_order(typed, self._keys[number]))


def rank(typed: str, entries: Iterable[LexiconEntry], *, by_digits: bool) -> list[tuple[LexiconEntry, float, int]]:
    """The same as `Abbreviations.rank` by looking at each entry: for entries that are asked a few times only."""
    found: list[tuple[LexiconEntry, float, int]] = []
    for entry in entries:
        keys = entry.t9 if by_digits else entry.initials
        fits = [(fit(typed, key), -position) for position, key in enumerate(keys) if typed in key]
        if fits:
            score, place = _best_of(fits)
            found.append((entry, score * entry.weight, place))
        elif not by_digits and len(typed) >= SHORTEST_SCATTERED:
            place = next((position for position, key in enumerate(keys) if _stands_in_order(typed, key)), -1)
            if place >= 0:
                found.append((entry, _IN_ORDER * entry.weight, place))
    found.sort(key=lambda item: -item[1])
    return found


def _by_letter(keys: Sequence[str]) -> dict[str, frozenset[int]]:
    """By letter the keys that have it."""
    having: dict[str, set[int]] = defaultdict(set)
    for number, key in enumerate(keys):
        for letter in key:
            having[letter].add(number)
    return {letter: frozenset(numbers) for letter, numbers in having.items()}


def _best_of(fits: Sequence[tuple[float, int]]) -> tuple[float, int]:
    """The score of an entry from how its names fit, and the place of the name that fits best."""
    best, place = max(fits)
    many = _EACH_MORE_NAME * min(len(fits) - 1, _MOST_NAMES_COUNTED)
    return min(best + many, 1.0), -place


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
