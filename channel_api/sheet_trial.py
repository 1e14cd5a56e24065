"""Reads a workbook against what is published and written here, and says what would change. Writes nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from channel_api.belonging import Belonging
from channel_api.editing.kinds import KINDS, EditedKind
from channel_api.editing.texts import Text
from channel_api.editing.workflow import Person
from channel_api.guide_checking import GuideChecker, find_personal_numbers
from channel_api.guide_list import GuideList, Wanted
from channel_api.opened_guide import Opened, open_guide
from channel_api.sheets.building import Builder, Built
from channel_api.sheets.columns import Labels, SheetPlan, find_value, plain_heading, plans_of
from channel_api.sheets.entries import Entry, gather_entries
from channel_api.sheets.faults import CellFault, Place, SheetWords, UnreadableFileError
from channel_api.sheets.grid import Grid
from channel_api.sheets.recognising import Recognised, recognise
from channel_api.store import drafts, single_documents
from channel_api.store.database import Connection
from content.check import find_faults_among
from content.faults import Fault
from content.files import Content
from content.model import Guide
from content.rules_names import bare
from content.understanding.identity_numbers import contains_identity_number, mask_digit_runs

SHORTEST_PERSONAL = 18  # characters: an identity number has no fewer, however it is written
KINDS_IN_SHEETS: tuple[EditedKind, ...] = tuple(
    kind for name in ("guide", "office", "overlay") for kind in KINDS if kind.name == name
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One document that the workbook would change or begin. `token`: what it was compared with; empty: it is new."""

    key: str
    title: str
    token: str
    text: Text
    state: str = ""
    owner: str = ""

    @property
    def is_new(self) -> bool:
        return not self.token


