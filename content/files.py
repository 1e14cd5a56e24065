"""Everything editors wrote, read from a folder: `load_content` for who needs it whole, `read_content` for who mends it.

Reads, never writes; collects every fault of structure instead of stopping at the first. Whether what stands in the
files is good is the business of `rules`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from content.calendar import Calendar
from content.faults import Fault, FaultyContentError
from content.inheritance import Overlay
from content.layout import LAYOUT as LAYOUT
from content.layout import FileFault as FileFault
from content.layout import FileRead, read_files
from content.model import CalendarYear, Guide, Hotline, Notice, Office, Region, Scenario, Topic
from content.references import find_reference_faults
from content.word_entries import ConceptWords, SharedName, Synonyms, WordEntry, WordReading

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything editors wrote."""

    guides: Mapping[str, Guide] = field(default_factory=dict)
    overlays: tuple[Overlay, ...] = ()
    offices: tuple[Office, ...] = ()
    regions: Mapping[str, Region] = field(default_factory=dict)
    topics: tuple[Topic, ...] = ()
    hotlines: tuple[Hotline, ...] = ()
    notices: tuple[Notice, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)
    concepts: tuple[ConceptWords, ...] = ()
    synonyms: tuple[Synonyms, ...] = ()
    readings: tuple[WordReading, ...] = ()
    shared_names: tuple[SharedName, ...] = ()

    @property
    def words(self) -> tuple[WordEntry, ...]:
        """All words of search that stand beside those of the program."""
        return (*self.concepts, *self.synonyms, *self.readings, *self.shared_names)


def content_folder() -> Path:
    """The content that comes with the program."""
    return Path(__file__).resolve().parent


def load_content(folder: Path) -> Content:
    """Raises FaultyContentError with every fault of structure; each key begins with its file."""
    content, faults = read_content(folder)
    if faults:
        raise FaultyContentError([_name_file(fault) for fault in faults])
    return content


def _name_file(found: FileFault) -> Fault:
    place = found.path if found.line is None else f"{found.path}:{found.line}"
    return Fault(found.fault.code, f"{place}: {found.fault.key}".removesuffix(": "), found.fault.values)


def read_content(folder: Path) -> tuple[Content, list[FileFault]]:
    """Whatever can be read, and everything that is wrong with the structure of the rest."""
    reads, faults = read_files(folder)
    content = gather(reads)
    faults += [fault for read in reads for fault in read.faults]
    return content, [*faults, *find_reference_faults(reads, content.guides, content.regions)]


def gather(reads: Iterable[FileRead]) -> Content:
    """The objects of all files together; of two with the same id the first counts."""
    values = [value for read in reads for _, value in read.objects]
    return Content(
        guides=_by_key(reversed(_all(values, Guide)), "id"),
        overlays=tuple(_all(values, Overlay)),
        offices=tuple(_all(values, Office)),
        regions=_by_key(reversed(_all(values, Region)), "code"),
        topics=tuple(sorted(_all(values, Topic), key=lambda topic: topic.order)),
        hotlines=tuple(sorted(_all(values, Hotline), key=lambda hotline: hotline.order)),
        notices=tuple(_all(values, Notice)),
        scenarios=tuple(sorted(_all(values, Scenario), key=lambda scenario: scenario.order)),
        calendar=Calendar(tuple(_all(values, CalendarYear))),
        concepts=tuple(_all(values, ConceptWords)),
        synonyms=tuple(_all(values, Synonyms)),
        readings=tuple(_all(values, WordReading)),
        shared_names=tuple(_all(values, SharedName)),
    )


def _all(values: Iterable[Any], kind: type[T]) -> list[T]:
    return [value for value in values if type(value) is kind]


def _by_key(values: Iterable[T], key: str) -> dict[str, T]:
    found = {getattr(value, key): value for value in values}
    return dict(sorted(found.items()))
