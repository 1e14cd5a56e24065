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


class GroupedWords:
    """Words, each with its group, to be found in texts; never changes."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._table = table
        # By its first character how long the longest word is: at most places of a text no word begins.
        self._longest: dict[str, int] = {}
        for word in table:
            length = min(len(word), LONGEST_WORD_CHARACTERS)
            self._longest[word[0]] = max(self._longest.get(word[0], 0), length)

    def find(self, text: str) -> tuple[FoundWord, ...]:
        """The words in `text`, none overlapping."""
        found = []
        start = 0
        while start < len(text):
            longest = self._longest.get(text[start], 0)
            for end in range(min(start + longest, len(text)), start, -1):
                group = self._table.get(text[start:end])
                if group is not None:
                    found.append(FoundWord(start, end, group))
                    break
            else:
                end = start + 1
            start = end
        return tuple(found)
