"""What a document says when a workbook has been read into it, and in which cell each of its fields stands.

A column that is not in the file changes nothing; an empty cell empties its field; the rows of a list replace the list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from channel_api.editing.kinds import EditedKind
from channel_api.editing.texts import Text
from channel_api.sheets.columns import Column, SheetPlan, find_value, plain_heading, put_value
from channel_api.sheets.entries import Entry, Row
from channel_api.sheets.faults import CellFault, Place, SheetWords
from channel_api.sheets.recognising import is_key
from channel_api.sheets.showing import NoSuchChoiceError, read_value, show
from content.faults import Fault, quote

MOST_ROWS_OF_A_LIST = 200  # as in a form: what comes after them would be dropped there

_LAST_PART = re.compile(r"(\[\d+\]|\.?[^.\[\]]+)$")


@dataclass(slots=True)
class Built:
    """A document as the workbook says it. `places`: the cell of each field, by its key as faults name it."""

    kind: EditedKind
    key: str
    text: Text
    place: Place
    places: dict[str, Place] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)

    def place_of(self, key: str) -> Place:
        """The cell of a field, of the row or list it is in, or of the document's id."""
        while key:
            if key in self.places:
                return self.places[key]
            inner = next((place for name, place in self.places.items() if name.startswith(f"{key}.")), None)
            if inner is not None:
                return inner
            key = _LAST_PART.sub("", key)
        return self.place

    def note_fault(self, fault: Fault, what: str, mend: str, *, stops: bool) -> None:
        """A fault that the rules of the content found."""
        self.faults.append(CellFault(self.place_of(fault.key), what, mend, stops))


class Builder:
    """Reads entries into texts. `plans`: all sheets there can be."""

    def __init__(self, plans: list[SheetPlan], words: SheetWords) -> None:
        self._words = words
        self._lists = {(plan.kind.name, plan.list_path): plan for plan in plans if plan.list_path}
        self._yes = tuple(plain_heading(word) for word in words.choices["yes"])
        self._no = tuple(plain_heading(word) for word in words.choices["no"])

    def build(self, entry: Entry, current: Text | None) -> Built:
        """`current`: what the document says now; None where there is none of this key."""
        text: Text = deepcopy(current) if current else {}
        built = Built(entry.kind, entry.key, text, entry.place)
        if entry.main is not None:
            self._read_row(entry.main, text, built, "")
            self._require_fixed(entry.main, current, built)
        for path, rows in entry.lists.items():
            self._read_list(path, rows, built)
        built.text = entry.kind.tidy(text)
        if current is None:
            self._require_beginning(entry, built)
        return built

    def _read_row(self, row: Row, text: dict[str, Any], built: Built, prefix: str) -> None:
        """Sets what the row says in `text`; `prefix` is where the row stands in the document (`materials[0].`)."""
        for column, said in row.texts.items():
            if is_key(column):
                continue
            place = row.places[column]
            built.places.setdefault(f"{prefix}{column.path}", place)
            if (place.row, place.column) in row.grid.odd:
                continue
            put_value(text, column.path, self._value(column, said, find_value(text, column.path), place, built))

    def _value(self, column: Column, said: str, current: Any, place: Place, built: Built) -> Any:
        try:
            return read_value(column, said, current, yes=self._yes, no=self._no)
        except NoSuchChoiceError as error:
            found = quote(said)
            built.faults.append(self._words.fault("no_such_choice", place, found=found, allowed=error.allowed))
            return current

    def _require_fixed(self, row: Row, current: Text | None, built: Built) -> None:
        """What others point at stays what it is."""
        for column in row.texts if current else ():
            is_fixed = column.path in built.kind.fixed and column.path not in built.kind.id_fields
            if is_fixed and current and find_value(built.text, column.path) != find_value(current, column.path):
                was = show(column, find_value(current, column.path))
                built.faults.append(self._words.fault("fixed", row.places[column], heading=column.heading, was=was))

    def _require_beginning(self, entry: Entry, built: Built) -> None:
        """Something new needs what the pages ask first; a list alone begins nothing."""
        if entry.main is None:
            built.faults.append(self._words.fault("no_such_document", entry.place))
            return
        names = {column.path: column.heading for column in entry.main.texts}
        missing = [name for name in entry.kind.begun_with if not find_value(built.text, name)]
        unread = {fault.place for fault in built.faults}
        for name in missing:
            place = built.place_of(name)
            if name in names and place not in unread:
                built.faults.append(self._words.fault("empty_in_new", place, heading=names[name]))
            elif name not in names:
                built.faults.append(self._words.fault("missing_in_new", entry.place))

    def _read_list(self, path: str, rows: list[Row], built: Built) -> None:
        plan = self._lists[built.kind.name, path]
        before = find_value(built.text, path)
        old = list(before) if isinstance(before, list) else []
        if any(self._is_cleared(plan, row) for row in rows):
            self._clear(path, rows, built)
            return
        filled = [row for row in rows if not row.is_empty]
        if self._says_the_same(plan, filled, old):
            built.places.setdefault(path, rows[0].place)
            return
        read: list[Text] = []
        for row in filled:
            text = self._row_before(plan, row, old)
            self._read_row(row, text, built, f"{path}[{len(read)}].")
            built.places.setdefault(f"{path}[{len(read)}]", row.place)
            read.append(text)
        if len(read) > MOST_ROWS_OF_A_LIST:
            most = MOST_ROWS_OF_A_LIST
            built.faults.append(self._words.fault("list_too_long", rows[0].place, most=most, count=len(read)))
        if read:
            built.places.setdefault(path, rows[0].place)
            put_value(built.text, path, read)

    def _says_the_same(self, plan: SheetPlan, rows: list[Row], old: list[Any]) -> bool:
        """What no cell can show, such as a mark nobody sees, is then not lost either."""
        columns = [column for column in plan.columns if rows and column in rows[0].texts]
        shown = [[show(column, find_value(earlier, column.path)) for column in columns] for earlier in old]
        return [[row.texts[column] for column in columns] for row in rows] == shown

    def _is_cleared(self, plan: SheetPlan, row: Row) -> bool:
        first = next((text for column, text in row.texts.items() if column in plan.columns and text), "")
        return plain_mark(first) == plain_mark(self._words.filling["cleared"])

    def _clear(self, path: str, rows: list[Row], built: Built) -> None:
        """A list is emptied on purpose only: by a word, and by nothing beside it."""
        if len([row for row in rows if not row.is_empty]) > 1:
            built.faults.append(self._words.fault("cleared_and_filled", rows[0].place))
            return
        built.places.setdefault(path, rows[0].place)
        put_value(built.text, path, [])

    def _row_before(self, plan: SheetPlan, row: Row, old: list[Any]) -> Text:
        """What the row said so far, found by what stands first in it; each earlier row is found once."""
        first = plan.columns[0]
        said = row.texts.get(first, "")
        for at, earlier in enumerate(old):
            if isinstance(earlier, Mapping) and said and show(first, find_value(earlier, first.path)) == said:
                del old[at]
                return deepcopy(dict(earlier))
        return {}


def plain_mark(text: str) -> str:
    """（清空） however its brackets are written."""
    return text.strip("（）()【】[] 　")
