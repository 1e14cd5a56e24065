"""What stands in a workbook as plain texts, cell by cell; the only place where openpyxl reads.

Numbers, dates and truth values become the texts a clerk sees. A formula is never worked out, never taken for a text.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Literal

from channel_api.sheets.cells import UNSAFE_NUMBER, show_value
from channel_api.sheets.container import CHUNK_BYTES, require_workbook
from channel_api.sheets.faults import UnreadableFileError

MOST_SHEETS = 40
MOST_ROWS_OF_A_SHEET = 5_000  # rows in which something stands
MOST_ROWS = 20_000  # of all sheets together
LAST_ROW = 60_000  # empty rows included: formats that somebody dragged down to the end
MOST_COLUMNS = 200  # the widest sheet of ours has sixty
MOST_CHARACTERS = 20_000_000  # of all cells: what a catalogue of some thousand guides says

Odd = Literal["formula", "error", "unsafe_number"]
At = tuple[int, int]  # row and column, from 1

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\s(?=[^>]*hidden="(?:1|true)")[^>]*?\br="([0-9]{1,7})"')
LONGEST_TAG_BYTES = 4096  # a tag may be cut in two by the end of a chunk
MOST_MERGED = 20_000


@dataclass(slots=True)
class Grid:
    """One sheet. `rows` maps a row's number to its texts; `odd` are cells that hold something else than a value."""

    name: str
    rows: dict[int, list[str]] = field(default_factory=dict)
    odd: dict[At, Odd] = field(default_factory=dict)
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()

    def text(self, row: int, column: int) -> str:
        cells = self.rows.get(row, [])
        return cells[column - 1] if column <= len(cells) else ""


def read_grids(data: bytes) -> list[Grid]:
    """All sheets of a workbook. Raises UnreadableFileError."""
    require_workbook(data)
    try:
        return list(_grids(data))
    except (UnreadableFileError, MemoryError):
        raise
    except (
        Exception
    ) as error:  # openpyxl lets out whatever a damaged part makes of it: KeyError, TypeError, ParseError…
        raise UnreadableFileError("damaged") from error


def _grids(data: bytes) -> Iterator[Grid]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl does not carry over (drawings, extensions) is not ours
        book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        try:
            sheets = book.worksheets
            if len(sheets) > MOST_SHEETS:
                raise UnreadableFileError("too_many_sheets", most=MOST_SHEETS)
            budget = _Budget()
            for sheet in sheets:
                yield _read_sheet(sheet, data, budget)
        finally:
            book.close()


class _Budget:
    """What may still be read of all sheets together."""

    def __init__(self) -> None:
        self.rows = MOST_ROWS
        self.characters = MOST_CHARACTERS

    def spend(self, cells: list[str]) -> None:
        self.rows -= 1
        self.characters -= sum(map(len, cells))
        if self.rows < 0:
            raise UnreadableFileError("too_many_rows", most=MOST_ROWS)
        if self.characters < 0:
            raise UnreadableFileError("too_much_text")


def _read_sheet(sheet: Any, data: bytes, budget: _Budget) -> Grid:
    merged, hidden = _find_merged_and_hidden(data, sheet._worksheet_path)
    grid = Grid(sheet.title, is_hidden=sheet.sheet_state != "visible", hidden_rows=hidden)
    sheet.reset_dimensions()  # what the file says of its own size is often wrong
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, max_row=LAST_ROW + 1), start=1):
        if number > LAST_ROW:
            raise UnreadableFileError("row_too_far", sheet=sheet.title, most=LAST_ROW)
        cells = _read_row(row, number, grid)
        if cells:
            budget.spend(cells)
            grid.rows[number] = cells
            if len(grid.rows) > MOST_ROWS_OF_A_SHEET + 1:  # one more for the headings
                raise UnreadableFileError("too_many_rows_of_a_sheet", sheet=sheet.title, most=MOST_ROWS_OF_A_SHEET)
    _fill_merged(grid, merged)
    return grid


def _read_row(row: Iterable[Any], number: int, grid: Grid) -> list[str]:
    """The texts up to the last one; empty where the row is."""
    cells: list[str] = []
    for column, cell in enumerate(row, start=1):
        if cell.value is None:
            continue
        text = show_value(cell.value, cell.number_format)
        if cell.data_type == "f":
            grid.odd[number, column], text = "formula", ""
        elif cell.data_type == "e":
            grid.odd[number, column] = "error"
        elif text == UNSAFE_NUMBER:
            grid.odd[number, column], text = "unsafe_number", str(cell.value)
        if text or (number, column) in grid.odd:
            cells += [""] * (column - 1 - len(cells))
            cells.append(text)
    return cells


def _find_merged_and_hidden(data: bytes, path: str) -> tuple[list[tuple[At, At]], frozenset[int]]:
    """openpyxl does not tell these when it reads row by row; a sheet is looked through once for them."""
    merged: list[tuple[At, At]] = []
    hidden: set[int] = set()
    seen: set[bytes] = set()
    with zipfile.ZipFile(BytesIO(data)) as archive, archive.open(path.lstrip("/")) as stream:
        tail = b""
        while chunk := stream.read(CHUNK_BYTES):
            part = tail + chunk
            hidden.update(int(found[1]) for found in _HIDDEN_ROW.finditer(part))
            for found in _MERGED.finditer(part):
                if found[0] not in seen and len(seen) < MOST_MERGED:
                    seen.add(found[0])
                    merged.append(((int(found[2]), _column(found[1])), (int(found[4]), _column(found[3]))))
            tail = part[-LONGEST_TAG_BYTES:]
    return merged, frozenset(hidden)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _fill_merged(grid: Grid, merged: list[tuple[At, At]]) -> None:
    """Each cell of a merged block says what the block says; rows that are otherwise empty stay empty."""
    for (top, left), (bottom, right) in merged:
        text = grid.text(top, left)
        if not text:
            continue
        for row in range(top, min(bottom, LAST_ROW) + 1):
            cells = grid.rows.get(row)
            if cells is None:
                continue
            for column in range(left, min(right, MOST_COLUMNS) + 1):
                cells += [""] * (column - len(cells))
                cells[column - 1] = text
                if (top, left) in grid.odd:
                    grid.odd[row, column] = grid.odd[top, left]
