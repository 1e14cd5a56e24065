"""The trail as a file, for whoever keeps it elsewhere: a table that spreadsheets open, or one JSON object a line.

Read piece by piece, so that a trail of years needs no memory. With the hashes of the rows such a file proves later
that nothing before its end was changed.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Literal

from channel_api.store.database import Database
from channel_api.store.editing_trail import ROWS_AT_ONCE, Trace, TrailFilter, load_following

Format = Literal["csv", "jsonl"]
MEDIA_TYPES: dict[Format, str] = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}
COLUMNS = ("number", "at", "who", "act", "subject", "details", "hash")
MARK = "\ufeff"  # without it Excel takes UTF-8 for something else
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def export_trail(database: Database, wanted: TrailFilter, form: Format) -> Iterator[str]:
    """Piece by piece, the earliest first."""
    yield MARK + _csv_line(COLUMNS) if form == "csv" else ""
    after = 0
    while True:
        with database.read() as connection:
            traces = load_following(connection, after=after, wanted=wanted)
        yield "".join(_csv_line(_cells(trace)) if form == "csv" else _json_line(trace) for trace in traces)
        if len(traces) < ROWS_AT_ONCE:
            return
        after = traces[-1].number


def as_text(cell: str) -> str:
    """What a spreadsheet shows as it stands: nothing anybody typed is reckoned."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA_STARTS) else cell


def _cells(trace: Trace) -> tuple[str, ...]:
    details = json.dumps(dict(trace.details), ensure_ascii=False)
    return (str(trace.number), trace.at.isoformat(), trace.who, trace.act, trace.subject, details, trace.hash)


def _csv_line(cells: tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([as_text(cell) for cell in cells])
    return line.getvalue()


def _json_line(trace: Trace) -> str:
    row = {
        "number": trace.number,
        "at": trace.at.isoformat(),
        "who": trace.who,
        "act": trace.act,
        "subject": trace.subject,
        "details": dict(trace.details),
        "hash": trace.hash,
    }
    return json.dumps(row, ensure_ascii=False) + "\n"