@dataclass(slots=True)
class Trial:
    """What came of it. Where any fault `stops`, nothing of the workbook may be taken in."""

    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    faults: list[CellFault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sheets: list[Recognised] = field(default_factory=list)

    @property
    def stops(self) -> int:
        """How many faults keep it out."""
        return sum(fault.stops for fault in self.faults)


class SheetReader:
    """Safe to use from many threads; a trial of some thousand documents takes seconds."""

    def __init__(self, checker: GuideChecker, guides: GuideList, labels: Labels, words: SheetWords) -> None:
        self._checker = checker
        self._guides = guides
        self._labels = labels
        self._words = words
        self._belonging = Belonging()

    def plans(self) -> list[SheetPlan]:
        """All sheets there are, with the topics of today."""
        topics = {topic.id: topic.title for topic in self._checker.load_topics()}
        return [plan for kind in KINDS_IN_SHEETS for plan in plans_of(kind, self._labels, topics)]

    def try_out(self, connection: Connection, who: Person, grids: list[Grid], today: date) -> Trial:
        """Raises UnreadableFileError where no sheet is one of ours."""
        trial, plans = Trial(), self.plans()
        for grid in grids:
            grid.name = _hide(grid.name, today)
        found = recognise(grids, plans, self._words)
        if not found.sheets and not found.faults:
            raise UnreadableFileError("nothing_ours")
        trial.sheets, trial.notes = found.sheets, found.notes
        trial.faults += found.faults
        trial.faults += _find_personal_numbers(grids, self._words, today)
        entries = gather_entries(found.sheets, self._words, _Titles(self._guides, today).find)
        trial.faults += entries.faults
        builder, built, kept = Builder(plans, self._words), [], Counter[str]()
        for entry in entries.by_key.values():
            opened = open_guide(connection, entry.key)
            one = builder.build(entry, opened.text if opened and opened.text else None)
            built.append(one)
            self._count_kept_lists(entry, opened, found.sheets, kept)
            self._sort_in(connection, who, one, opened, trial)
        trial.notes += [self._words.note("kept_list", sheet=name, count=count) for name, count in kept.items()]
        changed = {change.key for change in trial.changes}
        self._check([one for one in built if one.key in changed], trial, today)
        trial.faults += [fault for one in built for fault in one.faults]
        order = {grid.name: number for number, grid in enumerate(grids)}
        trial.faults.sort(key=lambda fault: (order[fault.place.sheet], fault.place.row, fault.place.column))
        _hide_personal_numbers(trial, today)
        return trial

    def _sort_in(self, connection: Connection, who: Person, one: Built, opened: Opened | None, trial: Trial) -> None:
        """Changed, new or as it was; what may not be written is a fault."""
        if opened is not None and not opened.text:
            one.faults = [self._words.fault("id_taken", one.place)]
            return
        if opened is not None and one.text == opened.text:
            trial.unchanged += 1
            return
        if opened is None and _is_taken(connection, one):
            one.faults.append(self._words.fault("id_taken", one.place))
        texts = [one.text, opened.text, opened.live_text] if opened else [one.text]
        if not self._belonging.narrow(connection, who, one.key, texts).may("save"):
            one.faults.append(self._words.fault("role", one.place))
        change = Change(
            key=one.key,
            title=one.kind.title_of(one.text) or one.key,
            token=str(opened.token) if opened else "",
            text=one.text,
            state=opened.work.state if opened else "",
            owner=opened.owner if opened and opened.work.state != "published" else "",
        )
        trial.changes.append(change)

    def _count_kept_lists(
        self, entry: Entry, opened: Opened | None, sheets: Iterable[Recognised], kept: Counter[str]
    ) -> None:
        """Somebody who deleted all rows of a guide may have meant that it has none: told once for each sheet."""
        for sheet in sheets if entry.main and opened else ():
            path = sheet.plan.list_path
            is_here = path != "" and sheet.plan.kind is entry.kind and path not in entry.lists
            if is_here and opened and find_value(opened.text, path):
                kept[sheet.grid.name] += 1

    def _check(self, built: list[Built], trial: Trial, today: date) -> None:
        """By the rules of the content. What cannot be read stops; what a draft may lack is only told."""
        read = [one.kind.thing_of(one.text) for one in built]
        neighbours = _Neighbours(self._checker, (thing for thing, _ in read if isinstance(thing, Guide)), today)
        begun = {change.key for change in trial.changes if change.is_new}
        for one, (thing, unread) in zip(built, read, strict=True):
            faults = unread if thing is None else neighbours.find_faults(one, thing)
            has_spoken = {fault.place for fault in one.faults}
            for fault in faults:
                is_in_the_way = thing is None and fault.code != "missing_key"
                stops = is_in_the_way or (one.key in begun and fault.key in one.kind.begun_with)
                if one.place_of(fault.key) not in has_spoken:
                    one.note_fault(fault, *self._explain(fault), stops=stops)

    def _explain(self, fault: Fault) -> tuple[str, str]:
        """A fault may name another field; people know it by its words."""
        other = fault.values.get("other")
        if other is None:
            return self._checker.explain(fault)
        label = "".join(part for part in other if not part.isdigit()).replace("[]", "")
        return self._checker.explain(
            Fault(fault.code, fault.key, {**fault.values, "other": self._labels.label_of(label)})
        )


class _Titles:
    """Finds what is called so; the list is made when first asked for."""

    def __init__(self, guides: GuideList, today: date) -> None:
        self._guides = guides
        self._today = today
        self._known: dict[str, Mapping[str, list[str]]] = {}

    def find(self, kind: EditedKind, title: str) -> list[str]:
        if not title:
            return []
        if kind.name not in self._known:
            keys: dict[str, list[str]] = defaultdict(list)
            for row in self._guides.find(Wanted(kind=kind), self._today):
                keys[plain_heading(row.title)].append(row.key)
            self._known[kind.name] = keys
        return self._known[kind.name].get(plain_heading(title), [])


class _Neighbours:
    """The rules need the other guides' names. Thousands of guides are checked at once, so each meets only those that
    bear one of its names; what the same file says counts, not what it replaces."""

    def __init__(self, checker: GuideChecker, written: Iterable[Guide], today: date) -> None:
        self._checker = checker
        self._today = today
        self._by_name: dict[str, list[Guide]] = defaultdict(list)
        for guide in {**checker.load_guide_names(), **{guide.id: guide for guide in written}}.values():
            for name in _names_of(guide):
                self._by_name[name].append(guide)
        self._regions = checker.load_regions()
        self._topics = tuple(checker.load_topics())
        self._book = checker.rule_book(today)

    def find_faults(self, one: Built, thing: Any) -> list[Fault]:
        if not isinstance(thing, Guide):
            return self._checker.find_faults(one.text, self._today, one.kind)
        others = {other.id: other for name in _names_of(thing) for other in self._by_name[name]}
        content = Content(guides=others, regions=self._regions, topics=self._topics)
        return find_faults_among(thing, content, self._book)


def _names_of(guide: Guide) -> set[str]:
    return {bare(name) for name in (guide.title, guide.spoken_name, *guide.aliases) if name}


def _is_taken(connection: Connection, one: Built) -> bool:
    number = single_documents.last_revision(connection, one.kind.name, one.kind.id_of(one.key))
    return bool(number) or drafts.find_draft(connection, one.key) is not None


def _hide_personal_numbers(trial: Trial, today: date) -> None:
    """A fault or a note may quote a cell; and what would hold a number is not even kept to be looked at."""
    if not any(fault.is_personal for fault in trial.faults):  # every cell has been looked at
        return
    trial.faults = [replace(fault, what=_hide(fault.what, today)) for fault in trial.faults]
    trial.notes = [_hide(note, today) for note in trial.notes]
    trial.changes = [change for change in trial.changes if not find_personal_numbers(change.text, today)]


def _hide(text: str, today: date) -> str:
    return mask_digit_runs(text) if contains_identity_number(text, today) else text


def _find_personal_numbers(grids: Iterable[Grid], words: SheetWords, today: date) -> Iterator[CellFault]:
    """In every cell that came, of sheets nobody recognised too."""
    for grid in grids:
        for number, cells in grid.rows.items():
            for at, text in enumerate(cells, start=1):
                if len(text) >= SHORTEST_PERSONAL and contains_identity_number(text, today):
                    yield words.fault("personal_number", Place(grid.name, number, at))
