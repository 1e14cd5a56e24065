"""A text as a form: made from the model field by field, read back from what was typed. Knows neither HTML nor words.

A field's name is its place: `materials.0.name`. A list of texts is one field with a text a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from channel_api.editing.kinds import GUIDES, JOINT, EditedKind
from channel_api.editing.texts import Shape, Text, default_text, shape_of
from content.codec import FieldSpec, fields_of

MOST_ROWS = 200  # the longest real guide has 40 materials
LONG_TEXTS = frozenset(
    (
        "detail",
        "note",
        "text",
        "how",
        "reason",
        "scope",
        "speech",
        "a",
        "notes",
        "when",
        "alternative",
        "basis",
        "transit",
    )
)

_PLACE = re.compile(r"\[(\d+)\]")

Values = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One field to draw. `label` names its words (`materials.name`), `words` what may be chosen.

    `fields` are those of a group, `rows` those of each row of a list."""

    name: str
    label: str
    shape: Shape
    is_needed: bool
    is_fixed: bool = False
    is_long: bool = False
    value: str = ""
    words: tuple[str, ...] = ()
    fields: tuple[FormField, ...] = ()
    rows: tuple[tuple[FormField, ...], ...] = ()

    @property
    def key(self) -> str:
        """The place as faults name it: `materials[0].name`."""
        return key_of(self.name)


@dataclass(frozen=True, slots=True)
class RowOrder:
    """What a button beside a row asks for: another row, none of it, one place up or down."""

    act: str
    list_name: str
    row: int = 0


def key_of(name: str) -> str:
    """`materials.0.name` as `materials[0].name`."""
    return re.sub(r"\.(\d+)(?=\.|$)", r"[\1]", name)


def name_of(key: str) -> str:
    """The field a fault's key points at; a fault of one line of a list belongs to the whole list."""
    return _PLACE.sub(r".\1", key)


def form_of(text: Mapping[str, Any], *, topics: Sequence[str] = (), kind: EditedKind = GUIDES) -> tuple[FormField, ...]:
    """The fields of a text, filled in. `topics`: the ids one of which is chosen."""
    fields = _fields(kind.form_cls, text, "", kind.label_prefix)
    return tuple(_in_place(field, topics, kind) for field in fields)


def _in_place(field: FormField, topics: Sequence[str], kind: EditedKind) -> FormField:
    if field.name == "topic":
        return replace(field, shape="words", words=tuple(topics))
    return replace(field, is_fixed=True) if field.name in kind.fixed else field


def _fields(cls: type, text: Mapping[str, Any], name: str, label: str) -> Iterator[FormField]:
    for spec in fields_of(cls):
        inner = f"{name}.{spec.key}" if name else spec.key
        words = f"{label}.{spec.key}" if label and not label.endswith(JOINT) else label + spec.key
        yield _field(spec, text.get(spec.key, ""), inner, words)


def _field(spec: FieldSpec, value: Any, name: str, label: str) -> FormField:
    shape, inner = shape_of(spec.kind)
    fields: tuple[FormField, ...] = ()
    rows: tuple[tuple[FormField, ...], ...] = ()
    if shape == "group":
        fields = tuple(_fields(inner, value or {}, name, label))
    elif shape == "rows":
        rows = tuple(tuple(_fields(inner, row, f"{name}.{at}", label)) for at, row in enumerate(value or []))
    shown = "\n".join(value or ()) if shape == "lines" else value or default_text(spec)
    return FormField(
        name=name,
        label=label,
        shape=shape,
        is_needed=spec.required,
        is_long=spec.key in LONG_TEXTS,
        value="" if shape in ("group", "rows") else shown,
        words=inner if shape == "words" else (),
        fields=fields,
        rows=rows,
    )


def read_form(values: Values, *, fixed: Mapping[str, Any], kind: EditedKind = GUIDES) -> Text:
    """What was typed, not yet tidied: rows keep their place, empty ones too. What is fixed is not read."""
    text = _read_group(kind.form_cls, values, "")
    return {**text, **{key: fixed[key] for key in kind.fixed if key in fixed}}


