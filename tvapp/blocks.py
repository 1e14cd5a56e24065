"""How high an item is and what its lines are, at a given width. Pure; `layout` puts the blocks in their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from math import ceil

from tvapp.page import Act, Item, join_spoken
from tvapp.wrap import cell_width, wrap

MARKER_COLUMNS = 2  # "► " of the focused item
NUMBER_COLUMNS = 2  # "1 " of what a digit chooses
TILE_PADDING = 3  # marker, number and blank inside a tile
KEY_PADDING = 2
BOX_GAP = 1
MOST_EXTRA_COLUMNS = 4  # a key of a pad is at most so much wider than its name needs
LABEL_SHARE = 2  # a label column takes at most half of the width


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an item: pieces of (column offset, text, role), where role is `label` or `detail`."""

    pieces: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """An item with its lines; `width` 0 means the whole width of the page."""

    item: Item
    lines: tuple[Line, ...]
    width: int = 0

    @property
    def height(self) -> int:
        """Rows, without its heading."""
        return len(self.lines)


@dataclass(frozen=True, slots=True)
class Band:
    """Blocks side by side: one row of tiles or keys, or a single row or passage."""

    blocks: tuple[Block, ...]
    heading: str = ""
    gap: int = 0  # columns between the blocks

    @property
    def height(self) -> int:
        """Rows with the heading."""
        return max(block.height for block in self.blocks) + (1 if self.heading else 0)


def make_bands(items: Sequence[Item], width: int, most_rows: int, *, tile_rows: int = 1) -> list[Band]:
    """The items of a page as bands from top to bottom; a passage higher than `most_rows` becomes several stops.
    `tile_rows`: how high a tile is at least, its text in the middle."""
    label_columns = _label_columns(items, width)
    bands: list[Band] = []
    for members in _groups(items):
        kind = members[0].kind
        if kind in ("tile", "key"):
            bands += _grid(members, width, tile_rows if kind == "tile" else 1)
        else:
            for item in members:
                bands += _split(_beside(item, width, label_columns), most_rows - (1 if item.heading else 0))
    return bands


