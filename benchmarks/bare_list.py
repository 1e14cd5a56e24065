"""The peer of the television: a bare Textual application, one OptionList with the lines of a file. Ctrl+Q ends it."""

from __future__ import annotations

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import OptionList


class BareList(App[None]):
    """Nothing of ours."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        yield OptionList(*self._lines, markup=False)


if __name__ == "__main__":
    BareList(Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()).run()
