"""With which two characters, or sounds, the names of places begin: enough to tell that a sentence names none.

All names of China take a quarter of a second to load; most questions name no place and need not wait for them.
"""

from __future__ import annotations

import re

from content.files import content_folder
from content.understanding.vocabulary import Vocabulary

SHORTEST_NAME = 2
_NAME = re.compile(rf"^ +name: (\S{{{SHORTEST_NAME}}})", re.MULTILINE)

_STANDS_BY = re.compile("[住在搬换改切选调转设区县市]")


class NameBeginnings:
    """Reads them at once from the lines of the file, without understanding it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        text = (content_folder() / "regions.yaml").read_text(encoding="utf-8")
        self._vocabulary = vocabulary
        self._written = frozenset(_NAME.findall(text))
        read = [vocabulary.read_units(beginning) for beginning in self._written]
        self._sounds, self._folded = frozenset(one.sounds for one in read), frozenset(one.folded for one in read)

    def may_stand_in(self, said: str) -> bool:
        """Whether any name may be in it, or what sounds like one; beside words that places stand by, a little so."""
        read = self._vocabulary.read_units(said)
        pairs = [slice(start, start + SHORTEST_NAME) for start in range(len(said) - 1)]
        if any(said[pair] in self._written or read.sounds[pair] in self._sounds for pair in pairs):
            return True
        return bool(_STANDS_BY.search(said)) and any(read.folded[pair] in self._folded for pair in pairs)
