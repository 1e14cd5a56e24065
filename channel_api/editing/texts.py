"""What editors write, a guide or anything else: nested texts that may be incomplete or wrong, in one canonical form.

What equals its default is left out, as in the files, so that two texts say the same exactly where they are equal.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, Union

from content.codec import FieldSpec, encode, fields_of, try_decode
from content.faults import Fault
from content.model import Guide

Text = dict[str, Any]  # field names to texts, texts of a group, or lists of either
Shape = Literal["text", "words", "number", "switch", "group", "lines", "rows"]


def text_of(thing: Any) -> Text:
    """What an object of the model says, as texts."""
    return tidy(type(thing), spelled(encode(thing)))


def guide_of(text: Text) -> tuple[Guide | None, list[Fault]]:
    """The guide, or None and what keeps it from being one."""
    return try_decode(Guide, text, from_text=True)


def tidy(cls: type, text: Mapping[str, Any]) -> Text:
    """The canonical form: ends trimmed, nothing empty, nothing that is so by default, fields in their order."""
    tidied: Text = {}
    for spec in fields_of(cls):
        value = _tidy_value(spec.kind, text.get(spec.key, ""))
        if value and (spec.required or value != default_text(spec)):
            tidied[spec.key] = value
    return tidied


def _tidy_value(kind: Any, value: Any) -> Any:
    shape, inner = shape_of(kind)
    if shape == "group":
        return tidy(inner, value if isinstance(value, Mapping) else {})
    if shape == "rows":
        rows = value if isinstance(value, (list, tuple)) else []
        return [row for row in (tidy(inner, row) for row in rows) if row]
    if shape == "lines":
        lines = value if isinstance(value, (list, tuple)) else []
        return [line for line in (one_line(line) for line in lines) if line]
    return one_line(value)


def one_line(text: Any) -> str:
    """A text without breaks: televisions wrap by themselves. Only between letters a space stands where one was."""
    if isinstance(text, str) and len(text.splitlines()) < 2:
        return text.strip()
    joined = ""
    for part in (part.strip() for part in str(text).splitlines()):
        needs_space = joined[-1:].isascii() and joined[-1:].isalnum() and part[:1].isascii() and part[:1].isalnum()
        joined += f" {part}" if needs_space else part
    return joined


def default_text(spec: FieldSpec) -> Any:
    """What a field says where nothing is written."""
    return spelled(spec.default) if spec.default not in (None, ()) else ""


@cache
def shape_of(kind: Any) -> tuple[Shape, Any]:
    """How a field is written, and the class of its group or rows, or its words."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if dataclasses.is_dataclass(kind):
        return "group", kind
    if origin is tuple:
        return ("rows", inner[0]) if dataclasses.is_dataclass(inner[0]) else ("lines", str)
    if origin in (Union, types.UnionType):
        arm = next(arm for arm in inner if arm is not type(None))
        return ("words", ("true", "false")) if arm is bool else shape_of(arm)
    if origin is Literal:
        return "words", tuple(word for word in inner if word != "")
    if kind is bool:
        return "switch", bool
    return ("number", int) if kind is int else ("text", str)


def spelled(value: Any) -> Any:
    """Numbers and truth values as they are written in files."""
    if isinstance(value, str):  # nearly every value
        return value
    if isinstance(value, Mapping):
        return {key: spelled(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [spelled(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
