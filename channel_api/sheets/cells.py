"""What a cell says as text, and texts as clerks write them brought into the form the catalogue uses."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Any

UNSAFE_NUMBER = "\x00unsafe"  # never in a sheet: XML knows no such character
# Excel keeps fifteen digits of a number; what was longer has already been changed when the file was saved.
LONGEST_EXACT_NUMBER = 10**15

_FULL_WIDTH = {
    code: code - 0xFEE0
    for low, high in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ"))
    for code in range(ord(low), ord(high) + 1)
}
_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00?:00(?::00)?)?|(\d{4})(\d{2})(\d{2})"
)
_DAY = re.compile(r"(?:\d{4}\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_WHOLE_NUMBER = re.compile(r"([+-]?\d{1,12})(?:\.0*)?")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def show_value(value: Any, number_format: str = "") -> str:
    """A cell's value as somebody who looks at it would type it; UNSAFE_NUMBER where Excel has lost digits."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return _show_number(value, number_format)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d") if value.time() == time(0) else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60:02}:{minutes % 60:02}"
    return tidy_text(str(value))


def _show_number(value: float, number_format: str) -> str:
    if value != value or abs(value) >= LONGEST_EXACT_NUMBER:
        return UNSAFE_NUMBER
    if "%" in number_format:
        return f"{value * 100:.10g}%"
    return str(int(value)) if value == int(value) else f"{value:.15g}"


def tidy_text(text: str) -> str:
    """Without what nobody sees: marks of direction, spaces at the ends of lines, tabs, hard spaces."""
    plain = (
        _INVISIBLE.sub("", text).replace("\u00a0", " ").replace("\u3000", " ").replace("\t", " ").replace("_x000D_", "")
    )
    return "\n".join(line.strip() for line in plain.splitlines()).strip()


def half_width(text: str) -> str:
    """Digits and letters as catalogues write them; Chinese punctuation stays as wide as it is."""
    return text.translate(_FULL_WIDTH)


def plain_code(text: str) -> str:
    """An id, a code, a date or a number: nothing wide, no space in it."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def read_date(text: str) -> str:
    """A date in any writing as YYYY-MM-DD; what is none comes back as it was."""
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not found:
        return text
    year, month, day = (int(part) for part in (found.groups()[:3] if found[1] else found.groups()[3:]))
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return text


def read_day_of_year(text: str) -> str:
    """A day without its year as MM-DD; Excel adds a year to what looks like a date."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not found:
        return text
    month, day = int(found[1]), int(found[2])
    is_day = 1 <= month <= 12 and 1 <= day <= 31
    return f"{month:02}-{day:02}" if is_day else text


def read_whole_number(text: str) -> str:
    """Digits only; what is no whole number comes back as it was."""
    plain = plain_code(text).replace(",", "")
    found = _WHOLE_NUMBER.fullmatch(plain)
    return str(int(found[1])) if found else text
