"""The picture of a laid-out page: colours, the focus mark, caption and page line. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from tvapp.blocks import Block
from tvapp.focus import Rect
from tvapp.frame import Frame, Painter, Placed, Points
from tvapp.layout import Layout
from tvapp.qr import half_cells
from tvapp.side_picture import SidePicture
from tvapp.words import Words
from tvapp.wrap import cell_width, fit, wrap

FOCUS_MARK = "►"  # neutral width in every terminal, unlike ▶
ITEM_STYLES = {"plain": "item", "strong": "strong", "warning": "warning", "good": "good"}


def draw(layout: Layout, *, sheet_number: int, focused: str, caption: Sequence[str], words: Words, theme: str) -> Frame:
    """One sheet of the page. `caption` are the sentences being said, in order."""
    painter = Painter(layout.size)
    sheet = layout.sheets[sheet_number]
    _draw_title(painter, layout)
    for x, y, text in sheet.headings:
        painter.put(x, y, fit(text, layout.areas.content.width), "heading")
    for placed, block in zip(sheet.placed, sheet.blocks, strict=True):
        _draw_item(painter, placed, block, is_focused=placed.item.key == focused)
    _draw_pager(painter, layout, sheet_number, words)
    _draw_caption(painter, layout.areas.caption, caption)
    for placed in layout.legend:
        style = "focus" if placed.item.key == focused else placed.item.key
        mark = FOCUS_MARK if placed.item.key == focused else " "
        painter.put(placed.rect.x, placed.rect.y, f"{mark}{placed.item.label} ", style)
    points = _draw_picture(painter, layout.areas.picture)
    return painter.finish([*sheet.placed, *layout.legend], focused, theme, points)


def _draw_picture(painter: Painter, picture: SidePicture | None) -> Points | None:
    """Black on white in every theme, or cameras would not read it. What is drawn as points is only left white here."""
    if picture is None:
        return None
    painter.fill(picture.rect, "code")
    if picture.is_fine:
        return Points(picture.rect, picture.squares)
    for row, text in enumerate(half_cells(picture.squares, picture.rect.height)):
        painter.put(picture.rect.x, picture.rect.y + row, text, "code")
    return None


def _draw_title(painter: Painter, layout: Layout) -> None:
    areas = layout.areas
    painter.fill(areas.title, "title")
    for row, line in enumerate(areas.title_lines):
        painter.put(areas.title.x + 1, areas.title.y + row, line, "title")
    painter.put(areas.title.right - cell_width(layout.place) - 1, areas.title.y, layout.place, "place")
    for row, line in enumerate(areas.status_lines):
        painter.put(areas.status.x + 1, areas.status.y + row, line, "status")


def _draw_item(painter: Painter, placed: Placed, block: Block, *, is_focused: bool) -> None:
    rect, item = placed.rect, placed.item
    is_box = item.kind in ("tile", "key")
    label_style = "focus" if is_focused else "box" if is_box else ITEM_STYLES[item.tone]
    detail_style = "focus" if is_focused else "box_detail" if is_box else "detail"
    if is_focused or is_box:
        painter.fill(rect, label_style)
    for row, line in enumerate(block.lines):
        for offset, text, role in line.pieces:
            painter.put(rect.x + offset, rect.y + row, text, label_style if role == "label" else detail_style)
    number_style = "focus" if is_focused else "box_number" if is_box else "number"
    first_row = rect.y + next((row for row, line in enumerate(block.lines) if line.pieces), 0)
    if placed.number:
        painter.put(rect.x + (1 if is_box else 2), first_row, placed.number, number_style)
    if is_focused:
        painter.put(rect.x, first_row, FOCUS_MARK, "focus")


def _draw_pager(painter: Painter, layout: Layout, sheet_number: int, words: Words) -> None:
    if len(layout.sheets) == 1:
        return
    left = sum(len(sheet.placed) for sheet in layout.sheets[sheet_number + 1 :])
    key = "pager.more" if left else "pager.last"
    numbers = {"page": sheet_number + 1, "pages": len(layout.sheets)}
    text = words.text(key, left=left, **numbers)
    area = layout.areas.content
    if cell_width(text) > area.width - 2:  # beside a picture: which key it is must not be cut off
        text = words.text("pager.short", **numbers)
    painter.put(area.x + 1, area.bottom - 1, fit(text, area.width - 2), "status")


def _draw_caption(painter: Painter, area: Rect, caption: Sequence[str]) -> None:
    """Shows the sentences, as many whole lines as fit; all of it stands in the items above as well."""
    if not area.height:
        return
    painter.fill(area, "caption")
    lines = wrap("".join(caption), area.width - 2)
    if len(lines) > area.height:
        lines = [*lines[: area.height - 1], fit(lines[area.height - 1] + "……", area.width - 2)]
    for row, line in enumerate(lines):
        painter.put(area.x + 1, area.y + row, line, "caption")
