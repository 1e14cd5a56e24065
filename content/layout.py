"""Which file lies where in a content folder, and reading each into the objects it holds.

Reads, never writes; a faulty file gives faults, never an exception.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args

from content.codec import Plain, encode, fields_of, try_decode
from content.faults import Fault
from content.inheritance import Overlay
from content.model import CalendarYear, Guide, Hotline, Notice, Office, Region, Scenario, Topic
from content.overlay_files import decode_overlay, plain_of_overlay
from content.word_entries import ConceptWords, SharedName, Synonyms, WordReading
from content.yaml_text import Parsed, parse_bytes, render

Located = tuple[int | None, Fault]


@dataclass(frozen=True, slots=True)
class Place:
    """Where files of one kind lie. `holds_list`: a file holds many; `is_needed`: without it nothing works."""

    pattern: str
    kind: type
    holds_list: bool = False
    is_needed: bool = False


LAYOUT = (
    Place("regions.yaml", Region, holds_list=True, is_needed=True),
    Place("topics.yaml", Topic, holds_list=True, is_needed=True),
    Place("hotlines.yaml", Hotline, holds_list=True, is_needed=True),
    Place("calendar.yaml", CalendarYear, holds_list=True, is_needed=True),
    Place("guides/*/*.yaml", Guide),
    Place("overlays/*/*.yaml", Overlay),
    Place("offices/*.yaml", Office, holds_list=True),
    Place("scenarios/*.yaml", Scenario),
    Place("notices/*.yaml", Notice),
    Place("words/concepts.yaml", ConceptWords, holds_list=True),
    Place("words/synonyms.yaml", Synonyms, holds_list=True),
    Place("words/readings.yaml", WordReading, holds_list=True),
    Place("words/shared_names.yaml", SharedName, holds_list=True),
)
_FOLDERS = tuple(dict.fromkeys(place.pattern.split("/")[0] for place in LAYOUT if "/" in place.pattern))


@dataclass(frozen=True, slots=True)
class FileFault:
    """A fault with the file it stands in (relative to the content folder) and, where known, the line."""

    path: str
    line: int | None
    fault: Fault


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file as read: its objects with the key each has in the file (empty where the file is one object)."""

    path: str
    place: Place
    parsed: Parsed
    objects: tuple[tuple[str, Any], ...]
    faults: tuple[FileFault, ...]

    def locate(self, fault: Fault) -> FileFault:
        return FileFault(self.path, self.parsed.line_of(fault.key), fault)


def read_files(folder: Path) -> tuple[list[FileRead], list[FileFault]]:
    """Every content file of a folder, and what is missing or does not belong there."""
    if not folder.is_dir():
        return [], [FileFault(str(folder), None, Fault("folder_missing"))]
    reads: list[FileRead] = []
    faults: list[FileFault] = []
    for place in LAYOUT:
        paths = sorted(folder.glob(place.pattern))
        reads += [read_file(folder, path, place) for path in paths if not path.name.startswith(".")]
        if place.is_needed and not paths:
            faults.append(FileFault(place.pattern, None, Fault("file_missing")))
    return reads, faults + [FileFault(path, None, Fault("file_out_of_place")) for path in _strays(folder, reads)]


def _strays(folder: Path, reads: Iterable[FileRead]) -> Iterator[str]:
    known = {read.path for read in reads}
    for name in _FOLDERS:
        for path in sorted((folder / name).rglob("*")):
            relative = path.relative_to(folder)
            is_hidden = any(part.startswith((".", "__")) for part in relative.parts)
            if path.is_file() and not is_hidden and relative.as_posix() not in known:
                yield relative.as_posix()


def place_of(relative: str) -> Place | None:
    """Which kind of file lies at this path of a content folder; None where none does."""
    return next((place for place in LAYOUT if Path("/", relative).match(f"/{place.pattern}")), None)


