"""What no content file may break, whatever its status: ids, addresses, dates, counts, characters.

The program and the screens rely on these; a guide that is only an example must keep them too.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from content.codec import fields_of
from content.faults import Fault, quote
from content.inheritance import Overlay
from content.model import Guide, Region
from content.rules import parse_date
from content.rules_text import find_breaking_characters, texts_of
from content.understanding.identity_numbers import contains_identity_number

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_URL = re.compile(r"https://[a-z0-9.-]+\.[a-z]{2,}(?::[0-9]+)?(?:[/?#][!-~]*)?", re.IGNORECASE)
_REGION_CODE = re.compile(r"[0-9]{6}")
_MOBILE_NUMBER = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_COUNTS = frozenset({"value", "count", "originals", "copies"})
_DATES = frozenset({"date", "sourced_on", "review_by", "start", "end"})
_PAST_DATES = frozenset({"sourced_on"})
_LOOKED_AT = _DATES | {"url", "from", "to"}  # texts in which more than characters can be wrong
_TIME_OF_YEAR = re.compile(r"(?:[0-9]{4}-)?(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?")
_REGION_DIGITS_BY_LEVEL = {"country": 0, "province": 2, "city": 4, "district": 6}


def find_form_faults(value: Any, today: date) -> Iterator[Fault]:
    """Everything of the form, of any object of the model."""
    yield from find_breaking_characters(value.changes if isinstance(value, Overlay) else value)
    yield from _find_personal_numbers(value.changes if isinstance(value, Overlay) else value, today)
    yield from _find_odd_id(value)
    yield from _find_odd_values(value, "", today)


def _find_personal_numbers(value: Any, today: date) -> Iterator[Fault]:
    """Somebody's identity or mobile number; the fault never repeats it. Official codes are long by nature."""
    for key, text in texts_of(value):
        is_personal = contains_identity_number(text, today) or _MOBILE_NUMBER.search(text)
        if is_personal and not key.startswith("codes."):
            yield Fault("personal_number", key)


def _find_odd_id(value: Any) -> Iterator[Fault]:
    if isinstance(value, Region):
        yield from _find_odd_region(value)
    elif hasattr(value, "id") and not _ID.fullmatch(value.id):
        yield Fault("id_not_ascii", "id", {"id": quote(value.id)})


def _find_odd_region(region: Region) -> Iterator[Fault]:
    if not _REGION_CODE.fullmatch(region.code):
        yield Fault("region_code", "code", {"code": quote(region.code)})
        return
    meaning = region.code.rstrip("0")
    if len(meaning) > _REGION_DIGITS_BY_LEVEL[region.level]:
        yield Fault("region_level", "level", {"level": region.level, "code": region.code})
    for position, length in enumerate(region.case_number_lengths):
        if not 6 <= length <= 50:
            yield Fault("case_number_length", f"case_number_lengths[{position}]", {"length": str(length)})


def _find_odd_values(value: Any, key: str, today: date) -> Iterator[Fault]:
    if isinstance(value, Overlay):
        value = value.changes
    if isinstance(value, dict):
        parts = list(value.items())
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = [(spec.key, getattr(value, spec.name)) for spec in fields_of(type(value))]
    else:
        parts = []
    for name, part in parts:
        if isinstance(part, str) and name not in _LOOKED_AT:  # most of what there is
            continue
        path = f"{key}.{name}" if key else name
        yield from _find_odd_value(name, part, path, today)
        items = [(path, part)] if not isinstance(part, (tuple, list)) else _numbered(path, part)
        for inner_path, inner in items:
            yield from _find_odd_values(inner, inner_path, today)


def _numbered(path: str, items: Any) -> list[tuple[str, Any]]:
    return [(f"{path}[{position}]", item) for position, item in enumerate(items)]


def _find_odd_value(name: str, part: Any, path: str, today: date) -> Iterator[Fault]:
    if name in _COUNTS and isinstance(part, int) and part < 0:
        yield Fault("negative", path, {"value": str(part)})
    if not isinstance(part, str) or not part:
        return
    if name == "url" and not _URL.fullmatch(part):
        yield Fault("url_not_https", path, {"url": quote(part)})
    if name in ("from", "to") and not _TIME_OF_YEAR.fullmatch(part):
        yield Fault("time_of_year", path, {"text": quote(part)})
    if name in _DATES:
        yield from _find_odd_date(name, part, path, today)


def _find_odd_date(name: str, text: str, path: str, today: date) -> Iterator[Fault]:
    day = parse_date(text)
    if day is None:
        yield Fault("date_form", path, {"text": quote(text)})
        return
    must_be_past = name in _PAST_DATES or "source" in path  # exceptions of opening hours have future dates
    if must_be_past and day > today:
        yield Fault("date_in_future", path, {"text": text})


def find_odd_order_of_dates(guide: Guide) -> Iterator[Fault]:
    read, review = parse_date(guide.sourced_on), parse_date(guide.review_by)
    if read and review and review <= read:
        yield Fault("review_before_reading", "review_by", {"sourced_on": guide.sourced_on})
