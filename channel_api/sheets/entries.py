"""The rows of recognised sheets, each under the document it belongs to. What a cell means is not decided here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from channel_api.editing.kinds import EditedKind
from channel_api.sheets.cells import half_width, plain_code
from channel_api.sheets.columns import KEY, TITLE, Column, plain_heading
from channel_api.sheets.faults import CellFault, Place, SheetWords
from channel_api.sheets.grid import Grid
from channel_api.sheets.recognising import Recognised, is_key

FindByTitle = Callable[[EditedKind, str], list[str]]
"""The draft keys of all documents of a kind that are called so."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its texts by column."""

    grid: Grid
    number: int
    texts: Mapping[Column, str]
    places: Mapping[Column, Place]

    @property
    def place(self) -> Place:
        """The row as a whole: its first column of ours."""
        return next(iter(self.places.values()))

    @property
    def is_empty(self) -> bool:
        """Nothing but the id stands in it."""
        return not any(text for column, text in self.texts.items() if not is_key(column))


@dataclass(slots=True)
class Entry:
    """What a workbook says about one document. `lists` hold the rows of each list that has any."""

    kind: EditedKind
    key: str
    main: Row | None = None
    lists: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """Where it is named."""
        return self.main.place if self.main else next(iter(self.lists.values()))[0].place


@dataclass(slots=True)
class Entries:
    """All documents of a workbook by draft key, in the order in which they come."""

    by_key: dict[str, Entry] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)

    def entry(self, kind: EditedKind, key: str) -> Entry:
        return self.by_key.setdefault(key, Entry(kind, key))


def gather_entries(sheets: list[Recognised], words: SheetWords, find_by_title: FindByTitle) -> Entries:
    """Sheets with documents first: what a list belongs to may be new in the same file."""
    entries = Entries()
    new_titles: dict[tuple[str, str], list[str]] = {}
    for sheet in sorted(sheets, key=lambda one: one.plan.list_path != ""):
        keys = _KeyFinder(sheet, words, find_by_title, new_titles)
        for row in _rows(sheet, words, entries):
            key = keys.find(row, entries)
            if key is None:
                continue
            entry = entries.entry(sheet.plan.kind, key)
            if sheet.plan.list_path:
                entry.lists.setdefault(sheet.plan.list_path, []).append(row)
            elif entry.main is not None:
                other = entry.main.place
                entries.faults.append(words.fault("id_twice", row.place, other=other))
            else:
                entry.main = row
    return entries


def _rows(sheet: Recognised, words: SheetWords, entries: Entries) -> Iterator[Row]:
    """Rows in which something of ours stands; headings that are printed again on a new page are none."""
    grid, name = sheet.grid, sheet.grid.name
    unread = {said: code for code, said in words.unread.items()}
    headings = {number: grid.text(sheet.last_heading_row, number) for number in sheet.columns}
    for number in sorted(grid.rows):
        texts = {column: grid.text(number, at) for at, column in sheet.columns.items()}
        is_repeat = all(grid.text(number, at) == said for at, said in headings.items())
        odd: dict[int, str] = {at: grid.odd[number, at] for at in sheet.columns if (number, at) in grid.odd}
        odd |= {at: unread[said] for at in sheet.columns if (said := grid.text(number, at)) in unread}
        if number <= sheet.last_heading_row or is_repeat or not (any(texts.values()) or odd):
            continue
        for at, code in odd.items():
            entries.faults.append(words.fault(code, Place(name, number, at)))
        places = {column: Place(name, number, at) for at, column in sheet.columns.items()}
        yield Row(grid, number, texts, places)


class _KeyFinder:
    """Which document a row is about: by its id, or by its title where only one is called so."""

    def __init__(
        self,
        sheet: Recognised,
        words: SheetWords,
        find_by_title: FindByTitle,
        new_titles: dict[tuple[str, str], list[str]],
    ) -> None:
        self._sheet = sheet
        self._words = words
        self._find = find_by_title
        self._new = new_titles

    def find(self, row: Row, entries: Entries) -> str | None:
        """The draft key; None where there is none, which is a fault of the row."""
        plan = self._sheet.plan
        paths = [f"{KEY if plan.list_path else ''}{name}" for name in plan.kind.id_fields]
        texts = {column.path: text for column, text in row.texts.items()}
        ids = {name: plain_code(texts.get(path, "")) for name, path in zip(plan.kind.id_fields, paths, strict=True)}
        title = half_width(texts.get(TITLE if plan.list_path else plan.kind.title_field, ""))
        if all(ids.values()):
            key = plan.kind.key_of(ids)
            if not plan.list_path and title:
                self._new.setdefault((plan.kind.name, plain_heading(title)), []).append(key)
            return key
        found = set(self._find(plan.kind, title)) | set(self._new.get((plan.kind.name, plain_heading(title)), []))
        if title and len(found) == 1:
            return found.pop()
        if plan.list_path and row.is_empty:
            return None
        code = "title_of_many" if found else "title_unknown" if title and not any(ids.values()) else "no_id"
        heading = "、".join(column.heading for column in plan.keys)
        entries.faults.append(self._words.fault(code, row.place, heading=heading))
        return None
