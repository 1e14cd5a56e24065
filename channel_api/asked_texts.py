"""The one form in which a question may be counted by its text, or nothing where its text must not be kept. Pure."""

from __future__ import annotations

import unicodedata

from content.understanding.identity_numbers import MASKED_DIGITS
from content.understanding.normalize import plain_text, units_of

# Ages and counts have two digits; three may be the end of a telephone number, a room or a year cut short.
LONGEST_DIGIT_RUN = 2
LONGEST_COUNTED_TEXT = 100  # characters; what is longer is nobody's usual question
_SPOKEN_DIGITS = "幺两洞拐"  # besides what Unicode knows as a numeral: 一 壹 ① ５
_DIGIT_VALUES = frozenset(range(10))


def countable_text(question: str) -> str:
    """The question without punctuation and case, small numbers read out; empty where there is nothing to keep, and
    for a question that holds a run of digits in any writing, spaced or hidden."""
    if MASKED_DIGITS in question or longest_digit_run(question) > LONGEST_DIGIT_RUN:
        return ""
    text = "".join(units_of(plain_text(question, {})))
    is_short = len(text) <= LONGEST_COUNTED_TEXT
    # Once more: what was parted by something that fell away stands together now.
    return text if is_short and longest_digit_run(text) <= LONGEST_DIGIT_RUN else ""


def longest_digit_run(text: str) -> int:
    """How many digits stand together at most, with only signs and blanks between them."""
    longest = run = 0
    for character in text:
        if _is_digit(character):
            run += 1
            longest = max(longest, run)
        elif character.isalpha():
            run = 0
    return longest


def _is_digit(character: str) -> bool:
    return character in _SPOKEN_DIGITS or unicodedata.numeric(character, None) in _DIGIT_VALUES
