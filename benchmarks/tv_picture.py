"""What a terminal shows, from the bytes a program wrote to it: only what Textual writes, moves and text. Pure."""

from __future__ import annotations

import re

from tvapp.wrap import cell_width

MOVE = re.compile(rb"\x1b\[(\d*)(?:;(\d*))?H")
CONTROL = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-Z\\^-~])")
UNFINISHED = 64  # bytes; no control sequence of Textual is longer


class Picture:
    """A grid of cells that takes bytes as they come, cut anywhere."""

    def __init__(self, columns: int, rows: int) -> None:
        self._columns, self._rows = columns, rows
        self._cells = [[" "] * columns for _ in range(rows)]
        self._x = self._y = 0
        self._rest = b""

    def feed(self, written: bytes) -> None:
        """What is not whole yet waits for the rest of it."""
        data, self._rest = self._rest + written, b""
        position = 0
        while position < len(data):
            if data[position] == 0x1B:
                found = CONTROL.match(data, position)
                if found is None:
                    if len(data) - position < UNFINISHED:
                        self._rest = data[position:]
                        return
                    position += 1
                    continue
                self._obey(found[0])
                position = found.end()
            else:
                end = data.find(b"\x1b", position)
                end = len(data) if end < 0 else end
                position += self._write(data[position:end], is_last=end == len(data))
                if position < end:
                    self._rest = data[position:]
                    return

    def text(self) -> str:
        """Row by row."""
        return "\n".join("".join(row) for row in self._cells)

    def _obey(self, control: bytes) -> None:
        move = MOVE.fullmatch(control)
        if move:
            self._y, self._x = int(move[1] or 1) - 1, int(move[2] or 1) - 1

    def _write(self, text: bytes, *, is_last: bool) -> int:
        """How many bytes were taken: a character may still be on its way."""
        try:
            whole = text.decode()
        except UnicodeDecodeError as error:
            if not is_last or len(text) - error.start > 3:
                raise
            text = text[: error.start]
            whole = text.decode()
        for character in whole:
            self._put(character)
        return len(text)

    def _put(self, character: str) -> None:
        if character == "\r":
            self._x = 0
        elif character == "\n":
            self._y += 1
        elif character >= " ":
            width = cell_width(character)
            if self._y < self._rows and self._x < self._columns and width:
                self._cells[self._y][self._x] = character
                if width == 2 and self._x + 1 < self._columns:
                    self._cells[self._y][self._x + 1] = ""
            self._x += width
