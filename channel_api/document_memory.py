"""Remembers published documents as what was made of them: after a publication only what changed is read anew.

A guide among thousands that an editor mends is then in force at once, and not when all of them have been decoded again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from channel_api.publishing import KINDS, parse_overlay
from channel_api.store import documents
from channel_api.store.database import Connection
from content.codec import decode
from content.inheritance import Overlay

T = TypeVar("T")
Parse = Callable[[str], T]

MOST_SINGLE_READS = 400  # beyond it one pass through all of them is faster


class DocumentMemory:
    """What the last loading made of each document, by use, kind and key. Two threads at once only work twice."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], dict[str, tuple[str, Any]]] = {}

    def load_objects(self, connection: Connection, cls: type) -> list[Any]:
        """All published objects of a class, by key; an unchanged one is the very object of the last time."""
        kind = next(kind for kind in KINDS if kind.cls is cls)
        parse: Parse[Any] = parse_overlay if cls is Overlay else partial(_decode, cls)
        return list(self.load(connection, kind.name, "objects", parse).values())

    def load(self, connection: Connection, kind: str, use: str, parse: Parse[T]) -> dict[str, T]:
        """By key what `parse` makes of each document of a kind; `use` names what it makes."""
        hashes = documents.load_hashes(connection, kind)
        known = self._held.get((use, kind), {})
        missing = [key for key, hash_ in hashes.items() if known.get(key, ("",))[0] != hash_]
        if len(missing) > MOST_SINGLE_READS:
            bodies = dict(documents.load_kind(connection, kind))
        else:
            bodies = documents.find_bodies(connection, kind, missing)
        fresh = {key: (hashes[key], parse(bodies[key])) for key in missing if key in bodies}
        held = {key: fresh.get(key) or known[key] for key in hashes if key in fresh or key in known}
        self._held[use, kind] = held
        return {key: made for key, (_, made) in held.items()}


def _decode(cls: type[T], body: str) -> T:
    return decode(cls, json.loads(body))
