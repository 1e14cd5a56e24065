"""Letters typed on a screen keyboard to syllables: `shenfenzheng` to shen fen zheng."""

from __future__ import annotations

from collections.abc import Set

LONGEST_SYLLABLE_LETTERS = 6
# A stray letter costs more than any syllable, so that a typing slip leaves as much as possible readable.
_STRAY_LETTER_COST = 3.0
_SYLLABLE_COST = 1.0
# A syllable that begins with a vowel is rare inside a word: `danan` is da nan, not dan an.
_VOWEL_START_COST = 0.3


def split_syllables(letters: str, syllables: Set[str]) -> list[str]:
    """The likeliest split into syllables; letters that fit nowhere stand alone. An apostrophe separates."""
    return [syllable for part in letters.split("'") for syllable in _split_part(part, syllables)]


def is_full_pinyin(pieces: list[str], syllables: Set[str]) -> bool:
    """Whether a split is pinyin and not initials: most letters belong to syllables of at least two letters."""
    letters = sum(map(len, pieces))
    in_syllables = sum(len(piece) for piece in pieces if len(piece) > 1 and piece in syllables)
    return letters > 1 and in_syllables >= 0.7 * letters


def _split_part(letters: str, syllables: Set[str]) -> list[str]:
    letters = letters.replace("ü", "v")
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(letters) + 1):
        options = [(best[end - 1][0] + _STRAY_LETTER_COST, end - 1)]
        for start in range(max(0, end - LONGEST_SYLLABLE_LETTERS), end):
            piece = letters[start:end]
            if piece in syllables:
                is_vowel_start = piece[0] in "aeo" and start > 0
                options.append((best[start][0] + _SYLLABLE_COST + (_VOWEL_START_COST if is_vowel_start else 0), start))
        best.append(min(options))
    pieces: list[str] = []
    end = len(letters)
    while end:
        start = best[end][1]
        pieces.append(letters[start:end])
        end = start
    return pieces[::-1]
