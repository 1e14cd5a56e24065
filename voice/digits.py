"""How numbers that identify (case numbers, telephone numbers) are said: digit by digit, never as a quantity. Pure.

A code must never come here: codes are not spoken at all.
"""

from __future__ import annotations

import re

GROUP_CHARACTERS = 4  # read-back in groups of four, as telephone operators do
DIGIT_WORDS = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
SHORT_TELEPHONE_DIGITS = 5  # 12345 is known as a whole

# Quantities are shorter, or followed by what they count.
_TELEPHONE = re.compile(r"(?<![0-9.])(?:[0-9]{3,4}-)?[0-9]{5,11}(?![0-9.元块万亿])|(?<=打)[0-9]{3}(?![0-9])")


def group(number: str, *, size: int = GROUP_CHARACTERS) -> list[str]:
    """`330106260001` → `['3301', '0626', '0001']`; the last group may be shorter."""
    return [number[start : start + size] for start in range(0, len(number), size)]


def read_digits(text: str) -> str:
    """`3301` → `三三零一`; letters become 字母A, everything else stays."""
    return "".join(_read_character(character) for character in text)


def read_number(number: str) -> str:
    """A whole number as it is read back: groups with a pause between them."""
    return "，".join(read_digits(part) for part in group(number))


def slowly(sentence: str) -> str:
    """A sentence said once more: the telephone numbers in it digit by digit, with pauses to write them down."""
    return _TELEPHONE.sub(lambda found: _read_telephone(found.group()), sentence)


def _read_telephone(number: str) -> str:
    """An area code by itself, then groups of four; a short number in one breath."""
    area, _, own = number.rpartition("-")
    size = len(own) if len(own) <= SHORT_TELEPHONE_DIGITS else GROUP_CHARACTERS
    return "，".join(read_digits(part) for part in (area, *group(own, size=size)) if part)


def _read_character(character: str) -> str:
    if character.isascii() and character.isalpha():
        return f"字母{character.upper()}"
    return DIGIT_WORDS.get(character, character)
