"""Guides in force, by service and region: resolved when first asked for, kept while the catalogue stands."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Any

from channel_api.answers import ServiceSummary
from channel_api.catalogue import Catalogue, Entry, apply_changes, summarize
from channel_api.encoding import Encoded, encode_answer
from channel_api.publishing import overlay_key, parse_overlay
from channel_api.store import documents
from channel_api.store.database import Connection, Database
from content.codec import decode
from content.inheritance import Overlay, resolve
from content.model import NATIONAL_REGION, Guide

MOST_GUIDES = 2_000  # about 10 KiB each: what a city's households read in an hour, in 20 MiB at most

Key = tuple[int, str, str]  # catalogue version, service, region


class GuideShelf:
    """Safe to use from many threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: OrderedDict[Key, Encoded] = OrderedDict()
        self._lock = Lock()

    def find_guide(self, catalogue: Catalogue, service: str, region: str) -> Encoded | None:
        """The guide in force as it is answered; None where it is not offered. Raises UnknownRegionError.

        Without a region what only one place offers is answered as it is in force there."""
        key = (catalogue.version, service, region)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        path = catalogue.path_to(region)
        entry = catalogue.by_id.get(service)
        if entry is not None and region == NATIONAL_REGION:
            path = catalogue.path_to(entry.region)
        if entry is None or not catalogue.is_offered(entry, path):
            return None
        encoded = self._resolve(service, path)
        if encoded is not None:
            self._keep(key, encoded)
        return encoded

    def summaries(self, entries: Sequence[Entry], path: list[str]) -> list[ServiceSummary]:
        """The lines of a list with what the regions of the path say differently."""
        keys = {overlay_key(region, entry.summary.id) for entry in entries for region in path}
        with self._database.read() as connection:
            overlays = documents.find_bodies(connection, "overlay", keys)
            touched = {key.partition("/")[2] for key in overlays}
            guides = documents.find_bodies(connection, "guide", touched)
        return [_summary_in(entry, path, overlays, guides) for entry in entries]

    def _resolve(self, service: str, path: list[str]) -> Encoded | None:
        with self._database.read() as connection:
            body = documents.find_bodies(connection, "guide", [service]).get(service)
            overlays = _load_overlays(connection, service, path)
        if body is None:
            return None
        in_force = resolve(decode(Guide, json.loads(body)), overlays)
        return None if in_force is None else encode_answer(in_force)

    def _keep(self, key: Key, encoded: Encoded) -> None:
        with self._lock:
            self._kept[key] = encoded
            while len(self._kept) > MOST_GUIDES:
                self._kept.popitem(last=False)


def _load_overlays(connection: Connection, service: str, path: list[str]) -> list[Overlay]:
    keys = [overlay_key(region, service) for region in path]
    bodies = documents.find_bodies(connection, "overlay", keys)
    return [parse_overlay(bodies[key]) for key in keys if key in bodies]


def _summary_in(entry: Entry, path: list[str], overlays: dict[str, str], guides: dict[str, str]) -> ServiceSummary:
    service = entry.summary.id
    bodies = [overlays[overlay_key(region, service)] for region in path if overlay_key(region, service) in overlays]
    if not bodies or service not in guides:
        return entry.summary
    plain: dict[str, Any] = json.loads(guides[service])
    for body in bodies:
        plain = apply_changes(plain, parse_overlay(body).changes)
    return summarize(plain)
