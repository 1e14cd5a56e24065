"""Finding services by names spelled on a screen keyboard: full pinyin, first letters, or a mixture, as far as typed.

A plain scan like `abbreviations`; it needs no tables but the lexicon itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from content.understanding.lexicon import LexiconEntry

# A name that begins with what was typed comes before one that holds it further on; what was spelled out before what
# was only hinted at by first letters.
_BEGINS, _HOLDS = 1.0, 0.8
_SPELLED_OUT, _SHARE_OF_NAME = 0.6, 0.15


def rank_spelled(typed: str, entries: Iterable[LexiconEntry]) -> list[LexiconEntry]:
    """Entries with a name that fits, best first. `typed`: small letters without blanks, ü written v."""
    spelling = _spelling_of(typed)
    if spelling is None:
        return []
    found: list[tuple[float, LexiconEntry]] = []
    for entry in entries:
        best = max((_fit(typed, spelling, name) for name in entry.syllables), default=0.0)
        if best:
            found.append((best * entry.weight, entry))
    found.sort(key=lambda item: -item[0])
    return [entry for _, entry in found]


def fit_spelled(typed: str, name: str) -> float:
    """How well the letters fit a name (spaced syllables) from one of its syllables on; 0 where they do not."""
    spelling = _spelling_of(typed)
    return _fit(typed, spelling, name) if spelling else 0.0


def _spelling_of(typed: str) -> re.Pattern[str] | None:
    """What the letters may stand for: each syllable gives at least its first letter, and none is left out."""
    if not (typed.isascii() and typed.isalpha()):
        return None
    to_next = "(?:[a-z]* )??"  # the rest of a syllable may be missing; what is spelled out is tried first
    return re.compile(f"(?<![a-z])(?=({to_next.join(typed)}[a-z]*))")


def _fit(typed: str, spelling: re.Pattern[str], name: str) -> float:
    best = 0.0
    for match in spelling.finditer(name):
        letters = len(match[1]) - match[1].count(" ")
        share = letters / (len(name) - name.count(" "))
        begins = _HOLDS if match.start() else _BEGINS
        best = max(best, begins + _SPELLED_OUT * len(typed) / letters + _SHARE_OF_NAME * share)
    return best
