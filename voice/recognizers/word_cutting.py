"""Cuts Chinese sentences into words a recogniser knows. Pure."""

from __future__ import annotations

from collections.abc import Callable

LONGEST_WORD = 8  # characters; longer ones are names of offices that nobody says in one breath


def cut(sentence: str, is_word: Callable[[str], bool]) -> tuple[str, ...]:
    """The sentence in as few known words as possible, single characters where need be; empty where a part of it is
    unknown. What stands apart stays apart."""
    words: list[str] = []
    for piece in sentence.split():
        found = _fewest(piece, is_word)
        if not found:
            return ()
        words += found
    return tuple(words)


def _fewest(piece: str, is_word: Callable[[str], bool]) -> tuple[str, ...]:
    if is_word(piece):
        return (piece,)
    best: list[tuple[str, ...] | None] = [()] + [None] * len(piece)
    for start in range(len(piece)):
        before = best[start]
        if before is None:
            continue
        for end in range(start + 1, min(len(piece), start + LONGEST_WORD) + 1):
            known = best[end]
            is_shorter = known is None or len(before) + 1 < len(known)
            if is_shorter and is_word(piece[start:end]):
                best[end] = (*before, piece[start:end])
    return best[-1] or ()
