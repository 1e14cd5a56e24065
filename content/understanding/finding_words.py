"""Which words of a table a text holds, from left to right, the longest first. Exactly as written; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LONGEST_WORD_CHARACTERS = 8


@dataclass(frozen=True, slots=True)
class FoundWord:
    """A word of the table at `start` up to `end`, and the group it belongs to."""

    start: int
    end: int
    group: str


def find_words(text: str, table: Mapping[str, str]) -> tuple[FoundWord, ...]:
    """The words of `table` in `text`, none overlapping."""
    found = []
    start = 0
    while start < len(text):
        for end in range(min(start + LONGEST_WORD_CHARACTERS, len(text)), start, -1):
            group = table.get(text[start:end])
            if group is not None:
                found.append(FoundWord(start, end, group))
                break
        else:
            end = start + 1
        start = end
    return tuple(found)
