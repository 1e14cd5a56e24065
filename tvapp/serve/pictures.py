"""Pictures as messages to a browser: everything once, then only the rows that changed. Pure.

A row is a list of runs `[column, text, style, width]`: all characters of a run are `width` (1 or 2) cells wide, so that
the page needs to know nothing about characters and every one lands in its own cells, whatever font the set has. A QR
code comes as squares, which the page draws as large as their place allows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tvapp.frame import Frame, Points, Span
from tvapp.theme import Paint
from tvapp.wrap import cell_width

Run = tuple[int, str, str, int]
Message = dict[str, Any]


def whole(frame: Frame, theme: Mapping[str, Paint]) -> Message:
    """The first message, and the one after the size changed."""
    message = {
        "columns": frame.size.columns,
        "paints": {name: [paint.text, paint.background, int(paint.is_bold)] for name, paint in theme.items()},
        "rows": [list(runs(row)) for row in frame.rows],
    }
    return {**message, "points": plain_points(frame.points)} if frame.points else message


def changes(before: Frame, now: Frame) -> Message | None:
    """What differs, None where nothing does. Both frames have the same size."""
    rows = {y: list(runs(row)) for y, (old, row) in enumerate(zip(before.rows, now.rows, strict=True)) if old != row}
    message: Message = {"changed": rows} if rows else {}
    if before.points != now.points:
        message["points"] = plain_points(now.points)
    return message or None


def plain_points(points: Points | None) -> dict[str, Any] | None:
    """Where a finer drawing lies, in cells, and its squares; None takes it away."""
    if points is None:
        return None
    rect = points.rect
    place = {"x": rect.x, "y": rect.y, "width": rect.width, "height": rect.height}
    return {**place, "squares": list(points.squares)}


def runs(row: Sequence[Span]) -> Iterator[Run]:
    """The row cut where style or width changes; blanks carry their style's background."""
    for span in row:
        start, text, width = span.x, "", 0
        column = span.x
        for character in span.text:
            now = cell_width(character)
            if now == 0:  # combines with the character before it
                text += character
                continue
            if text and now != width:
                yield start, text, span.style, width
                start, text = column, ""
            text, width = text + character, now
            column += now
        if text:
            yield start, text, span.style, width
