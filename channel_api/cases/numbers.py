"""Case numbers and codes: opaque texts, brought to one form, shown only by their end, made at random."""

from __future__ import annotations

import re
import secrets
import unicodedata

SHORTEST_NUMBER = 6
LONGEST_NUMBER = 50
CODE_LENGTH = 6
SHOWN_CHARACTERS = 4
FEEDBACK_NUMBER_LENGTH = 12  # grouped in fours it is read out in three breaths; random, so that nobody counts them

_GAPS = re.compile(r"[\s\-‐‑‒–—―−－]+")

# What a caller may send; full-width characters and gaps come from input methods and from copying off a slip of paper.
NUMBER_PATTERN = r"^[ 　\-－]*(?:[0-9A-Za-z０-９Ａ-Ｚａ-ｚ][ 　\-－]*){6,50}$"
LONGEST_WRITTEN_NUMBER = 100  # characters, with the gaps
CODE_PATTERN = r"^[0-9]{6}$"


def normalise_number(text: str) -> str | None:
    """The one form of a case number: ASCII capitals and digits without gaps; None where it cannot be one."""
    number = _GAPS.sub("", unicodedata.normalize("NFKC", text)).upper()
    is_number = SHORTEST_NUMBER <= len(number) <= LONGEST_NUMBER and number.isascii() and number.isalnum()
    return number if is_number else None


def mask_number(number: str) -> str:
    """Only the last four characters; the stars do not tell how many are hidden."""
    return "****" + number[-SHOWN_CHARACTERS:]


def make_feedback_number() -> str:
    return "".join(secrets.choice("0123456789") for _ in range(FEEDBACK_NUMBER_LENGTH))


def make_code() -> str:
    return "".join(secrets.choice("0123456789") for _ in range(CODE_LENGTH))
