"""What must hold between files: names as folders say, no id twice, nothing that points nowhere.

These are faults of structure: the channel cannot work with them, whatever the status of a guide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from content.faults import Fault
from content.inheritance import Overlay
from content.layout import FileFault, FileRead
from content.model import CalendarYear, Guide, Hotline, Notice, Office, Region, Scenario, Topic
from content.regions import is_within
from content.word_entries import ConceptWords, SharedName, Synonyms, WordReading

# The field that identifies an object among its kind; an overlay is one service in one region.
_ID_FIELDS: Mapping[type, tuple[str, ...]] = {
    Guide: ("id",),
    Overlay: ("id", "region"),
    Office: ("id",),
    Region: ("code",),
    Topic: ("id",),
    Hotline: ("number",),
    Notice: ("id",),
    Scenario: ("id",),
    CalendarYear: ("year",),
    ConceptWords: ("id",),
    Synonyms: ("name",),
    WordReading: ("word",),
    SharedName: ("name",),
}
# Which field must equal which part of the path, counted from its end: 0 the file's name, 1 its folder.
_NAMED_BY_PATH: Mapping[type, tuple[tuple[str, int], ...]] = {
    Guide: (("id", 0), ("topic", 1)),
    Overlay: (("id", 0), ("region", 1)),
    Office: (("region", 0),),
    Notice: (("id", 0),),
    Scenario: (("id", 0),),
}


@dataclass(frozen=True, slots=True)
class Known:
    """Every id that stands anywhere, in faulty files too, so that one mistake is not reported twenty times.

    None where a list as a whole is missing or unreadable: then nothing can be said about who points there."""

    services: frozenset[str] | None
    region_codes: frozenset[str] | None
    topics: frozenset[str] | None
    guides: Mapping[str, Guide]
    regions: Mapping[str, Region]


def find_reference_faults(
    reads: Sequence[FileRead], guides: Mapping[str, Guide], regions: Mapping[str, Region]
) -> list[FileFault]:
    known = Known(
        services=_known_by_file_name(reads, Guide),
        region_codes=_known_by_list(reads, Region),
        topics=_known_by_list(reads, Topic),
        guides=guides,
        regions=regions,
    )
    faults = list(_find_doubles(reads))
    for read in reads:
        for prefix, value in read.objects:
            found = [*_find_misnamed(read.path, value), *_find_dangling(value, known)]
            faults += [read.locate(fault.under(prefix) if prefix else fault) for fault in found]
    return faults


def find_dangling_in(
    value: Any,
    *,
    services: frozenset[str] | None,
    topics: frozenset[str],
    guides: Mapping[str, Guide],
    regions: Mapping[str, Region],
) -> Iterator[Fault]:
    """What in an object that is no file yet points nowhere."""
    yield from _find_dangling(value, Known(services, frozenset(regions), topics, guides, regions))


def _known_by_file_name(reads: Iterable[FileRead], kind: type) -> frozenset[str]:
    return frozenset(PurePosixPath(read.path).stem for read in reads if read.place.kind is kind)


def _known_by_list(reads: Iterable[FileRead], kind: type) -> frozenset[str] | None:
    lists = [read.parsed.plain for read in reads if read.place.kind is kind]
    plains = [plain for each in lists if isinstance(each, list) for plain in each if isinstance(plain, Mapping)]
    return frozenset(str(plain.get(_ID_FIELDS[kind][0])) for plain in plains) or None


def _find_doubles(reads: Iterable[FileRead]) -> Iterator[FileFault]:
    first_seen: dict[tuple[Any, ...], tuple[str, int | None]] = {}
    for read in reads:
        names = _ID_FIELDS[read.place.kind]
        for prefix, value in read.objects:
            identity = (read.place.kind, *(getattr(value, name) for name in names))
            key = f"{prefix}.{names[0]}" if prefix else names[0]
            here = (read.path, read.parsed.line_of(key))
            other_path, other_line = first_seen.setdefault(identity, here)
            if (other_path, other_line) != here:
                values = {"id": str(identity[1]), "other_path": other_path, "other_line": str(other_line)}
                yield read.locate(Fault("duplicate_id", key, values))


def _find_misnamed(path: str, value: Any) -> Iterator[Fault]:
    parts = PurePosixPath(path).with_suffix("").parts[::-1]
    for name, position in _NAMED_BY_PATH.get(type(value), ()):
        if getattr(value, name) != parts[position]:
            yield Fault("not_as_path", name, {"found": str(getattr(value, name)), "wanted": parts[position]})


def _find_dangling(value: Any, known: Known) -> Iterator[Fault]:
    find = _FINDERS.get(type(value))
    if find:
        yield from find(value, known)


def _missing(code: str, key: str, ids: Iterable[str], known: frozenset[str] | None) -> Iterator[Fault]:
    for position, wanted in enumerate(ids):
        if known is not None and wanted not in known:
            yield Fault(code, key.replace("*", str(position)), {"id": wanted})


def _in_guide(guide: Guide, known: Known) -> Iterator[Fault]:
    yield from _missing("no_such_region", "region", [guide.region], known.region_codes)
    yield from _missing("no_such_topic", "topic", [guide.topic], known.topics)


def _in_overlay(overlay: Overlay, known: Known) -> Iterator[Fault]:
    yield from _missing("no_such_region", "region", [overlay.region], known.region_codes)
    yield from _missing("no_such_service", "id", [overlay.id], known.services)
    guide = known.guides.get(overlay.id)
    if guide and overlay.region in known.regions:
        is_below = guide.region != overlay.region and is_within(known.regions, overlay.region, guide.region)
        if not is_below:
            yield Fault("overlay_not_below", "region", {"region": guide.region})


def _in_office(office: Office, known: Known) -> Iterator[Fault]:
    yield from _missing("no_such_region", "region", [office.region], known.region_codes)
    yield from _missing("no_such_topic", "topics[*]", office.topics, known.topics)
    yield from _missing("no_such_service", "services[*]", office.services, known.services)


def _in_notice(notice: Notice, known: Known) -> Iterator[Fault]:
    yield from _missing("no_such_region", "region", [notice.region], known.region_codes)


def _in_topic(topic: Topic, known: Known) -> Iterator[Fault]:
    yield from _missing("no_such_service", "first[*]", topic.first, known.services)


_LEVELS = ("country", "province", "city", "district")


def _in_region(region: Region, known: Known) -> Iterator[Fault]:
    if region.level == "country":
        if region.parent:
            yield Fault("country_has_parent", "parent")
        return
    yield from _missing("no_such_region", "parent", [region.parent], known.region_codes)
    parent = known.regions.get(region.parent)
    if parent and _LEVELS.index(parent.level) >= _LEVELS.index(region.level):  # this also rules out loops
        yield Fault("parent_not_wider", "parent", {"parent": parent.name})


def _in_scenario(scenario: Scenario, known: Known) -> Iterator[Fault]:
    targets = frozenset([*(question.id for question in scenario.questions), *(end.id for end in scenario.outcomes)])
    for position, question in enumerate(scenario.questions):
        leads_to = [answer.leads_to for answer in question.answers]
        yield from _missing("no_such_target", f"questions[{position}].answers[*].leads_to", leads_to, targets)
    for position, outcome in enumerate(scenario.outcomes):
        yield from _missing("no_such_service", f"outcomes[{position}].services[*]", outcome.services, known.services)


def _in_shared_name(shared: SharedName, known: Known) -> Iterator[Fault]:
    yield from _missing("no_such_service", "services[*]", shared.services, known.services)


_FINDERS: Mapping[type, Callable[[Any, Known], Iterator[Fault]]] = {
    Guide: _in_guide,
    Overlay: _in_overlay,
    Office: _in_office,
    Notice: _in_notice,
    Topic: _in_topic,
    Region: _in_region,
    Scenario: _in_scenario,
    SharedName: _in_shared_name,
}
