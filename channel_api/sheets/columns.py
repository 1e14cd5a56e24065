"""Which sheets and columns a workbook has: made from the model, so that a new field gets its column by itself.

One sheet holds what stands once in a guide; each list of rows has a sheet of its own with the guide's id in front.
"""

from __future__ import annotations

import typing
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from channel_api.editing.kinds import JOINT, EditedKind
from channel_api.editing.overlay_texts import EMPTIED
from channel_api.editing.texts import Shape, default_text, shape_of
from content.codec import FieldSpec, fields_of
from content.model import Guide

JOINT_OF_NAMES = " · "  # 办理时限 · 承诺时限 · 数目
KEY = "key:"  # the paths of a list's key columns, which are none of the row
TITLE = "title:"
FIELD_OF_EMPTIED = f"{EMPTIED}.field"  # holds the names of other fields

Sort = Literal["text", "code", "date", "day", "number", "words", "lines"]

# Dates are written in a dozen ways; these fields hold nothing else.
_DATES = frozenset(("sourced_on", "review_by", "sources.date", "hours.exceptions.date"))
_DAYS = frozenset(("when_to_apply.from", "when_to_apply.to"))
# What is looked up or dialled and never read as a sentence.
_CODES = frozenset(("id", "region", "phone", "phones.consult", "phones.complaint", "lat", "lng")) | frozenset(
    ("codes.catalog", "codes.implementation", "channels.online.url", "booking.url", "sources.url")
)
_DECORATIONS = str.maketrans("", "", "*:\"'“”·-—/_|>、,.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Column:
    """One field. `path` is its place in the text (`limits.promised.value`, within a row `name`); `label` its words'
    name. `choices` maps what people read to what is stored."""

    path: str
    label: str
    heading: str
    sort: Sort
    needed: bool = False
    default: str = ""
    hint: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SheetPlan:
    """One sheet of a kind. `list_path`: the list whose rows it holds; empty: one row is one document.

    `keys` are the columns that say which document a row belongs to; in lists they stand before its own `columns`, with
    `title` behind them, which is there to be read only (None where a document has no title but its id)."""

    kind: EditedKind
    name: str
    list_path: str
    keys: tuple[Column, ...]
    title: Column | None
    columns: tuple[Column, ...]

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """As they stand in the sheet from left to right."""
        if not self.list_path:
            return self.columns
        return (*self.keys, *([self.title] if self.title else []), *self.columns)

    @cached_property
    def by_heading(self) -> Mapping[str, Column]:
        """What a heading means: a full name, or the last parts of one where no other ends so."""
        full = {plain_heading(column.heading): column for column in self.all_columns}
        return {said: found[0] for said, found in self._by_end.items() if len(found) == 1} | full

    @cached_property
    def many_by_heading(self) -> Mapping[str, tuple[str, ...]]:
        """The full names of all that end so, where it is more than one."""
        full = {plain_heading(column.heading) for column in self.all_columns}
        many = {said: found for said, found in self._by_end.items() if len(found) > 1 and said not in full}
        return {said: tuple(column.heading for column in found) for said, found in many.items()}

    @cached_property
    def _by_end(self) -> Mapping[str, list[Column]]:
        ends: dict[str, list[Column]] = {}
        for column in self.all_columns:
            parts = column.heading.split(JOINT_OF_NAMES)
            for at in range(len(parts)):
                ends.setdefault(plain_heading("".join(parts[at:])), []).append(column)
        return ends


@dataclass(frozen=True, slots=True)
class Labels:
    """What fields and choices are called: the very words of the pages.

    `label_of` gives the last part of a field's name, `full_name_of` all of it, `options` what a word is called."""

    label_of: Callable[[str], str]
    full_name_of: Callable[[str], str]
    hint_of: Callable[[str], str]
    options: Mapping[str, str]
    sheets: Mapping[str, str]


def plain_heading(text: str) -> str:
    """A heading as it is compared: without breaks, spaces, stars, colons and what stands in brackets at its end."""
    plain = "".join(unicodedata.normalize("NFKC", text).translate(_DECORATIONS).split())
    return (plain.partition("(")[0] or plain).lower()


def plans_of(kind: EditedKind, labels: Labels, topics: Mapping[str, str]) -> list[SheetPlan]:
    """The sheets of a kind. `topics`: what each topic is called, by id."""
    fields_of_topic = {} if kind.cls is not Guide else {"topic": {title: id_ for id_, title in topics.items()}}
    maker = _Maker(kind, labels, fields_of_topic)
    columns = tuple(maker.columns(kind.form_cls, "", kind.label_prefix))
    by_path = {column.path: column for column in columns}
    keys = tuple(by_path[name] for name in kind.id_fields)
    has_title = kind.title_field not in kind.id_fields
    # In a list of its own a field may be called like the title; which one is meant is said by its place.
    title = replace(by_path[kind.title_field], path=TITLE, needed=False) if has_title else None
    ordered = (*keys, *(column for column in columns if column not in keys))
    plans = [SheetPlan(kind=kind, name=labels.sheets[kind.name], list_path="", keys=keys, title=None, columns=ordered)]
    for path, row_class in _lists_of(kind.form_cls, ""):
        label = f"{kind.label_prefix}{path}"
        name = labels.sheets.get(label) or labels.label_of(label)
        rows = tuple(maker.columns(row_class, "", label))
        prefixed = tuple(replace(key, path=f"{KEY}{key.path}", needed=True) for key in keys)
        plans.append(SheetPlan(kind=kind, name=name, list_path=path, keys=prefixed, title=title, columns=rows))
    return plans


def _lists_of(cls: type, path: str) -> Iterator[tuple[str, type]]:
    """Every list of rows, in groups too: `materials`, `hours.exceptions`."""
    for spec in fields_of(cls):
        shape, inner = shape_of(spec.kind)
        place = f"{path}.{spec.key}" if path else spec.key
        if shape == "rows":
            yield place, inner
        elif shape == "group":
            yield from _lists_of(inner, place)


@dataclass(frozen=True, slots=True)
class _Maker:
    kind: EditedKind
    labels: Labels
    choices: Mapping[str, Mapping[str, str]]

    def columns(self, cls: type, path: str, label: str, heads: Sequence[str] = ()) -> Iterator[Column]:
        """The columns of a class, those of its groups too; lists of rows have sheets of their own."""
        for spec in fields_of(cls):
            shape, inner = shape_of(spec.kind)
            place = f"{path}.{spec.key}" if path else spec.key
            words = f"{label}.{spec.key}" if label and not label.endswith(JOINT) else label + spec.key
            if shape == "group":
                yield from self.columns(inner, place, words, [*heads, self.labels.label_of(words)])
            elif shape != "rows":
                yield self._column(spec, shape, inner, place, words, heads)

    def _column(
        self, spec: FieldSpec, shape: Shape, inner: Any, place: str, label: str, heads: Sequence[str]
    ) -> Column:
        name = label.removeprefix(self.kind.label_prefix)
        choices = self.choices.get(name) or self._choices(shape, inner, is_field=name == FIELD_OF_EMPTIED)
        # What a group needs is needed only where the group says anything at all.
        return Column(
            path=place,
            label=label,
            heading=JOINT_OF_NAMES.join([*heads, self.labels.label_of(label)]),
            sort=_sort_of(name, shape, spec.kind, has_choices=bool(choices)),
            needed=spec.required and "." not in place,
            default=str(default_text(spec)) if shape != "lines" else "",
            hint=self.labels.hint_of(label),
            choices=choices,
        )

    def _choices(self, shape: Shape, inner: Any, *, is_field: bool) -> dict[str, str]:
        if shape == "switch":
            inner = ("true", "false")
        elif shape != "words":
            return {}
        if is_field:
            return {self.labels.full_name_of(word): word for word in inner}
        return {self.labels.options.get(word, word): word for word in inner}


def _sort_of(name: str, shape: Shape, kind: Any, *, has_choices: bool) -> Sort:
    if has_choices:
        return "words"
    if shape == "lines":
        return "lines"
    if name in _DATES:
        return "date"
    if name in _DAYS:
        return "day"
    if name in _CODES or float in typing.get_args(kind):
        return "code"
    return "number" if shape == "number" else "text"


def find_value(text: Mapping[str, Any], path: str) -> Any:
    """What stands at `limits.promised.value`; empty where nothing does."""
    value: Any = text
    for part in path.split("."):
        value = value.get(part, "") if isinstance(value, Mapping) else ""
    return value


def put_value(text: dict[str, Any], path: str, value: Any) -> None:
    """Groups on the way are made; the text must be the caller's own copy."""
    *groups, last = path.split(".")
    for part in groups:
        inner = text.get(part)
        text[part] = dict(inner) if isinstance(inner, Mapping) else {}
        text = text[part]
    text[last] = value
