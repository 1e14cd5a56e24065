"""How many answers a television keeps in memory; its disk keeps them all. Pure."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

Key = tuple[str, ...]
LEXICON = "lexicon"  # of a region; takes as much as fifty guides


@dataclass(frozen=True, slots=True)
class Bounds:
    """`answers`: some 25 KiB for a guide; `lexicons` are kept beside them."""

    answers: int
    lexicons: int


ONE_HOME = Bounds(answers=60, lexicons=2)  # more than an evening's; a box of one gigabyte has other things to keep
MANY_HOMES = Bounds(answers=300, lexicons=12)


def make_room(entries: MutableMapping[Key, Any], bounds: Bounds) -> None:
    """What was not looked at for longest, and so stands first, goes. A lexicon makes room for lexicons only: it comes
    slowly, and every search needs it."""
    lexicons = [key for key in entries if key[0] == LEXICON]
    answers = [key for key in entries if key[0] != LEXICON]
    for oldest in (*lexicons[: -bounds.lexicons], *answers[: -bounds.answers]):
        del entries[oldest]
