"""How numbers that identify (case numbers, telephone numbers) are said: digit by digit, in groups, never as a quantity.

Must never be given a code: codes are not spoken at all.
"""

from __future__ import annotations

GROUP_CHARACTERS = 4  # read-back in groups of four, as telephone operators do
DIGIT_WORDS = dict(zip("0123456789", "零一二三四五六七八九", strict=True))


def group(number: str, *, size: int = GROUP_CHARACTERS) -> list[str]:
    """`330106260001` → `['3301', '0626', '0001']`; the last group may be shorter."""
    return [number[start : start + size] for start in range(0, len(number), size)]


def read_digits(text: str) -> str:
    """`3301` → `三三零一`; letters become 字母A, everything else stays."""
    return "".join(_read_character(character) for character in text)


def read_number(number: str) -> str:
    """A whole number as it is read back: groups with a pause between them."""
    return "，".join(read_digits(part) for part in group(number))


def _read_character(character: str) -> str:
    if character.isascii() and character.isalpha():
        return f"字母{character.upper()}"
    return DIGIT_WORDS.get(character, character)
