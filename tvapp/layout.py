"""Where everything on a page lies at a given size, and the picture of it. Pure.

A page longer than the screen is divided into sheets (numbered 第1页 …) instead of scrolling: an item is always whole,
its digit never changes while it is in sight, and nothing moves unless a key is pressed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from tvapp.blocks import Band, Block, make_bands
from tvapp.focus import Rect
from tvapp.frame import Placed, Size
from tvapp.page import Item, Page
from tvapp.side_picture import GAP, SidePicture
from tvapp.wrap import cell_width, wrap

SAFE_SHARE = 0.05  # televisions may cut off this much at every edge; some old ones cut off more
TALL_ROWS = 18  # from here on there is room for three caption lines and a blank under the title
SMALLEST_CONTENT_ROWS = 1
TITLE_PADDING = 4  # a blank before the title, two before the place, one behind it
STATUS_PADDING = 2
HIGH_TILE_ROWS = 3  # a tile with a blank row above and below its name
LEGEND_PADDING = 2
MOST_NUMBERED = 9


@dataclass(frozen=True, slots=True)
class Areas:
    """The fixed parts of the screen inside the safe area."""

    title: Rect
    title_lines: tuple[str, ...]
    status: Rect
    status_lines: tuple[str, ...]
    content: Rect
    caption: Rect
    legend: Rect
    picture: SidePicture | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is in sight at once."""

    placed: tuple[Placed, ...]
    blocks: tuple[Block, ...]
    headings: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A page at a size; `place` is the region named in the title line."""

    page: Page
    place: str
    size: Size
    areas: Areas
    sheets: tuple[Sheet, ...]
    legend: tuple[Placed, ...]
    safe_share: float = SAFE_SHARE

    def sheet_of(self, key: str) -> int:
        """The sheet that shows the item, or 0 (legend items lie on every sheet)."""
        return next((n for n, sheet in enumerate(self.sheets) if any(p.item.key == key for p in sheet.placed)), 0)

    def all_placed(self) -> list[Placed]:
        """The items of all sheets in order."""
        return [placed for sheet in self.sheets for placed in sheet.placed]


def lay_out(
    page: Page,
    size: Size,
    legend: Sequence[Item],
    *,
    place: str,
    safe_share: float = SAFE_SHARE,
    picture: SidePicture | None = None,
) -> Layout:
    """All sheets of the page, beside the picture where there is one. Blank lines and high tiles stand only where they
    cost neither sheet nor item."""
    areas = divide(size, page, place, safe_share, picture)
    width, rows = areas.content.width, areas.content.height
    low = make_bands(page.items, width, rows)
    densest = _fill(low, rows, spacing=0)
    if len(densest) > 1:  # the last row tells how much more there is
        rows = max(rows - 1, SMALLEST_CONTENT_ROWS)
        low = make_bands(page.items, width, rows)
        densest = _fill(low, rows, spacing=0)
    has_tiles = any(item.kind == "tile" for item in page.items)
    high = make_bands(page.items, width, rows, tile_rows=HIGH_TILE_ROWS) if has_tiles else low
    chosen = densest
    for bands, spacing in ((high, 1), (high, 0), (low, 1)):
        airy = _fill(bands, rows, spacing=spacing)
        loses_nothing = len(airy) == len(densest) and len(airy[0]) == len(densest[0])
        if loses_nothing:
            chosen = airy
            break
    can_choose = page.digits == "choose"
    sheets = tuple(_finish_sheet(bands, areas.content, has_numbers=can_choose) for bands in chosen)
    return Layout(page, place, size, areas, sheets, _place_legend(legend, areas.legend), safe_share)


def divide(size: Size, page: Page, place: str, safe_share: float, picture: SidePicture | None = None) -> Areas:
    """The safe area cut into title, status, content, caption and legend; tiny windows lose caption and legend first."""
    margin_x, margin_y = ceil(size.columns * safe_share), ceil(size.rows * safe_share)
    width, height = size.columns - 2 * margin_x, size.rows - 2 * margin_y
    whole_width = width
    width = picture.rect.x - GAP - margin_x if picture else width
    is_tall = height >= TALL_ROWS
    caption_rows = 0 if height < 8 else 3 if is_tall else 2
    legend_rows = 0 if height < 6 else 1
    title_lines = wrap(page.title, width - cell_width(place) - TITLE_PADDING)
    status_lines = wrap(page.status, width - STATUS_PADDING) if page.status else []
    status_top = margin_y + len(title_lines)
    top = status_top + len(status_lines) + (1 if is_tall else 0)
    bottom = margin_y + height - caption_rows - legend_rows
    is_below = picture is None or not picture.covers_legend
    return Areas(
        title=Rect(margin_x, margin_y, width, len(title_lines)),
        title_lines=tuple(title_lines),
        status=Rect(margin_x, status_top, width, len(status_lines)),
        status_lines=tuple(status_lines),
        content=Rect(margin_x, top, width, max(bottom - top, SMALLEST_CONTENT_ROWS)),
        caption=Rect(margin_x, bottom, width, caption_rows),
        legend=Rect(margin_x, bottom + caption_rows, whole_width if is_below else width, legend_rows),
        picture=picture,
    )


def _fill(bands: Sequence[Band], rows: int, *, spacing: int) -> list[list[tuple[int, Band]]]:
    """The bands of each sheet with the row they begin at."""
    sheets: list[list[tuple[int, Band]]] = [[]]
    y = choices = 0
    for band in bands:
        space = spacing if sheets[-1] and not _is_pad(band) and not _is_headed_tiles(band) else 0
        is_tenth = _is_row(band) and choices == MOST_NUMBERED
        if sheets[-1] and (is_tenth or y + space + band.height > rows):
            sheets.append([])
            y = space = choices = 0
        sheets[-1].append((y + space, band))
        y += space + band.height
        choices += _is_row(band)
    return sheets


def _is_row(band: Band) -> bool:
    """A choice of a list: each gets a digit, so no sheet shows a tenth."""
    return band.blocks[0].item.kind == "row" and band.blocks[0].item.is_numbered


def _is_headed_tiles(band: Band) -> bool:
    """The line of the heading is air enough between boxes."""
    return band.blocks[0].item.kind == "tile" and bool(band.heading)


def _is_pad(band: Band) -> bool:
    return band.blocks[0].item.kind == "key" and not band.heading


def _finish_sheet(bands: Sequence[tuple[int, Band]], content: Rect, *, has_numbers: bool) -> Sheet:
    placed: list[Placed] = []
    blocks: list[Block] = []
    headings: list[tuple[int, int, str]] = []
    number = 0
    for y, band in bands:
        top = content.y + y
        if band.heading:
            headings.append((content.x, top, band.heading))
            top += 1
        x = content.x
        for block in band.blocks:
            width = block.width or content.width
            number += 1 if block.item.is_numbered else 0
            shows_number = has_numbers and block.item.is_numbered and number <= MOST_NUMBERED
            rect = Rect(x, top, width, band.height - (1 if band.heading else 0))
            placed.append(Placed(block.item, rect, block.item.digit or (str(number) if shows_number else "")))
            blocks.append(block)
            x += width + band.gap
    return Sheet(tuple(placed), tuple(blocks), tuple(headings))


def legend_columns(items: Sequence[Item]) -> int:
    """How wide the shortcuts are."""
    return sum(cell_width(item.label) + LEGEND_PADDING + 1 for item in items) - 1


def _place_legend(items: Sequence[Item], area: Rect) -> tuple[Placed, ...]:
    placed = []
    x = area.x
    for item in items if area.height else ():
        width = cell_width(item.label) + LEGEND_PADDING
        if x + width > area.right:
            break
        placed.append(Placed(item, Rect(x, area.y, width, 1)))
        x += width + 1
    return tuple(placed)