def _read_group(cls: type, values: Values, name: str) -> Text:
    read: Text = {}
    for spec in fields_of(cls):
        place = f"{name}.{spec.key}" if name else spec.key
        shape, inner = shape_of(spec.kind)
        if shape == "group":
            read[spec.key] = _read_group(inner, values, place)
        elif shape == "rows":
            read[spec.key] = [_read_group(inner, values, f"{place}.{at}") for at in _rows_in(values, place)]
        elif shape == "lines":
            read[spec.key] = _first(values, place).splitlines()
        else:
            read[spec.key] = _first(values, place) or ("false" if shape == "switch" else "")
    return read


def _rows_in(values: Values, place: str) -> list[int]:
    """The numbers of the rows that came, in order; more than anybody can mean are left out."""
    prefix = f"{place}."
    numbers = {name[len(prefix) :].partition(".")[0] for name in values if name.startswith(prefix)}
    return sorted(int(number) for number in numbers if re.fullmatch(r"[0-9]{1,4}", number))[:MOST_ROWS]


def _first(values: Values, name: str) -> str:
    found = values.get(name)
    return found[0] if found else ""


def read_order(text: str, kind: EditedKind = GUIDES) -> RowOrder | None:
    """What a button's value asks for (`up:materials:2`); None where it is no button beside a row."""
    act, _, rest = text.partition(":")
    list_name, _, row = rest.partition(":")
    if not _is_list(list_name, kind.form_cls):
        return None
    if act == "add":
        return RowOrder(act, list_name)
    return RowOrder(act, list_name, int(row)) if act in _ON_ROWS and _is_number(row) else None


def _is_list(name: str, cls: type) -> bool:
    """Whether rows stand at this place of a form, be it within a group or a row (`questions.0.answers`)."""
    first, _, rest = name.partition(".")
    kinds = [spec.kind for spec in fields_of(cls) if spec.key == first]
    shape, inner = shape_of(kinds[0]) if kinds else ("text", str)
    if not rest:
        return shape == "rows"
    number, _, inside = rest.partition(".")
    if shape == "rows":
        return _is_number(number) and bool(inside) and _is_list(inside, inner)
    return shape == "group" and _is_list(rest, inner)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[0-9]{1,4}", text) is not None


def carry_out(order: RowOrder, text: Text) -> Text:
    """The text with its rows as ordered; a row that is not there leaves all as it is."""
    changed: Text = _ordered(text, order.list_name.split("."), order)
    return changed


def _ordered(holder: Any, path: Sequence[str], order: RowOrder) -> Any:
    """The group or list with the rows at the end of the path as ordered, everything else as it was."""
    if not path:
        rows = list(holder or [])
        if order.act == "add":
            rows.append({})
        elif order.row < len(rows):
            _ON_ROWS[order.act](rows, order.row)
        return rows
    if isinstance(holder, list):
        at = int(path[0])
        return [_ordered(row, path[1:], order) if number == at else row for number, row in enumerate(holder)]
    inner = holder or {}
    return {**inner, path[0]: _ordered(inner.get(path[0]), path[1:], order)}


def _remove(rows: list[Any], at: int) -> None:
    del rows[at]


def _move_up(rows: list[Any], at: int) -> None:
    if at > 0:
        rows[at - 1], rows[at] = rows[at], rows[at - 1]


def _move_down(rows: list[Any], at: int) -> None:
    if at + 1 < len(rows):
        rows[at], rows[at + 1] = rows[at + 1], rows[at]


_ON_ROWS: dict[str, Callable[[list[Any], int], None]] = {"remove": _remove, "up": _move_up, "down": _move_down}


def all_fields(fields: Iterable[FormField]) -> Iterator[FormField]:
    """Every field, those of groups and rows too."""
    for field in fields:
        yield field
        yield from all_fields(field.fields)
        for row in field.rows:
            yield from all_fields(row)
