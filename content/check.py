"""Checking content as editors and builds do: every file against structure, form and rules.

Finds, never mends. What binds: structure and form always; the rules of guides where the status says that somebody
relies on them, or everywhere when strict.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from content.faults import Fault
from content.files import Content, gather
from content.inheritance import Overlay
from content.layout import FileFault, FileRead, canonical_text, read_files
from content.model import Guide, Notice, Office
from content.references import find_dangling_in, find_reference_faults
from content.regions import ancestry
from content.rules import BINDING_STATUSES, RuleBook, find_rule_faults
from content.rules_between import (
    find_guide_notes,
    find_overlay_faults,
    find_overlay_notes,
    find_review_notes,
)
from content.rules_form import find_form_faults, find_odd_order_of_dates
from content.rules_language import PlainLanguage, find_language_notes
from content.rules_names import bare, find_shared_names
from content.rules_places import find_place_faults
from content.rules_words import find_word_faults
from content.yaml_text import load_plain

WORDING = "wording"

Shared = dict[str, list[Fault]]  # names a guide bears that are another's too, by the guide's id


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found. `incomplete`: what example guides still lack, by file; it stops nothing unless strict."""

    files: int
    guides: int
    faults: list[FileFault] = field(default_factory=list)
    notes: list[FileFault] = field(default_factory=list)
    incomplete: dict[str, list[FileFault]] = field(default_factory=dict)


def load_language(wording: Path) -> PlainLanguage:
    """The tables of plain language, from the same folder."""
    return PlainLanguage.from_plain(
        load_plain(wording / "officialese.yaml"), load_plain(wording / "common_characters.yaml")
    )


def load_rule_book(wording: Path, today: date) -> RuleBook:
    """The tables of words the rules need, from the program's own wording folder."""
    return RuleBook(
        today=today,
        catch_alls=tuple(load_plain(wording / "catch_all.yaml")),
        nothing_needed=tuple(load_plain(wording / "nothing_needed.yaml")),
        shared_names={bare(name): frozenset(ids) for name, ids in load_plain(wording / "shared_names.yaml").items()},
        language=load_language(wording),
    )


def check_folder(folder: Path, book: RuleBook, *, only: frozenset[str] | None = None, strict: bool = False) -> Report:
    """Checks a content folder; with `only`, reports on these files alone, read in the context of all."""
    reads, faults = read_files(folder)
    content = gather(reads)
    book = _with_shared_names(book, content)
    faults += find_reference_faults(reads, content.guides, content.regions)
    faults += [fault for read in reads for fault in read.faults]
    chosen = [read for read in reads if only is None or read.path in only]
    report = Report(len(chosen), sum(1 for read in chosen if read.place.kind is Guide))
    report.faults.extend(fault for fault in faults if only is None or fault.path in only)
    shared = find_shared_names(content.guides.values(), book.shared_names)
    for read in chosen:
        report.faults.extend(_find_uncanonical(read))
        for key, value in read.objects:
            for fault in _find_always(value, book, content):
                report.faults.append(_locate(read, key, fault))
            _check_rules(report, read, value, content, shared, book, strict=strict)
            report.notes.extend(read.locate(note) for note in _find_notes(value, content, book))
    report.faults.sort(key=lambda found: (found.path, found.line or 0))
    return report


def find_faults_among(value: Any, content: Content, book: RuleBook) -> list[Fault]:
    """What keeps one object from being published among all others: exactly what `check_folder` would say of its file.

    Of `content` are needed the regions, the topics, the other guides' names, and whole what an overlay changes."""
    shared: Shared = {}
    book = _with_shared_names(book, content)
    if isinstance(value, Guide):
        others = [other for other in content.guides.values() if other.id != value.id]
        shared = find_shared_names([*others, value], book.shared_names)
    bound = _find_bound(value, content, shared, book)
    return [
        *find_dangling_in(
            value,
            services=frozenset(content.guides),
            topics=frozenset(topic.id for topic in content.topics),
            guides=content.guides,
            regions=content.regions,
        ),
        *_find_always(value, book, content),
        *(fault for fault, status in bound if status in BINDING_STATUSES),
    ]


def find_notes_among(value: Any, content: Content, book: RuleBook) -> list[Fault]:
    """What could be said better in one object; it stops nothing."""
    return list(_find_notes(value, content, book))


def _locate(read: FileRead, key: str, fault: Fault) -> FileFault:
    return read.locate(fault.under(key) if key else fault)


def _with_shared_names(book: RuleBook, content: Content) -> RuleBook:
    """The rules with the names that several services bear on purpose, those of the content too."""
    shared = {bare(one.name): frozenset(one.services) for one in content.shared_names}
    return replace(book, shared_names={**book.shared_names, **shared}) if shared else book


def _find_always(value: Any, book: RuleBook, content: Content) -> Iterator[Fault]:
    yield from find_form_faults(value, book.today)
    yield from find_place_faults(value)
    yield from find_word_faults(value, content.synonyms)
    if isinstance(value, Guide):
        yield from find_odd_order_of_dates(value)


def _check_rules(
    report: Report, read: FileRead, value: Any, content: Content, shared: Shared, book: RuleBook, *, strict: bool
) -> None:
    """Puts each fault where it belongs: binding, or only a sign that an example is incomplete."""
    for fault, status in _find_bound(value, content, shared, book):
        if strict or status in BINDING_STATUSES:
            report.faults.append(read.locate(fault))
        else:
            report.incomplete.setdefault(read.path, []).append(read.locate(fault))


def _find_bound(value: Any, content: Content, shared: Shared, book: RuleBook) -> Iterator[tuple[Fault, str]]:
    if isinstance(value, Guide):
        faults = [*find_rule_faults(value, book), *shared.get(value.id, [])]
        yield from ((fault, value.status) for fault in faults)
    elif isinstance(value, Overlay) and _can_be_resolved(value, content):
        yield from find_overlay_faults(content, value, book)


def _can_be_resolved(overlay: Overlay, content: Content) -> bool:
    """An overlay of nothing, or outside its guide's region, is already a fault of structure."""
    guide = content.guides.get(overlay.id)
    if guide is None or overlay.region not in content.regions:
        return False
    return guide.region in ancestry(content.regions, overlay.region)[:-1]


def _find_notes(value: Any, content: Content, book: RuleBook) -> Iterator[Fault]:
    yield from find_language_notes(value, book.language)
    if isinstance(value, Guide):
        yield from find_guide_notes(value, book)
    elif isinstance(value, (Office, Notice)):
        yield from find_review_notes(value, book)
    elif isinstance(value, Overlay) and value.id in content.guides:
        yield from find_overlay_notes(value, content.guides[value.id])


def _find_uncanonical(read: FileRead) -> Iterator[FileFault]:
    """Where a readable file differs from what `format` would write."""
    for line in read.parsed.comment_lines:
        yield FileFault(read.path, line, Fault("comment_inside"))
    if read.faults or read.parsed.comment_lines:
        return
    wanted = canonical_text(read)
    if wanted != read.parsed.text:
        yield FileFault(read.path, _first_difference(wanted, read.parsed.text), Fault("not_canonical"))


def _first_difference(wanted: str, found: str) -> int:
    wanted_lines, found_lines = wanted.split("\n"), found.split("\n")
    same = (at for at, (left, right) in enumerate(zip(wanted_lines, found_lines, strict=False)) if left != right)
    return next(same, min(len(wanted_lines), len(found_lines)) - 1) + 1
