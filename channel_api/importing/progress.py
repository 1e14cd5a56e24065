"""A bar on a terminal while something long runs; silent where nobody watches."""

from __future__ import annotations

from typing import TextIO

BAR_COLUMNS = 40


class ProgressBar:
    """Call it with the share that is done, 0 to 1. It draws only when a column fills, so that drawing costs nothing."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._is_watched = out.isatty()
        self._drawn = -1

    def __call__(self, share: float) -> None:
        columns = int(share * BAR_COLUMNS)
        if self._is_watched and columns != self._drawn:
            self._drawn = columns
            self._out.write(f"\r[{'#' * columns}{'.' * (BAR_COLUMNS - columns)}] {share:4.0%}")
            self._out.flush()

    def close(self) -> None:
        """Leaves the line, so that what follows begins on its own."""
        if self._drawn >= 0:
            self._out.write("\n")
            self._out.flush()
