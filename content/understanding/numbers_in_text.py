"""Telephone numbers said or typed inside a sentence: 打110, 幺二零, 12345热线, but not 120块钱."""

from __future__ import annotations

import re
from collections.abc import Sequence

from content.understanding.wording import Wording

_SPOKEN = (str.maketrans("0123456789", "零一二三四五六七八九"), str.maketrans("0123456789", "洞幺二三四五六拐八九"))
_MIXED = str.maketrans("0123456789", "零幺二三四五六七八九")


class NumberFinder:
    """Knows a set of numbers in every way they are said."""

    def __init__(self, numbers: Sequence[str], wording: Wording) -> None:
        self._spoken = {number.translate(way): number for number in numbers for way in (*_SPOKEN, _MIXED)}
        self._any_spoken = re.compile("|".join(map(re.escape, self._spoken)) or "(?!)")
        self._numbers = frozenset(numbers)
        self._measures = wording.measures

    def find(self, units: Sequence[str]) -> str:
        """The first known number in the units of a text; empty where there is none or it only counts something."""
        for position, unit in enumerate(units):
            following = units[position + 1] if position + 1 < len(units) else ""
            if unit in self._numbers and following not in self._measures:
                return unit
        text = "".join(units)
        if not self._any_spoken.search(text):
            return ""
        for said, number in self._spoken.items():
            end = text.find(said) + len(said)
            if said in text and text[end : end + 1] not in self._measures:
                return number
        return ""
