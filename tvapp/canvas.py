"""The one widget: shows a frame, and repaints only the rows that changed."""

from __future__ import annotations

from collections.abc import Mapping

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tvapp.frame import Frame
from tvapp.theme import THEMES, Paint


def make_styles(theme: Mapping[str, Paint]) -> dict[str, Style]:
    """The theme in the toolkit's own terms."""
    return {
        name: Style(color=paint.text, bgcolor=paint.background, bold=paint.is_bold) for name, paint in theme.items()
    }


class Canvas(Widget):
    """Draws spans as they are; nothing in them is ever read as markup."""

    can_focus = False
    DEFAULT_CSS = "Canvas { width: 100%; height: 100%; }"

    def __init__(self) -> None:
        super().__init__()
        self._theme = "dark"
        self._styles = make_styles(THEMES[self._theme])
        self._frame: Frame | None = None

    def show(self, frame: Frame) -> None:
        """Replaces the picture."""
        before, self._frame = self._frame, frame
        if frame.theme != self._theme:
            self._theme, self._styles = frame.theme, make_styles(THEMES[frame.theme])
        if before is None or (before.size, before.theme) != (frame.size, frame.theme):
            self.refresh()
            return
        width = frame.size.columns
        changed = [y for y, (old, new) in enumerate(zip(before.rows, frame.rows, strict=True)) if old != new]
        if changed:
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    def render_line(self, y: int) -> Strip:
        """One row of cells."""
        if self._frame is None or y >= len(self._frame.rows):
            return Strip.blank(self.size.width, self._styles["screen"])
        segments = [Segment(span.text, self._styles[span.style]) for span in self._frame.rows[y]]
        return Strip(segments, self._frame.size.columns).crop_extend(0, self.size.width, self._styles["screen"])
