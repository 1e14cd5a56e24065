"""What is published, as the endpoints need it: small enough to hold whole, guides themselves looked up when asked for.

A catalogue never changes; a new publication makes a new one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

from channel_api.answers import ServiceSummary
from channel_api.document_memory import DocumentMemory
from channel_api.store import documents
from channel_api.store.database import Connection
from content.calendar import Calendar
from content.inheritance import KEYED_FIELDS, Overlay
from content.model import NATIONAL_REGION, CalendarYear, Hotline, Notice, Office, Region, Scenario, Topic
from content.regions import ancestry
from content.word_entries import WORD_CLASSES, WordEntry

SUMMARY_FIELDS = ("time", "visits", "materials", "place", "fee")  # the first short answer there is stands in a list
LAST_ORDER = 1_000_000  # for a topic that is not published


@dataclass(frozen=True, slots=True)
class Entry:
    """A service as lists show it before any overlay, the region whose rule it is, and its place in lists."""

    summary: ServiceSummary
    region: str
    sort_key: tuple[int, int, int, str]
    hidden_in: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """`entries` in the order of lists; `regions` with the case feed and case number lengths they inherit filled in."""

    version: int
    regions: Mapping[str, Region]
    topics: tuple[Topic, ...]
    entries: tuple[Entry, ...]
    offices: tuple[Office, ...]
    hotlines: tuple[Hotline, ...]
    notices: tuple[Notice, ...]
    scenarios: tuple[Scenario, ...]
    calendar: Calendar
    words: tuple[WordEntry, ...] = ()
    by_id: Mapping[str, Entry] = field(default_factory=dict)
    _ids_by_region: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)
    _distinct_ids: dict[frozenset[str], frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def is_empty(self) -> bool:
        """Nothing was published yet."""
        return not self.regions

    def path_to(self, region: str) -> list[str]:
        """Codes from the country down to the region. Raises UnknownRegionError.

        The country is known even while nothing is published."""
        if region == NATIONAL_REGION and region not in self.regions:
            return [region]
        return ancestry(self.regions, region)

    def is_offered(self, entry: Entry, path: list[str]) -> bool:
        """Whether the service exists where `path` leads."""
        has_rule = entry.region != NATIONAL_REGION or self._without_national_rules.isdisjoint(path)
        return has_rule and entry.region in path and entry.hidden_in.isdisjoint(path)

    @cached_property
    def _without_national_rules(self) -> frozenset[str]:
        return frozenset(code for code, region in self.regions.items() if not region.has_national_rules)

    def services_in(self, region: str) -> list[Entry]:
        """All services of a region in the order of lists. Raises UnknownRegionError."""
        path = self.path_to(region)
        return [entry for entry in self.entries if self.is_offered(entry, path)]

    def ids_in(self, region: str) -> frozenset[str]:
        """The ids of `services_in`, remembered: every search needs them. Raises UnknownRegionError."""
        if region not in self._ids_by_region:
            ids = frozenset(entry.summary.id for entry in self.services_in(region))
            # Most of three thousand regions offer the same: they share one set.
            self._ids_by_region[region] = self._distinct_ids.setdefault(ids, ids)
        return self._ids_by_region[region]


def load_catalogue(
    connection: Connection, feeds: Iterable[str] = (), memory: DocumentMemory | None = None
) -> Catalogue:
    """The catalogue of one state of the store; `feeds`: regions whose cases can be looked up; `memory`: of the last
    time, so that only what changed is read."""
    memory = memory or DocumentMemory()
    # First of all: a publication that comes between this and the rest is then loaded once more, and never missed.
    version = documents.find_version(connection)
    load = partial(memory.load_objects, connection)
    topics = sorted(load(Topic), key=lambda topic: (topic.order, topic.id))
    regions = {region.code: region for region in load(Region)}
    entries = _load_entries(connection, memory, topics, regions)
    return Catalogue(
        version=version,
        regions=inherit(regions, frozenset(feeds)),
        topics=tuple(topics),
        entries=entries,
        offices=tuple(sorted(load(Office), key=lambda office: (office.order, office.id))),
        hotlines=tuple(sorted(load(Hotline), key=lambda hotline: (hotline.order, hotline.number))),
        notices=tuple(sorted(load(Notice), key=lambda notice: notice.id)),
        scenarios=tuple(sorted(load(Scenario), key=lambda scene: (scene.order, scene.id))),
        calendar=Calendar(tuple(load(CalendarYear))),
        words=tuple(entry for cls in WORD_CLASSES for entry in load(cls)),
        by_id={entry.summary.id: entry for entry in entries},
    )


def inherit(regions: Mapping[str, Region], feeds: frozenset[str]) -> dict[str, Region]:
    """Each region with a case feed where it or a wider one has it, and the nearest known lengths of case numbers."""
    inherited: dict[str, Region] = {}
    for code, region in regions.items():
        path = [regions[step] for step in ancestry(regions, code) if step in regions]
        has_feed = any(step.has_case_feed or step.code in feeds for step in path)
        lengths = next((step.case_number_lengths for step in reversed(path) if step.case_number_lengths), ())
        inherited[code] = replace(region, has_case_feed=has_feed, case_number_lengths=lengths)
    return inherited


def summarize(plain: Mapping[str, Any]) -> ServiceSummary:
    """One line of a list from a guide as plain data."""
    short: Mapping[str, str] = plain.get("short") or {}
    return ServiceSummary(
        id=plain["id"],
        title=plain["title"],
        topic=plain["topic"],
        department=plain.get("department", ""),
        summary=next((short[name] for name in SUMMARY_FIELDS if short.get(name)), ""),
        status=plain.get("status", "example"),
    )


def apply_changes(plain: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A guide's plain data with one overlay on top, enough for a summary; `content.inheritance` does the whole."""
    changed = dict(plain)
    for key, value in changes.items():
        is_keyed = key in KEYED_FIELDS and isinstance(value, Mapping)
        changed[key] = {**(plain.get(key) or {}), **value} if is_keyed else value
    return changed


def _load_entries(
    connection: Connection, memory: DocumentMemory, topics: Iterable[Topic], regions: Mapping[str, Region]
) -> tuple[Entry, ...]:
    order = {topic.id: topic.order for topic in topics}
    wanted = {service: place for topic in topics for place, service in enumerate(topic.first)}
    hidden = _load_hidden(connection, memory)
    entries = []
    for key, (summary, region) in memory.load(connection, "guide", "summaries", _parse_summary).items():
        depth = len(ancestry(regions, region)) if region in regions else 0
        place = wanted.get(key, LAST_ORDER)  # most wanted first, then the country's services, then local ones
        sort_key = (order.get(summary.topic, LAST_ORDER), place, depth, key)
        entries.append(Entry(summary, region, sort_key, hidden.get(key, frozenset())))
    return tuple(sorted(entries, key=lambda entry: entry.sort_key))


def _parse_summary(body: str) -> tuple[ServiceSummary, str]:
    """One line of a list, and the region whose rule it is."""
    plain = json.loads(body)
    return summarize(plain), plain["region"]


def _load_hidden(connection: Connection, memory: DocumentMemory) -> dict[str, frozenset[str]]:
    hidden: dict[str, set[str]] = {}
    for overlay in memory.load_objects(connection, Overlay):
        if not overlay.available:
            hidden.setdefault(overlay.id, set()).add(overlay.region)
    return {service: frozenset(regions) for service, regions in hidden.items()}
