"""Any string to the units search compares: one Chinese character, one number or one run of letters each.

Never raises, whatever the string holds, and never lets a long run of digits through.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from content.understanding.identity_numbers import MASKED_DIGITS, SHORTEST_MASKED_RUN, mask_digit_runs

# Nobody asks longer; beyond it only time would be spent. A sentence spoken in one breath has about 30 characters.
LONGEST_QUESTION_UNITS = 80
_LONGEST_RAW_CHARACTERS = 400
# Bytes that were no text stay in an address as they were escaped: `%ED%A0%80` says nothing, and least of all 八十.
_ESCAPED_BYTES = re.compile("(?:%[89a-f][0-9a-f])+", re.IGNORECASE)
_UNIT = re.compile(r"[0-9]+|[a-z]+[0-9]+|[a-z]+(?:'[a-z]+)*|[一-鿿㐀-䶿]|〇")
_ONLY_CHARACTERS = re.compile("[一-鿿㐀-䶿〇]+")
_CHINESE_DIGITS = "零一二三四五六七八九"


def plain_text(raw: str, traditional: Mapping[int, str]) -> str:
    """`raw` in one form: long digit runs masked, full width to half, lower case, traditional to simplified."""
    masked = _ESCAPED_BYTES.sub(" ", raw[:_LONGEST_RAW_CHARACTERS])
    if len(masked) >= SHORTEST_MASKED_RUN:  # a shorter text, as most names are, holds no long number
        masked = mask_digit_runs(masked).replace(MASKED_DIGITS, " ")
    return unicodedata.normalize("NFKC", masked).lower().translate(traditional)


def units_of(text: str) -> list[str]:
    """The comparable units of a plain text. Numbers below 100 are read out (`80岁` is 八十岁), others stay digits."""
    if _ONLY_CHARACTERS.fullmatch(text):
        return list(text[:LONGEST_QUESTION_UNITS])
    units: list[str] = []
    for match in _UNIT.finditer(text):
        unit = match.group()
        if unit.isdigit() and len(unit) <= 2:
            units += read_number(int(unit))
        else:
            units.append(unit)
        if len(units) >= LONGEST_QUESTION_UNITS:
            break
    return units[:LONGEST_QUESTION_UNITS]


def read_number(number: int) -> str:
    """A number below 100 as it is said: 80 is 八十, 12 is 十二."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _CHINESE_DIGITS[ones]
    return (_CHINESE_DIGITS[tens] if tens > 1 else "") + "十" + (_CHINESE_DIGITS[ones] if ones else "")


def is_letters(unit: str) -> bool:
    """Whether a unit is a run of Latin letters."""
    return "a" <= unit[0] <= "z"


def is_number(unit: str) -> bool:
    """Whether a unit is a number left in digits."""
    return "0" <= unit[0] <= "9"