def read_file(folder: Path, path: Path, place: Place) -> FileRead:
    """Reads one file; what is wrong with it stands in its faults, an unreadable file too."""
    relative = path.relative_to(folder).as_posix()
    try:
        parsed = parse_bytes(path.read_bytes())
    except OSError as error:
        fault = FileFault(relative, None, Fault("file_unreadable", "", {"reason": type(error).__name__}))
        return FileRead(relative, place, Parsed(), (), (fault,))
    objects: list[tuple[str, Any]] = []
    located: list[Located] = list(parsed.faults)
    if parsed.plain is not None:
        objects, faults = _decode_file(place, parsed.plain)
        located += [(parsed.line_of(fault.key), fault) for fault in faults]
    located = _explain_spelling(parsed.text, located)
    found = tuple(FileFault(relative, line, fault) for line, fault in located)
    return FileRead(relative, place, parsed, tuple(objects), found)


def _decode_file(place: Place, plain: Plain) -> tuple[list[tuple[str, Any]], list[Fault]]:
    if plain == "":
        return [], [] if place.holds_list else [Fault("file_empty")]
    if not place.holds_list:
        value, faults = _decode_object(place.kind, plain)
        return ([] if value is None else [("", value)]), faults
    if not isinstance(plain, list):
        return [], [Fault("wrong_type", "", {"wanted": "list", "found": ""})]
    objects: list[tuple[str, Any]] = []
    found: list[Fault] = []
    for position, item in enumerate(plain):
        value, faults = _decode_object(place.kind, item)
        found += [fault.under(f"[{position}]") for fault in faults]
        if value is not None:
            objects.append((f"[{position}]", value))
    return objects, found


def _decode_object(kind: type, plain: Plain) -> tuple[Any, list[Fault]]:
    return decode_overlay(plain) if kind is Overlay else try_decode(kind, plain, from_text=True)


@cache
def _known_keys() -> frozenset[str]:
    """Every key that any content file may use, to recognise one that is spelled with the wrong colon."""
    seen: set[Any] = set()
    keys: set[str] = {"available"}
    waiting: list[Any] = [place.kind for place in LAYOUT if place.kind is not Overlay]
    while waiting:
        kind = waiting.pop()
        if hasattr(kind, "__dataclass_fields__") and kind not in seen:
            seen.add(kind)
            keys |= {spec.key for spec in fields_of(kind)}
            waiting += [spec.kind for spec in fields_of(kind)]
        waiting += get_args(kind)
    return frozenset(keys)


_KEY_WITHOUT_COLON_AND_SPACE = re.compile(r"^[ ]*(?:- +)*([a-z_]+)[ ]*(：|:(?=[^\s:/]))", re.MULTILINE)
_SYNTAX_CODES = {"bad_yaml", "colon_in_text", "quote_not_closed"}


def _explain_spelling(text: str, faults: list[Located]) -> list[Located]:
    """In a faulty file, names the keys written with a full-width colon or no space after it: to be mended first."""
    if not faults:
        return faults
    spelled: list[Located] = []
    for found in _KEY_WITHOUT_COLON_AND_SPACE.finditer(text):
        if found[1] in _known_keys():
            code = "fullwidth_colon" if found[2] == "：" else "no_space_after_colon"
            line = text.count("\n", 0, found.start(1)) + 1
            spelled.append((line, Fault(code, found[1])))
    rest = [(line, fault) for line, fault in faults if not (spelled and fault.code in _SYNTAX_CODES)]
    return sorted(spelled + rest, key=lambda located: located[0] or 0)


def canonical_text(read: FileRead) -> str:
    """The file as `format` would write it. Only for files without faults."""
    values = [_plain_of(value) for _, value in read.objects]
    plain = values if read.place.holds_list else values[0]
    return render(plain, header=read.parsed.header)


def _plain_of(value: Any) -> Plain:
    return plain_of_overlay(value) if isinstance(value, Overlay) else encode(value)
