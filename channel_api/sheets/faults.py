"""What is wrong with a workbook as a whole or with one cell of it. The words stand in `wording.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from channel_api.cases.data_files import load_data_file

PERSONAL = "personal_number"
MOST_LETTERS = 3  # XFD is the last column there is


class UnreadableFileError(Exception):
    """The file as a whole is refused; `reason` is a key of `wording.yaml` under `refused`, `values` fill it."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


@dataclass(frozen=True, slots=True)
class Place:
    """A cell as people name it: the sheet, row and column counted from 1. Row 0: the sheet as a whole."""

    sheet: str
    row: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.row:
            return self.sheet
        return f"{self.sheet}!{letters(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class CellFault:
    """One thing about one cell. `stops`: nothing of the file can be taken in before it is mended; `is_personal`: there
    stands an identity number, which is neither kept nor shown."""

    place: Place
    what: str
    mend: str
    stops: bool = True
    is_personal: bool = False


@dataclass(frozen=True, slots=True)
class SheetWords:
    """All of `wording.yaml`."""

    refused: Mapping[str, str]
    faults: Mapping[str, Mapping[str, str]]
    notes: Mapping[str, str]
    sheets: Mapping[str, str]
    columns: Mapping[str, str]
    help: tuple[str, ...]
    filling: Mapping[str, str]
    unread: Mapping[str, str]
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def fault(self, code: str, place: Place, /, *, stops: bool = True, **values: object) -> CellFault:
        """A fault in words."""
        words = self.faults[code]
        what, mend = (words[part].format(**values) for part in ("what", "mend"))
        return CellFault(place, what, mend, stops, is_personal=code == PERSONAL)

    def note(self, code: str, /, **values: object) -> str:
        """Something to know that stops nothing."""
        return self.notes[code].format(**values)

    def refusal(self, error: UnreadableFileError) -> str:
        """Why the whole file was not read."""
        return self.refused[error.reason].format(**error.values)


@cache
def sheet_words() -> SheetWords:
    """Read once when first needed."""
    plain: dict[str, Any] = dict(load_data_file("channel_api.sheets", "wording.yaml"))
    plain["help"] = tuple(plain["help"])
    plain["choices"] = {name: tuple(words) for name, words in plain["choices"].items()}
    return SheetWords(**plain)


def letters(column: int) -> str:
    """1 is A, 27 is AA."""
    said = ""
    while column > 0 and len(said) < MOST_LETTERS:
        column, rest = divmod(column - 1, 26)
        said = chr(ord("A") + rest) + said
    return said
