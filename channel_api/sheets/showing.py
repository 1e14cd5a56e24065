"""What a stored value is as the text of a cell, and a cell's text as a value: each the way back of the other."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from channel_api.sheets.cells import half_width, plain_code, read_date, read_day_of_year, read_whole_number, tidy_text
from channel_api.sheets.columns import Column, plain_heading

# Excel takes 32,767 characters in a cell and silently drops the rest.
LONGEST_CELL = 32_000
SHOWN_CHOICES = 8


class NoSuchChoiceError(Exception):
    """The text is none of the words of this column."""

    def __init__(self, allowed: Sequence[str]) -> None:
        super().__init__("no such choice")
        shown = "、".join(allowed[:SHOWN_CHOICES])
        self.allowed = shown if len(allowed) <= SHOWN_CHOICES else f"{shown}……"


def show(column: Column, value: Any) -> str:
    """The text of the cell. What no cell can hold (control characters, the end of a very long text) is left out."""
    if isinstance(value, (list, tuple)):
        text = "\n".join(str(line) for line in value)
    else:
        text = str(value or column.default)
        text = next((said for said, stored in column.choices.items() if stored == text), text)
    kept = text if text.isprintable() else "".join(mark for mark in text if mark == "\n" or _is_writable(mark))
    return tidy_text(kept)[:LONGEST_CELL].strip()


def _is_writable(mark: str) -> bool:
    return unicodedata.category(mark) not in ("Cc", "Cs") and mark not in "\ufffe\uffff"


def read_value(column: Column, text: str, current: Any, *, yes: Sequence[str] = (), no: Sequence[str] = ()) -> Any:
    """The value a cell says; `current` itself where the cell still says what it would show of it.

    Raises NoSuchChoiceError."""
    if text == show(column, current):
        return current
    if not text:
        return [] if column.sort == "lines" else ""
    if column.sort == "words":
        return _read_choice(column, text, yes, no)
    if column.sort == "lines":
        known = {tidy_text(line): line for line in current} if isinstance(current, list) else {}
        return [known.get(line, half_width(line)) for line in text.splitlines()]
    return _READERS[column.sort](text)


def _read_choice(column: Column, text: str, yes: Sequence[str], no: Sequence[str]) -> str:
    said = plain_heading(text)
    for shown, stored in column.choices.items():
        if said in (plain_heading(shown), plain_heading(stored)):
            return stored
    if set(column.choices.values()) == {"true", "false"}:
        if said in yes:
            return "true"
        if said in no:
            return "false"
    raise NoSuchChoiceError(list(column.choices))


_READERS = {
    "text": half_width,
    "code": plain_code,
    "date": read_date,
    "day": read_day_of_year,
    "number": read_whole_number,
}
