"""Plain data (from YAML or JSON) to the classes of `model` and back, driven by their type hints alone.

It collects every fault instead of stopping at the first. It knows no rule beyond types, required keys and allowed
words; those live in `rules`. It never imports pydantic, so that a television box can read what the server sends.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, TypeVar, Union

from content.faults import Fault, FaultyContentError, quote

T = TypeVar("T")
Plain = Any  # what YAML and JSON hold: None, bool, int, float, str, list, dict


@dataclasses.dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field as files and JSON know it."""

    name: str
    key: str
    kind: Any
    required: bool
    default: Any


@cache
def fields_of(cls: type) -> tuple[FieldSpec, ...]:
    """The fields of a dataclass in canonical order, with the key each has in files and JSON."""
    hints = typing.get_type_hints(cls)
    return tuple(_spec(entry, hints[entry.name]) for entry in dataclasses.fields(cls))


@cache
def _keys_of(cls: type) -> frozenset[str]:
    return frozenset(spec.key for spec in fields_of(cls))


def _spec(entry: dataclasses.Field[Any], kind: Any) -> FieldSpec:
    default: Any = entry.default
    make_default: Any = entry.default_factory
    if default is dataclasses.MISSING and make_default is not dataclasses.MISSING:
        default = make_default()
    required = default is dataclasses.MISSING
    return FieldSpec(entry.name, entry.metadata.get("key", entry.name), kind, required, None if required else default)


def decode(cls: type[T], plain: Plain, *, from_text: bool = False) -> T:
    """The object that `plain` describes. `from_text`: numbers and truth values are words, as YAML gives them.

    Raises FaultyContentError with all faults."""
    value, faults = try_decode(cls, plain, from_text=from_text)
    if faults or value is None:
        raise FaultyContentError(faults)
    return value


def try_decode(cls: type[T], plain: Plain, *, from_text: bool = False) -> tuple[T | None, list[Fault]]:
    """The object, or None and everything that is wrong with it."""
    value, faults = decode_kind(cls, plain, from_text=from_text)
    return (None if faults else value), faults


def decode_kind(kind: Any, plain: Plain, *, from_text: bool) -> tuple[Any, list[Fault]]:
    """A value of a supported hint: dataclass, tuple[X, ...], dict[str, X], X | None, Literal, str, int, float, bool."""
    if kind is str and isinstance(plain, str):  # nearly every value
        return plain, []
    form, inner = _form_of(kind)
    if form == "object":
        return _decode_object(inner, plain, from_text)
    if form == "list":
        return _decode_list(inner, plain, from_text)
    if form == "mapping":
        return _decode_mapping(inner, plain, from_text)
    if form == "optional":
        if plain is None or (from_text and plain == "" and inner is not str):
            return None, []
        return decode_kind(inner, plain, from_text=from_text)
    if form == "words":
        return _decode_literal(kind, plain)
    return _decode_scalar(kind, plain, from_text)


@cache
def _form_of(kind: Any) -> tuple[str, Any]:
    """How a hint is decoded, and the hint of what is inside: found once, for thousands of objects are alike."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if dataclasses.is_dataclass(kind):
        return "object", kind
    if origin is tuple:
        return "list", inner[0]
    if origin is dict:
        return "mapping", inner[1]
    if origin in (Union, types.UnionType):
        return "optional", next(arm for arm in inner if arm is not type(None))
    return ("words" if origin is Literal else "scalar"), None


def _decode_object(cls: type, plain: Plain, from_text: bool) -> tuple[Any, list[Fault]]:
    if not isinstance(plain, Mapping):
        return None, [Fault("wrong_type", "", {"wanted": "mapping", "found": quote(plain)})]
    specs, known = fields_of(cls), _keys_of(cls)
    faults = [
        Fault("unknown_key", str(key), {"known": "、".join(spec.key for spec in specs)})
        for key in plain
        if key not in known
    ]
    values: dict[str, Any] = {}
    for spec in specs:
        if spec.key not in plain:
            if spec.required:
                faults.append(Fault("missing_key", spec.key))
            values[spec.name] = spec.default
            continue
        values[spec.name], inner = decode_kind(spec.kind, plain[spec.key], from_text=from_text)
        faults += [fault.under(spec.key) for fault in inner]
    return (None if faults else cls(**values)), faults


def _decode_list(kind: Any, plain: Plain, from_text: bool) -> tuple[Any, list[Fault]]:
    if from_text and plain == "":
        return (), []
    if not isinstance(plain, (list, tuple)):
        return (), [Fault("wrong_type", "", {"wanted": "list", "found": quote(plain)})]
    decoded = [decode_kind(kind, item, from_text=from_text) for item in plain]
    faults = [fault.under(f"[{position}]") for position, (_, inner) in enumerate(decoded) for fault in inner]
    return tuple(value for value, _ in decoded), faults


def _decode_mapping(kind: Any, plain: Plain, from_text: bool) -> tuple[Any, list[Fault]]:
    if not isinstance(plain, Mapping):
        return {}, [Fault("wrong_type", "", {"wanted": "mapping", "found": quote(plain)})]
    decoded = {str(key): decode_kind(kind, item, from_text=from_text) for key, item in plain.items()}
    faults = [fault.under(key) for key, (_, inner) in decoded.items() for fault in inner]
    return {key: value for key, (value, _) in decoded.items()}, faults


def _decode_literal(kind: Any, plain: Plain) -> tuple[Any, list[Fault]]:
    allowed = typing.get_args(kind)
    if plain in allowed:
        return plain, []
    words = "、".join(str(word) for word in allowed if word != "")
    return None, [Fault("not_one_of", "", {"allowed": words, "found": quote(plain)})]


def _decode_scalar(kind: Any, plain: Plain, from_text: bool) -> tuple[Any, list[Fault]]:
    wrong = Fault("wrong_type", "", {"wanted": kind.__name__, "found": quote(plain)})
    if kind is str:
        return "", [wrong]
    if kind is bool:
        words: dict[Plain, bool] = {"true": True, "false": False} if from_text else {True: True, False: False}
        is_allowed = isinstance(plain, str if from_text else bool) and plain in words
        return (words[plain], []) if is_allowed else (False, [wrong])
    is_number = not isinstance(plain, bool) and isinstance(plain, str if from_text else (int, float))
    if not is_number:
        return 0, [wrong]
    try:
        number = kind(plain)
    except (ValueError, OverflowError):
        return 0, [wrong]
    return (0, [wrong]) if kind is int and not from_text and number != plain else (number, [])


def encode(value: Any, *, keep_defaults: bool = False) -> Plain:
    """Plain data in canonical order. Without `keep_defaults` what equals its default is left out, as in the files."""
    if isinstance(value, str):  # nearly every value
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        plain: dict[str, Plain] = {}
        for spec in fields_of(type(value)):
            item = getattr(value, spec.name)
            if keep_defaults or spec.required or item != spec.default:
                plain[spec.key] = encode(item, keep_defaults=keep_defaults)
        return plain
    if isinstance(value, (tuple, list)):
        return [encode(item, keep_defaults=keep_defaults) for item in value]
    if isinstance(value, Mapping):
        return {key: encode(item, keep_defaults=keep_defaults) for key, item in value.items()}
    return value