def _groups(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Items of one kind that follow each other; boxes under a heading begin a grid of their own."""
    parts = accumulate(bool(item.heading) and item.kind in ("tile", "key") for item in items)
    for _, group in groupby(zip(parts, items, strict=True), key=lambda pair: (pair[0], pair[1].kind)):
        yield [item for _, item in group]


def _label_columns(items: Sequence[Item], width: int) -> int:
    labels = [cell_width(item.label) for item in items if item.kind in ("row", "text") and item.value]
    return min(max(labels, default=0), width // LABEL_SHARE)


def _grid(items: Sequence[Item], width: int, least_rows: int) -> Iterator[Band]:
    """Boxes in columns of one width; a key with a longer name takes as many columns as that needs."""
    is_pad = items[0].kind == "key"
    padding = KEY_PADDING if is_pad else TILE_PADDING
    widest = max(cell_width(item.label) for item in items if not is_pad or _is_typing(item) or not _has_typing(items))
    columns = max(1, (width + BOX_GAP) // (widest + padding + BOX_GAP))
    room = max(min(widest + padding, width) if is_pad else (width - BOX_GAP * (columns - 1)) // columns, 1)
    if is_pad:
        room, columns = _widen(items, width, padding, room, columns)
    extra = room - widest - padding if is_pad else 0  # on both sides of the name
    for row in _rows(items, room, padding, columns):
        widths = [room + (taken - 1) * (room + BOX_GAP) for _, taken in row]
        blocks = tuple(
            Block(item, _box_lines(item, wide - padding, padding + extra, least_rows), wide)
            for (item, _), wide in zip(row, widths, strict=True)
        )
        yield Band(blocks, heading=row[0][0].heading, gap=BOX_GAP)


def _widen(items: Sequence[Item], width: int, padding: int, room: int, columns: int) -> tuple[int, int]:
    """Room and columns of wider keys, which are easier to see; narrow where wide ones would take one more row."""
    least_rows = len(list(_rows(items, room, padding, columns)))
    for more in range(MOST_EXTRA_COLUMNS, 0, -2):
        fewer = max(1, (width + BOX_GAP) // (room + more + BOX_GAP))
        if room + more <= width and len(list(_rows(items, room + more, padding, fewer))) == least_rows:
            return room + more, fewer
    return room, columns


def _is_typing(item: Item) -> bool:
    return isinstance(item.action, Act) and item.action.name == "type"


def _has_typing(items: Sequence[Item]) -> bool:
    return any(map(_is_typing, items))


def _columns_of(item: Item, room: int, padding: int, columns: int) -> int:
    """How many columns a box takes."""
    return min(max(ceil((cell_width(item.label) + padding + BOX_GAP) / (room + BOX_GAP)), 1), columns)


def _rows(items: Sequence[Item], room: int, padding: int, columns: int) -> Iterator[list[tuple[Item, int]]]:
    """The boxes row by row, each with the columns it takes, no row with more than `columns`."""
    row: list[tuple[Item, int]] = []
    for item in items:
        taken = _columns_of(item, room, padding, columns)
        if row and sum(other for _, other in row) + taken > columns:
            yield row
            row = []
        row.append((item, taken))
    yield row


def _box_lines(item: Item, room: int, padding: int, least_rows: int) -> tuple[Line, ...]:
    offset = padding if item.kind == "tile" else padding // 2
    lines = [Line(((offset, text, "label"),)) for text in wrap(item.label, room)]
    above = max(least_rows - len(lines), 0) // 2
    below = max(least_rows - len(lines) - above, 0)
    return (*[Line(())] * above, *lines, *[Line(())] * below)


def _beside(item: Item, width: int, label_columns: int) -> Block:
    """A row or passage: the value beside its label where the label is short, else below; the detail under both."""
    indent = MARKER_COLUMNS + (NUMBER_COLUMNS if item.kind == "row" else 0)
    room = width - indent
    lines: list[Line] = []
    value_role = "label" if item.kind == "row" else "detail"
    sits_beside = bool(item.value) and 0 < cell_width(item.label) <= label_columns
    if sits_beside:
        column = indent + label_columns + 2
        first, *more = wrap(item.value, width - column)
        lines.append(Line(((indent, item.label, "label"), (column, first, value_role))))
        lines += [Line(((column, text, value_role),)) for text in more]
    else:
        for text, role in ((item.label, "label"), (item.value, value_role)):
            lines += [Line(((indent, line, role),)) for line in (wrap(text, room) if text else [])]
    lines += [Line(((indent, text, "detail"),)) for text in (wrap(item.detail, room) if item.detail else [])]
    return Block(item, tuple(lines))


def _split(block: Block, most_rows: int) -> list[Band]:
    """Every part keeps the action of the whole, and says what it shows."""
    rows = max(most_rows, 1)
    if block.height <= rows:
        return [Band((block,), heading=block.item.heading)]
    parts = []
    for number, start in enumerate(range(0, block.height, rows)):
        lines = block.lines[start : start + rows]
        said = join_spoken("".join(group) for group in _by_role(lines))
        key = block.item.key if number == 0 else f"{block.item.key}~{number}"
        item = replace(block.item, key=key, speech=said, heading=block.item.heading if number == 0 else "")
        parts.append(Band((Block(item, lines),), heading=item.heading))
    return parts


def _by_role(lines: Sequence[Line]) -> Iterator[list[str]]:
    """What the lines show: the name, and what is said of it, each without its line breaks."""
    pieces = [(role, text) for line in lines for _, text, role in line.pieces]
    for _, group in groupby(pieces, key=lambda piece: piece[0]):
        yield [text for _, text in group]
