"""From the server's JSON to the classes shared with it. A newer server may say more than this box knows; never less."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Mapping
from typing import Any, NoReturn, TypeVar, Union

from channel_api.client.errors import BadAnswer
from content.codec import decode_kind, fields_of
from content.faults import FaultyContentError
from content.inheritance import GuideInForce
from content.model import Guide

T = TypeVar("T")

UNKNOWN_KEY = "unknown_key"  # the codec's name of this fault


def parse_json(body: bytes, where: str) -> Any:
    """Raises BadAnswer."""
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise BadAnswer(f"{where}: not JSON") from None


def _refuse_constant(_name: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


def decode_answer(cls: type[T], plain: Any, where: str) -> T:
    """An object of `cls`. Raises BadAnswer, which names fields but no values."""
    value, faults = decode_kind(cls, plain, from_text=False)
    if any(fault.code == UNKNOWN_KEY for fault in faults):
        value, faults = decode_kind(cls, drop_unknown(cls, plain), from_text=False)
    if faults:
        raise BadAnswer(f"{where}: wrong shape at " + ", ".join(sorted({fault.key for fault in faults})[:5]))
    decoded: T = value
    return decoded


def decode_items(cls: type[T], plain: Any, where: str) -> tuple[T, ...]:
    """The elements of a list. Raises BadAnswer."""
    items: tuple[T, ...] = decode_answer(tuple[cls, ...], plain, where)  # type: ignore[valid-type]
    return items


def items_of(page: Any, where: str) -> Any:
    """The plain elements on a page of a list. Raises BadAnswer."""
    if not isinstance(page, Mapping) or "items" not in page:
        raise BadAnswer(f"{where}: not a page of a list")
    return page["items"]


def decode_body(cls: type[T], body: bytes, where: str) -> T:
    """An object of `cls` from what came over the wire. Raises BadAnswer."""
    return decode_answer(cls, parse_json(body, where), where)


def decode_guide(plain: Any, where: str) -> GuideInForce:
    """A guide in force. Raises BadAnswer."""
    if not isinstance(plain, Mapping):
        raise BadAnswer(f"{where}: wrong shape")
    known = drop_unknown(Guide, plain)
    try:
        return GuideInForce.from_plain({**known, "origins": plain.get("origins", {})})
    except FaultyContentError as error:
        keys = ", ".join(sorted({fault.key for fault in error.faults})[:5])
    raise BadAnswer(f"{where}: wrong shape at {keys}")


def drop_unknown(kind: Any, plain: Any) -> Any:
    """`plain` without the keys that `kind` does not know, at every depth: boxes at home are older than the server."""
    if dataclasses.is_dataclass(kind) and isinstance(plain, Mapping):
        kinds = {spec.key: spec.kind for spec in fields_of(typing.cast(type, kind))}
        return {key: drop_unknown(kinds[key], value) for key, value in plain.items() if key in kinds}
    origin = typing.get_origin(kind)
    if origin is tuple and isinstance(plain, list):
        return [drop_unknown(typing.get_args(kind)[0], item) for item in plain]
    if origin in (Union, types.UnionType) and plain is not None:
        return drop_unknown(next(arm for arm in typing.get_args(kind) if arm is not type(None)), plain)
    return plain
