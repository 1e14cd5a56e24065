"""Keeps identity numbers and other long numbers out of what is understood, shown and said. Pure; the day is given."""

from __future__ import annotations

import re
from datetime import date

from content.understanding.identity_numbers import (
    MASKED_DIGITS,
    SHORTEST_MASKED_RUN,
    contains_identity_number,
    is_identity_number,
    mask_digit_runs,
)
from voice.digits_heard import hear

# Whoever announces an identity number and begins to read it is stopped before it is whole.
_ANNOUNCED = re.compile(r"身份证?(?:号码?|号|号码|编号)|公民身份号码|身份证是")
_DIGIT = "[0-9零〇一二三四五六七八九幺两洞拐]"
# Numbers read with pauses: what a recogniser writes between the pieces.
_BROKEN_RUN = re.compile(
    rf"{_DIGIT}(?:[\s，,、。.；;：:…~\-—–_嗯啊呃额哦]*{_DIGIT}){{{SHORTEST_MASKED_RUN - 1},}}[xX]?"
)
_ONLY_DIGITS = re.compile(rf"{_DIGIT}")
_SPOKEN_DIGITS_WITH_X = str.maketrans("叉", "X")


def holds_identity_number(said: str, today: date, *, dictated_before: str = "") -> bool:
    """Whether an identity number is in `said`, or is finished by it after what was dictated before."""
    if contains_identity_number(said, today):
        return True
    heard = hear(said.translate(_SPOKEN_DIGITS_WITH_X)).characters
    if any(is_identity_number(text, today) for text in (heard, dictated_before + heard)):
        return True
    return bool(_ANNOUNCED.search(said)) and len(_ONLY_DIGITS.findall(said)) >= SHORTEST_MASKED_RUN


def hide_numbers(said: str) -> str:
    """`said` as it may be shown: long runs of digits hidden, also those read with pauses."""
    return mask_digit_runs(_BROKEN_RUN.sub(MASKED_DIGITS, said))


def hide_all_digits(said: str) -> str:
    """`said` while a code is read out: not a single digit of it is shown."""
    return re.sub(rf"(?:{_DIGIT}[\s，,、]*)+", MASKED_DIGITS, hide_numbers(said))
