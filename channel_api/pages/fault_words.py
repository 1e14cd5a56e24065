"""Faults and notes of a text in words, each beside the field of the form it belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from channel_api.editing.forms import FormField, all_fields, name_of
from channel_api.editing.kinds import EditedKind
from channel_api.pages.room import Room
from channel_api.pages.words import page_words
from content.faults import Fault

# By field: the line of a list it is in (0: none), what is wrong, how to mend it.
Explained = dict[str, list[tuple[int, str, str]]]


def name_words(name: str, kind: EditedKind) -> str:
    """A field as the list of faults calls it: 申报材料 · 名称 第2条; empty for the text as a whole."""
    if not name:
        return ""
    parts = name.split(".")
    said = page_words().label_of(kind.label_prefix + ".".join(part for part in parts if not part.isdigit()))
    rows = [page_words().text("row_number", number=int(part) + 1) for part in parts if part.isdigit()]
    return " ".join([said, *rows])


def explain(room: Room, faults: Iterable[Fault], form: Iterable[FormField], kind: EditedKind) -> Explained:
    """All faults by the names of their fields."""
    fields = {field.name: field for field in all_fields(form)}
    explained: Explained = defaultdict(list)
    for fault in faults:
        name, line = _place_of(fault.key, fields)
        values = {
            key: name_words(name_of(value), kind) if key == "other" else _in_words(value)
            for key, value in fault.values.items()
        }
        explained[name].append((line, *room.checker.explain(Fault(fault.code, fault.key, values))))
    return explained


def _in_words(value: str) -> str:
    """A choice as the form calls it; several stand with 、 between them."""
    options = page_words().options
    return "、".join(options.get(word, word) for word in value.split("、"))


def _place_of(key: str, fields: dict[str, FormField]) -> tuple[str, int]:
    """A fault of the third alias stands beside the field of all aliases; the row of a list has fields of its own.

    What no field or row bears is said where the nearest one around it stands."""
    name, line = name_of(key), 0
    while name and name not in fields and not _is_row(name, fields):
        name, _, last = name.rpartition(".")
        is_line = last.isdigit() and name in fields and fields[name].shape == "lines"
        line = int(last) + 1 if is_line else 0
    return name, line


def _is_row(name: str, fields: dict[str, FormField]) -> bool:
    around, _, number = name.rpartition(".")
    return number.isdigit() and around in fields and int(number) < len(fields[around].rows)
