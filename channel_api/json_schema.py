"""JSON Schema of the answers, from the same type hints by which they are encoded. All fields are always sent."""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any, Literal, Union

from content.codec import fields_of
from content.inheritance import GuideInForce
from content.model import Guide

Schema = dict[str, Any]
REFERENCE = "#/components/schemas/"
SCALARS: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
}
NEVER_SERVED = "questions"  # of a guide: they are tests of search


class AnswerSchemas:
    """Collects a component for every class it is asked about; `components` is what OpenAPI lists."""

    def __init__(self) -> None:
        self.components: dict[str, Schema] = {}

    def of(self, kind: Any) -> Schema:
        """The schema of any type an answer may hold; classes by reference."""
        if kind is GuideInForce:
            return self._component("GuideInForce", self._guide_in_force)
        if dataclasses.is_dataclass(kind):
            cls = typing.cast(type, kind)
            return self._component(cls.__name__, lambda: self._object(cls))
        if kind in SCALARS:
            return dict(SCALARS[kind])
        return self._of_generic(kind)

    def page_of(self, item: type) -> Schema:
        """One page of a list."""
        properties = {"items": {"type": "array", "items": self.of(item)}, "next_cursor": self.of(str | None)}
        return self._component(f"{item.__name__}Page", lambda: _whole(properties))

    def _of_generic(self, kind: Any) -> Schema:
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        if origin is tuple:
            return {"type": "array", "items": self.of(arguments[0])}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.of(arguments[1])}
        if origin is Literal:
            return {"type": "string", "enum": list(arguments)}
        if origin in (Union, types.UnionType):
            inner = next(arm for arm in arguments if arm is not type(None))
            return {"anyOf": [self.of(inner), {"type": "null"}]}
        raise TypeError(f"no schema for {kind}")

    def _component(self, name: str, make: typing.Callable[[], Schema]) -> Schema:
        if name not in self.components:
            self.components[name] = {}  # stands before it is made, so that a class may hold itself
            self.components[name] = make()
        return {"$ref": REFERENCE + name}

    def _object(self, cls: type) -> Schema:
        return _whole({spec.key: self.of(spec.kind) for spec in fields_of(cls)})

    def _guide_in_force(self) -> Schema:
        properties = {spec.key: self.of(spec.kind) for spec in fields_of(Guide) if spec.key != NEVER_SERVED}
        return _whole({**properties, "origins": self.of(dict[str, str])})


def _whole(properties: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
