"""Finding services by names spelled on a screen keyboard: full pinyin, first letters, or a mixture, as far as typed.

A plain scan like `abbreviations`; it needs no tables but the lexicon itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from content.understanding.lexicon import LexiconEntry

# A name that begins with what was typed comes before one that holds it further on; what was spelled out before what
# was only hinted at by first letters.
_BEGINS, _HOLDS = 1.0, 0.8
_SPELLED_OUT, _SHARE_OF_NAME = 0.6, 0.15


def rank_spelled(typed: str, entries: Iterable[LexiconEntry]) -> list[LexiconEntry]:
    """Entries with a name that fits, best first. `typed`: small letters without blanks, ü written v."""
    found: list[tuple[float, LexiconEntry]] = []
    for entry in entries:
        best = max((fit_spelled(typed, name.split()) for name in entry.syllables), default=0.0)
        if best:
            found.append((best * entry.weight, entry))
    found.sort(key=lambda item: -item[0])
    return [entry for _, entry in found]


def fit_spelled(typed: str, syllables: Sequence[str]) -> float:
    """How well the letters fit a name from one of its syllables on: every syllable gives at least its first letter."""
    best = 0.0
    for start in range(len(syllables)) if typed else ():
        letters = _fewest_letters(typed, syllables[start:])
        if letters:
            whole = sum(map(len, syllables))
            fit = (
                (_HOLDS if start else _BEGINS) + _SPELLED_OUT * len(typed) / letters + _SHARE_OF_NAME * letters / whole
            )
            best = max(best, fit)
    return best


def _fewest_letters(typed: str, syllables: Sequence[str]) -> int:
    """Letters of the syllables that the typed ones cover, by the reading that leaves out fewest; 0 where none fits."""
    reached = {0: 0}  # letters typed so far → letters of the syllables they stand for
    fits: list[int] = []
    for syllable in syllables:
        after: dict[int, int] = {}
        for position, covered in reached.items():
            for length in range(1, _shared(typed[position:], syllable) + 1):
                total = covered + len(syllable)
                after[position + length] = min(total, after.get(position + length, total))
        if len(typed) in after:
            fits.append(after.pop(len(typed)))
        reached = after
    return min(fits, default=0)


def _shared(typed: str, syllable: str) -> int:
    """How many letters both begin with alike."""
    return next(
        (n for n, (a, b) in enumerate(zip(typed, syllable, strict=False)) if a != b), min(len(typed), len(syllable))
    )
