"""Recognising identity-card numbers and hiding long runs of digits, so that neither is stored, sent, shown or repeated.

Pure; the day is passed in. It never keeps, logs or returns a number it recognised.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

MASKED_DIGITS = "〔数字〕"
SHORTEST_MASKED_RUN = 6  # hotlines have at most five digits and must stay readable
IDENTITY_NUMBER_LENGTH = 18
# A case number made of region, date and serial passes the checksum one time in eleven, but its date is recent.
YOUNGEST_AGE_YEARS = 6
OLDEST_AGE_YEARS = 130

# GB 11643-1999: the weights of the first 17 digits and the check character for each remainder modulo 11.
_CHECK_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"

# How digits are read aloud and written down by a recogniser, with the radio words that keep them apart.
_SPOKEN_DIGITS = dict(zip("零〇一二三四五六七八九幺两洞拐", "001234567891207", strict=True))
_SPOKEN_X = "叉"
_BETWEEN_DIGITS = re.compile(r"[\s\-‐‑‒–—―−－_\u00ad\u200b-\u200d\u2060\ufeff]")
_RUN = re.compile(r"[0-9](?:~*[0-9])*(?:~*X)?")


def is_identity_number(text: str, today: date) -> bool:
    """Whether `text` as a whole is an identity-card number of somebody at least six years old on `today`."""
    plain = _plain(text).replace("~", "")
    return _is_identity_number(plain, today)


def contains_identity_number(text: str, today: date) -> bool:
    """Whether an identity-card number stands anywhere in `text`, alone or beside other numbers."""
    return len(text) >= IDENTITY_NUMBER_LENGTH and any(
        _is_identity_number(candidate, today)
        for run in _RUN.finditer(_plain(text))
        for candidate in _candidates(run.group())
    )


def mask_digit_runs(text: str) -> str:
    """`text` with every run of six or more digits, however written or spaced, replaced by 〔数字〕."""
    plain = _plain(text)
    pieces: list[str] = []
    end = 0
    for run in _RUN.finditer(plain):
        digits = run.group().replace("~", "")
        is_long = len(digits.rstrip("X")) >= SHORTEST_MASKED_RUN
        if is_long:
            # An X counts only as the last character of an identity number; elsewhere it belongs to the sentence.
            keeps_x = digits.endswith("X") and len(digits) != IDENTITY_NUMBER_LENGTH
            stop = run.start() + len(run.group().rstrip("X").rstrip("~")) if keeps_x else run.end()
            pieces += [text[end : run.start()], MASKED_DIGITS]
            end = stop
    return "".join([*pieces, text[end:]])


def _plain(text: str) -> str:
    """`text` with digits as 0-9, the letter X as X, what may stand between digits as ~ and all else as a dot.

    Character by character, so that positions found here hold in `text`."""
    return "".join(map(_plain_character, text))


@lru_cache(maxsize=8192)  # characters in use; one alone tells nothing about anybody
def _plain_character(character: str) -> str:
    if character in _SPOKEN_DIGITS:
        return _SPOKEN_DIGITS[character]
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    if character in _SPOKEN_X or unicodedata.normalize("NFKC", character) in ("X", "x"):
        return "X"
    return "~" if _BETWEEN_DIGITS.match(character) else "."


def _candidates(run: str) -> list[str]:
    """The 18 characters that begin and end where a piece of the run does; a part of a longer number is none."""
    pieces = [piece for piece in run.split("~") if piece]
    found: list[str] = []
    for first in range(len(pieces)):
        joined = ""
        for piece in pieces[first:]:
            joined += piece
            if len(joined) >= IDENTITY_NUMBER_LENGTH:
                break
        if len(joined) == IDENTITY_NUMBER_LENGTH:
            found.append(joined)
    return found


def _is_identity_number(plain: str, today: date) -> bool:
    if not re.fullmatch(r"[0-9]{17}[0-9X]", plain):
        return False
    remainder = sum(int(digit) * weight for digit, weight in zip(plain, _CHECK_WEIGHTS, strict=False)) % 11
    if _CHECK_CHARACTERS[remainder] != plain[-1]:
        return False
    try:
        born = date(int(plain[6:10]), int(plain[10:12]), int(plain[12:14]))
    except ValueError:
        return False
    age_years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return YOUNGEST_AGE_YEARS <= age_years <= OLDEST_AGE_YEARS
