"""Tables as files that spreadsheet programs open: no text of anybody ever becomes a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

# What programs take for the beginning of a formula, also behind blanks and in the wide writing.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes Chinese for another encoding

Cell = str | int | float | None


def csv_text(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The whole file. None is an empty cell."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([safe_cell(name) for name in head])
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
    return BYTE_ORDER_MARK + file.getvalue()


def safe_cell(cell: Cell) -> str:
    """Numbers as they are; a text that a program could calculate gets an apostrophe in front."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return str(cell)
    return f"'{cell}" if cell.lstrip().startswith(FORMULA_SIGNS) or cell.startswith(FORMULA_SIGNS) else cell
