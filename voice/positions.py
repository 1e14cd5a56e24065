"""Which of a few things that were read out is named by where it stood: 后头那一个, 不是，中间那只, 倒数第二个. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from content.yaml_text import load_plain
from voice.intents import LAST
from voice.marks import dense_of
from voice.phrase_templates import NUMBER_SLOTS

WORDS_FILE = Path(__file__).parent / "zh_CN" / "offered.yaml"


class Positions:
    """Reads the positions of `offered.yaml`."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        named = [("|".join(words[name]), n) for name, n in (("first", 1), ("middle", 2), ("last", LAST))]
        before, after, counted = ("|".join(words[name]) for name in ("before", "after", "counted"))
        which = words["which"].format(counted=counted)
        around = f"(?:{before})*(?:%s)(?:{which})(?:{after})*"
        self._named = [(re.compile(around % words_of_one), n) for words_of_one, n in named]
        self._counted = re.compile(around % f"{words['counted_from_end']}|{words['counted_from_start']}")

    def place_in(self, said: str, count: int) -> int:
        """From 1, LAST for the last of `count` things; 0 where none is named."""
        dense = dense_of(said)
        if found := self._counted.fullmatch(dense):
            n = NUMBER_SLOTS["n"][found["n"] or found["back"]]
            return count - n + 1 if found["back"] else n
        return next((n for pattern, n in self._named if pattern.fullmatch(dense)), 0)


def load_positions() -> Positions:
    """The words that come with the channel."""
    return Positions(load_plain(WORDS_FILE)["positions"])
