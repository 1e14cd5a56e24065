"""Telephone numbers out of what offices write into a field: several numbers, extensions, labels, whole paragraphs."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MOST_NUMBERS = 4  # more is a directory, not an answer to whom to call
MOST_NUMBERS_AMONG_WORDS = 2  # the words say whose numbers the later ones are, and they are not kept

_DASHES = re.compile("[-‐‑‒–—―−－]+")
_NUMBER = re.compile(
    r"""(?<![A-Za-z\d_.-])
    (?:\(?(?P<area>0(?:10|2\d|[3-9]\d\d))\)?[-\ ]{0,2})?         # Beijing and big cities have three digits, others four
    (?:(?P<line>[2-9]\d{2,3}\ ?\d{4})                            # an office
      |(?P<mobile>1[3-9]\d{9})
      |(?P<free>[48]00-?\d{3,4}-?\d{3,4})
      |(?P<short>1[12]\d{3}|9[56]\d{3,4}))                       # 12345 and its like
    (?P<extension>(?:(?:-|转)\d{1,5})*)
    (?![A-Za-z\d号室房元]|[.-]\d)""",
    re.VERBOSE,
)
_COUNTRY = re.compile(r"(?<![\d-])\(?\+?86[ -]?(?=(?:10|2\d|[3-9]\d\d)[) -])")
_BETWEEN = re.compile(r"[\s、，,；;/。或]+")
_ADDRESSES = re.compile(r"https?://[!-~]+|[!-~]+@[!-~]+")


@dataclass(frozen=True, slots=True)
class FoundPhones:
    """`text` joins the numbers; `is_mixed`: words stood beside them; `lacks_area`: one cannot be dialled from afar."""

    text: str
    is_mixed: bool = False
    lacks_area: bool = False


def find_phones(text: str) -> FoundPhones:
    """The numbers in a text, in order and each once; an empty text where none can be made out."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    plain = _COUNTRY.sub("0", _ADDRESSES.sub(" 网址 ", plain))
    matches = list(_NUMBER.finditer(plain))
    is_mixed = bool(_BETWEEN.sub("", _NUMBER.sub(" ", plain)))
    most = MOST_NUMBERS_AMONG_WORDS if is_mixed else MOST_NUMBERS
    numbers = list(dict.fromkeys(_tidy(match) for match in matches))[:most]
    lacks_area = any(match["line"] and not match["area"] for match in matches)
    return FoundPhones("、".join(numbers), is_mixed=bool(numbers) and is_mixed, lacks_area=lacks_area)


def _tidy(match: re.Match[str]) -> str:
    """`(0755)8888 8888` as 0755-88888888."""
    number = (match["line"] or match["mobile"] or match["free"] or match["short"]).replace(" ", "")
    return (f"{match['area']}-" if match["area"] else "") + number + match["extension"]
