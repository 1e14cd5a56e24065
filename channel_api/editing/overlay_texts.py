"""A regional difference as editors write it: the fields of a guide, each of which may be left as the guide has it.

In a form nothing written means "as in the guide"; what the region empties on purpose is named in `emptied`.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator, Mapping
from functools import cache
from types import GenericAlias
from typing import Any, Literal

from channel_api.editing.texts import Text, shape_of, spelled, tidy
from content.codec import FieldSpec, fields_of
from content.faults import Fault
from content.inheritance import KEYED_FIELDS, Overlay
from content.overlay_files import decode_overlay, overlay_fields, plain_of_overlay

EMPTIED = "emptied"
# Without these a guide is none, or they have a word for everything.
_NEVER_EMPTIED = frozenset({"title", "sensitive", "status"})


def _places() -> Iterator[tuple[str, Any]]:
    """Every place an overlay can say something at by itself, as keys and kinds."""
    for key, spec in overlay_fields().items():
        shape, inner = shape_of(spec.kind)
        if key in KEYED_FIELDS and shape == "group":
            yield from ((f"{key}.{part.key}", part.kind) for part in fields_of(inner))
        else:
            yield key, spec.kind


def _optional(cls: type) -> type:
    """The class with every field open: a tick becomes a choice of yes, no and nothing said."""
    specs = fields_of(cls)
    fields = [(spec.name, _open_kind(spec.kind), _open_field(spec)) for spec in specs]
    return dataclasses.make_dataclass(f"Some{cls.__name__}", fields, frozen=True, kw_only=True)


def _open_kind(kind: Any) -> Any:
    return bool | None if kind is bool else kind if _has_nothing(kind) else kind | None


def _has_nothing(kind: Any) -> bool:
    """Whether leaving it out already means that nothing is said."""
    return kind is str or typing.get_origin(kind) is tuple or type(None) in typing.get_args(kind)


def _open_field(spec: FieldSpec) -> Any:
    default: Any = "" if spec.kind is str else () if typing.get_origin(spec.kind) is tuple else None
    return dataclasses.field(default=default, metadata={"key": spec.key})


@cache
def overlay_form() -> type:
    """The class whose fields make the form."""
    fields: list[Any] = [("id", str), ("region", str), ("available", bool, dataclasses.field(default=True))]
    for key, spec in overlay_fields().items():
        shape, inner = shape_of(spec.kind)
        all_may_be_default = shape == "group" and not any(part.required for part in fields_of(inner))
        is_open = key in KEYED_FIELDS or all_may_be_default
        kind = _optional(inner) | None if is_open else _open_kind(spec.kind)
        fields.append((spec.name, kind, _open_field(spec)))
    keys = tuple(key for key, kind in _places() if kind is not bool and key not in _NEVER_EMPTIED)
    row = dataclasses.make_dataclass("Emptied", [("field", Literal[keys])], frozen=True, kw_only=True)
    fields.append((EMPTIED, GenericAlias(tuple, (row, ...)), dataclasses.field(default=())))
    return dataclasses.make_dataclass("OverlayForm", fields, frozen=True, kw_only=True)


def tidy_overlay(text: Mapping[str, Any]) -> Text:
    """The canonical form: what is filled in is not emptied as well, and nothing is emptied twice."""
    tidied = tidy(overlay_form(), text)
    named = [str(row.get("field", "")) for row in tidied.pop(EMPTIED, [])]
    rows = [{"field": key} for key in dict.fromkeys(named) if not _is_said(tidied, key)]
    return {**tidied, EMPTIED: rows} if rows else tidied


def _is_said(text: Text, key: str) -> bool:
    group, _, part = key.partition(".")
    return part in text.get(group, {}) if part else group in text


def overlay_text_of(overlay: Overlay) -> Text:
    """What an overlay says, as texts."""
    said, emptied = _parted(plain_of_overlay(overlay))
    return tidy_overlay({**spelled(said), EMPTIED: [{"field": key} for key in emptied]})


def _parted(plain: Mapping[str, Any], group: str = "") -> tuple[Text, list[str]]:
    """What is filled in, and the places that are emptied."""
    said: Text = {}
    emptied: list[str] = []
    for key, value in plain.items():
        place = f"{group}.{key}" if group else key
        if key in KEYED_FIELDS and isinstance(value, Mapping):
            said[key], inner = _parted(value, key)
            emptied += inner
        elif value in (None, "", []):
            emptied.append(place)
        else:
            said[key] = value
    return said, emptied


def overlay_of(text: Text) -> tuple[Overlay | None, list[Fault]]:
    """The overlay, or None and what keeps the text from being one."""
    plain: Text = {key: value for key, value in text.items() if key != EMPTIED}
    for row in text.get(EMPTIED, []):
        group, _, part = str(row.get("field", "")).partition(".")
        if part:
            plain[group] = {**plain.get(group, {}), part: ""}
        else:
            plain[group] = ""
    return decode_overlay(plain)
