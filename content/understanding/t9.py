"""The number pad of a remote as a keyboard: letters to digits."""

from __future__ import annotations

_KEYS = {
    letter: digit
    for digit, letters in zip("23456789", ["abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"], strict=True)
    for letter in letters
}


def t9_of(letters: str) -> str:
    """The digits that type `letters`: `sfz` is 739. Digits stay; what has no key is left out."""
    return "".join(_KEYS.get(letter, letter if letter.isdigit() else "") for letter in letters.lower())
