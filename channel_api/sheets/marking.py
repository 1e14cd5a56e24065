"""The workbook as it came, with what is wrong marked in it: a colour and a note on the cell, and a column of problems.

Only texts go into it. A cell that could not be read holds a word that says so, which is refused again if it stays.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from channel_api.sheets.faults import PERSONAL, CellFault, Place, SheetWords, letters
from channel_api.sheets.grid import Grid
from channel_api.sheets.recognising import Recognised
from channel_api.sheets.writing import HEADING_STYLE, TEXT_STYLE, add_styles, save, text_cell

STOPS_COLOUR, LATER_COLOUR = "FFFFD5D0", "FFFFF0C2"  # red: before anything is taken in; yellow: before it is sent round
COLUMN_WIDTH, PROBLEM_WIDTH = 20, 60
NOTE_WIDTH, NOTE_HEIGHT = 320, 140  # points; a fault and its remedy are two or three lines
LONGEST_PROBLEM = 2_000  # characters; a row can have dozens

LONGEST_SHEET_NAME = 31  # characters, says Excel
_NOT_IN_A_NAME = re.compile(r"[\\*?:/\[\]]")

Plain = dict[str, Any]


def pack_sheets(
    grids: Iterable[Grid], sheets: Sequence[Recognised], faults: Sequence[CellFault], words: SheetWords
) -> list[Plain]:
    """What is kept of a file that was read, as plain data; no number of a person stands in it."""
    known = {sheet.grid.name: sheet.last_heading_row for sheet in sheets}
    hidden = {(fault.place.sheet, fault.place.row, fault.place.column) for fault in faults if fault.is_personal}
    packed = []
    for grid in grids:
        if grid.is_hidden or not grid.rows:
            continue
        rows = [
            [number, [_kept(grid, number, at, text, hidden, words) for at, text in enumerate(cells, start=1)]]
            for number, cells in sorted(grid.rows.items())
        ]
        packed.append({"name": grid.name, "heading_row": known.get(grid.name, 0), "rows": rows})
    return packed


def _kept(grid: Grid, row: int, column: int, text: str, hidden: set[tuple[str, int, int]], words: SheetWords) -> str:
    if (grid.name, row, column) in hidden:
        return words.unread[PERSONAL]
    odd = grid.odd.get((row, column))
    return words.unread[odd] if odd else text


def pack_faults(faults: Iterable[CellFault]) -> list[list[Any]]:
    """Faults as plain data."""
    return [
        [fault.place.sheet, fault.place.row, fault.place.column, fault.what, fault.mend, fault.stops]
        for fault in faults
    ]


def unpack_faults(plain: Iterable[Sequence[Any]]) -> list[CellFault]:
    """The way back of `pack_faults`."""
    return [CellFault(Place(sheet, row, column), what, mend, stops) for sheet, row, column, what, mend, stops in plain]


def mark_workbook(sheets: Sequence[Plain], faults: Sequence[CellFault], words: SheetWords) -> bytes:
    """`sheets`: as `pack_sheets` made them."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    add_styles(book)
    for sheet in sheets:
        _write_sheet(book, sheet, [fault for fault in faults if fault.place.sheet == sheet["name"]], words)
    return save(book)


def _write_sheet(book: Any, plain: Plain, faults: Sequence[CellFault], words: SheetWords) -> None:
    from openpyxl.styles import PatternFill

    fills = {
        stops: PatternFill("solid", fgColor=colour) for stops, colour in ((True, STOPS_COLOUR), (False, LATER_COLOUR))
    }
    by_row: dict[int, list[CellFault]] = defaultdict(list)
    for fault in faults:
        by_row[max(1, fault.place.row)].append(fault)
    rows = {int(number): list(cells) for number, cells in plain["rows"]}
    problem, heading_row = words.columns["problem"], max(1, int(plain["heading_row"]))
    at = _column_of_problems(rows, heading_row, problem)
    sheet = book.create_sheet(_NOT_IN_A_NAME.sub("_", plain["name"])[:LONGEST_SHEET_NAME])
    for number in range(1, at + 1):
        sheet.column_dimensions[letters(number)].width = PROBLEM_WIDTH if number == at else COLUMN_WIDTH
    for number in range(1, max([*rows, *by_row], default=0) + 1):
        cells = [*rows.get(number, []), *[""] * at][:at]
        cells[at - 1] = problem if number == heading_row else _in_words(by_row.get(number, []))
        style = HEADING_STYLE if number <= heading_row and number in rows else TEXT_STYLE
        found = by_row.get(number, [])
        marked = {max(1, fault.place.column) for fault in found}
        # A cell of nothing costs as much as one of something, and a wide sheet has many of them.
        written = [
            text_cell(sheet, text, style) if text or column in marked else None
            for column, text in enumerate(cells, start=1)
        ]
        _mark(written, found, fills)
        sheet.append(written)


def _column_of_problems(rows: Mapping[int, list[str]], heading_row: int, problem: str) -> int:
    """The one that a file marked before already has, or the one behind the last."""
    headings = rows.get(heading_row, [])
    if problem in headings:
        return headings.index(problem) + 1
    return max((len(cells) for cells in rows.values()), default=0) + 1


def _in_words(faults: Sequence[CellFault]) -> str:
    said = [f"{letters(fault.place.column)}{fault.place.row} {fault.what}{fault.mend}" for fault in faults]
    return "\n".join(dict.fromkeys(said))[:LONGEST_PROBLEM]


def _mark(cells: Sequence[Any], faults: Sequence[CellFault], fills: Mapping[bool, Any]) -> None:
    from openpyxl.comments import Comment

    by_column: dict[int, list[CellFault]] = defaultdict(list)
    for fault in faults:
        by_column[max(1, fault.place.column)].append(fault)
    for column, found in by_column.items():
        if column <= len(cells):
            cell = cells[column - 1]
            cell.fill = fills[any(fault.stops for fault in found)]
            said = "\n".join(dict.fromkeys(f"{fault.what}{fault.mend}" for fault in found))
            cell.comment = Comment(said[:LONGEST_PROBLEM], "", width=NOTE_WIDTH, height=NOTE_HEIGHT)
