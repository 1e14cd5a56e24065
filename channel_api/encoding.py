"""Answers as JSON bytes with the ETag of exactly these bytes. Knows no Flask."""

from __future__ import annotations

import gzip
import hashlib
import json
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, is_dataclass
from functools import cache, cached_property
from operator import attrgetter
from typing import Any, Literal

from content.codec import fields_of

LARGE_BYTES = 16 * 1024  # a guide has about 8 KiB; below this packing costs more than it saves on a home's line
GZIP_LEVEL = 6  # a province's lexicon: a fifth of its bytes in 45 ms; level 9 takes three times as long for 1 % less
SCALARS = (str, int, float, bool, type(None))
JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Encoded:
    """An answer that is already JSON; endpoints that remember their answers return it, and it is packed only once."""

    body: bytes

    @cached_property
    def etag(self) -> str:
        """Made when asked for: what is stored nowhere carries none."""
        return hashlib.sha256(self.body).hexdigest()[:32]

    @property
    def is_large(self) -> bool:
        """Worth packing."""
        return len(self.body) >= LARGE_BYTES

    @cached_property
    def gzipped(self) -> bytes:
        """The same bytes at every time, for nothing of the clock is in them."""
        return gzip.compress(self.body, GZIP_LEVEL, mtime=0)


def encode_answer(value: Any) -> Encoded:
    """Chinese as it is written, every field even where it holds its default, so that readers need not know defaults."""
    return encode_plain(value.to_plain() if hasattr(value, "to_plain") else _plain(value))


def encode_plain(plain: Any) -> Encoded:
    """Plain data as compact JSON."""
    return Encoded(JSON.encode(plain).encode("utf-8", "replace"))


def _plain(value: Any) -> Any:
    """What `content.codec.encode` makes with all defaults kept, at less than half its time: all requests pass here."""
    kind = type(value)
    if kind in SCALARS:
        return value
    if kind is tuple or kind is list:
        return [_plain(item) for item in value]
    if is_dataclass(kind):
        return _encoder_of(kind)(value)
    return {key: _plain(item) for key, item in value.items()} if isinstance(value, Mapping) else value


@cache
def _encoder_of(cls: type) -> Callable[[Any], dict[str, Any]]:
    """How objects of a class become plain data, worked out once: most fields hold what JSON knows by itself."""
    specs = fields_of(cls)
    keys, nested = [spec.key for spec in specs], [spec.key for spec in specs if not _is_plain(spec.kind)]
    names = [spec.name for spec in specs]
    # With a second name, even the same again, it gives a tuple; `zip` leaves out what is too much.
    values_of = attrgetter(*names, names[0]) if names else lambda _: ()

    def encode_object(value: Any) -> dict[str, Any]:
        plain = dict(zip(keys, values_of(value), strict=False))
        for key in nested:
            plain[key] = _plain(plain[key])
        return plain

    return encode_object


def _is_plain(kind: Any) -> bool:
    """Whether every value of this hint is written to JSON as it is; a tuple is a list there."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return all(map(_is_plain, inner))
    if origin is tuple:
        return _is_plain(inner[0])
    return kind in SCALARS or origin is Literal
