"""What was typed rather than said: keys of a number pad, first letters, pinyin. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from content.understanding.normalize import is_letters, is_number

LONGEST_T9_DIGITS = 24


def on_number_pad(q: str) -> str:
    """The digits of a question that holds nothing else and none that identifies anybody: such numbers have 0 or 1."""
    dense = "".join(q.split())
    is_t9 = 0 < len(dense) <= LONGEST_T9_DIGITS and set(dense) <= set("23456789")
    return dense if is_t9 else ""


def letters_alone(units: Sequence[str]) -> str:
    """The letters or digits of a question that consists of nothing else; empty for every other."""
    is_plain = bool(units) and all(is_letters(unit) or is_number(unit) for unit in units)
    return "".join(units).replace("'", "") if is_plain else ""
