"""Which sheet of a workbook is which of ours, and where its headings stand: offices send them in every shape.

A title above, headings over several lines, columns in another order, columns of their own: all this is read. What
cannot be told apart is named and left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from channel_api.sheets.columns import KEY, TITLE, Column, SheetPlan, plain_heading
from channel_api.sheets.faults import CellFault, Place, SheetWords
from channel_api.sheets.grid import Grid

ROWS_LOOKED_AT = 30  # a title, a number, a date and a remark stand above headings, not more
MOST_LINES_OF_HEADINGS = 3  # 办理时限, 承诺时限, 数目


@dataclass(frozen=True, slots=True)
class Recognised:
    """A sheet and what its columns are, by number from 1; data begin behind `last_heading_row`."""

    grid: Grid
    plan: SheetPlan
    columns: Mapping[int, Column]
    last_heading_row: int

    def column_of(self, path: str) -> int | None:
        """The number of the column for a path."""
        return next((number for number, column in self.columns.items() if column.path == path), None)


@dataclass(slots=True)
class Recognition:
    """All sheets that were recognised, and what there is to say about the others."""

    sheets: list[Recognised] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def recognise(grids: Iterable[Grid], plans: Sequence[SheetPlan], words: SheetWords) -> Recognition:
    """Each sheet once; two sheets of the same kind are a fault, for which of them counts?"""
    found = Recognition()
    taken: dict[str, str] = {}
    for grid in grids:
        is_ours_to_skip = grid.name.strip() in (words.sheets["help"], words.sheets["choices"])
        if is_ours_to_skip or not grid.rows:
            continue
        if grid.is_hidden:
            found.notes.append(words.note("hidden_sheet", sheet=grid.name))
            continue
        best = _best(grid, plans)
        if best is None:
            _say_unknown(grid, plans, words, found)
            continue
        other = taken.setdefault(best.sheet.plan.name, grid.name)
        if other != grid.name:
            found.faults.append(words.fault("same_sheet_twice", Place(grid.name), other=other))
            continue
        found.sheets.append(best.sheet)
        _find_faults_of_headings(best, words, found)
    return found


def _say_unknown(grid: Grid, plans: Sequence[SheetPlan], words: SheetWords, found: Recognition) -> None:
    """A sheet that bears the name of ours and is not readable is a fault; any other is only left alone."""
    plan = next((plan for plan in plans if _is_named(grid, plan)), None)
    if plan is None:
        found.notes.append(words.note("unknown_sheet", sheet=grid.name))
    else:
        wanted = "、".join(column.heading for column in plan.all_columns if column.needed)
        found.faults.append(words.fault("no_headings", Place(grid.name), wanted=wanted))


@dataclass(frozen=True, slots=True)
class _Candidate:
    sheet: Recognised
    first_row: int
    headings: Mapping[int, str]
    doubled: tuple[int, ...]

    @property
    def rank(self) -> tuple[int, int, int]:
        """How many headings are understood, then the fewest and highest lines."""
        depth = self.sheet.last_heading_row - self.first_row
        return len(self.sheet.columns), -depth, -self.first_row


def _best(grid: Grid, plans: Sequence[SheetPlan]) -> _Candidate | None:
    """A sheet that bears the name of one of ours is that one or none. None also where two fit alike."""
    named = [plan for plan in plans if _is_named(grid, plan)]
    ranked = sorted(_candidates(grid, named or plans), key=lambda one: one.rank, reverse=True)
    if not ranked:
        return None
    first = ranked[0]
    rivals = [one for one in ranked if one.rank == first.rank and one.sheet.plan.name != first.sheet.plan.name]
    return None if rivals else first


def _candidates(grid: Grid, plans: Sequence[SheetPlan]) -> Iterator[_Candidate]:
    for first in sorted(grid.rows)[:ROWS_LOOKED_AT]:
        for depth in range(1, MOST_LINES_OF_HEADINGS + 1):
            headings = _headings(grid, first, depth)
            if headings is None:
                break
            for plan in plans:
                candidate = _candidate(grid, plan, headings, first, depth)
                if candidate is not None:
                    yield candidate


def _headings(grid: Grid, first: int, depth: int) -> dict[int, str] | None:
    """By column the headings of some lines joined, each said once; None where these are no lines of the sheet."""
    lines = [grid.rows.get(row) for row in range(first, first + depth)]
    if not all(lines):
        return None
    headings: dict[int, str] = {}
    for column in range(1, max(len(line or ()) for line in lines) + 1):
        said = [grid.text(row, column) for row in range(first, first + depth)]
        joined = "".join(dict.fromkeys(part for part in said if part))
        if joined:
            headings[column] = joined
    return headings


def _candidate(grid: Grid, plan: SheetPlan, headings: Mapping[int, str], first: int, depth: int) -> _Candidate | None:
    columns: dict[int, Column] = {}
    doubled: list[int] = []
    for number, heading in headings.items():
        column = plan.by_heading.get(plain_heading(heading))
        if column is None:
            continue
        if column in columns.values():
            doubled.append(number)
        else:
            columns[number] = column
    sheet = Recognised(grid, plan, columns, first + depth - 1)
    return _Candidate(sheet, first, headings, tuple(doubled)) if _is_enough(plan, columns.values()) else None


def _is_enough(plan: SheetPlan, columns: Iterable[Column]) -> bool:
    """Something says which document a row belongs to, and something says what it is to hold."""
    found = list(columns)
    has_key = set(plan.keys) <= set(found) or any(_is_title(plan, column) for column in found)
    return has_key and any(column not in plan.keys and not _is_title(plan, column) for column in found)


def _is_title(plan: SheetPlan, column: Column) -> bool:
    return column.path == TITLE if plan.list_path else column.path == plan.kind.title_field


def _is_named(grid: Grid, plan: SheetPlan) -> bool:
    return plain_heading(grid.name) == plain_heading(plan.name)


def _find_faults_of_headings(best: _Candidate, words: SheetWords, found: Recognition) -> None:
    sheet = best.sheet
    name, row = sheet.grid.name, sheet.last_heading_row
    for number in best.doubled:
        place = Place(name, row, number)
        found.faults.append(words.fault("column_twice", place, heading=best.headings[number]))
    if sheet.plan.list_path:  # a row of a list is whole; of a document only what stands in the file changes
        for column in sheet.plan.columns:
            if column.needed and column not in sheet.columns.values():
                found.faults.append(words.fault("column_missing", Place(name, row, 1), heading=column.heading))
    problem = words.columns["problem"]  # of a file that was marked by us
    known = {*sheet.columns, *best.doubled}
    for number, said in best.headings.items():
        many = sheet.plan.many_by_heading.get(plain_heading(said))
        if many and number not in known:
            known.add(number)
            found.faults.append(words.fault("heading_of_many", Place(name, row, number), names="”或者“".join(many)))
    strange = [said for number, said in best.headings.items() if number not in known and said != problem]
    if strange:
        shown = "、".join(said.replace("\n", "")[:20] for said in strange[:10])
        found.notes.append(words.note("ignored_columns", sheet=name, headings=shown, count=len(strange)))
    if sheet.grid.hidden_rows:
        rows = [number for number in sorted(sheet.grid.hidden_rows) if number in sheet.grid.rows]
        if rows:
            shown = "、".join(str(number) for number in rows[:10])
            found.notes.append(words.note("hidden_rows", sheet=name, rows=shown, count=len(rows)))


def is_key(column: Column) -> bool:
    """Whether a list's column says which document the row belongs to, and is no part of the row."""
    return column.path.startswith((KEY, TITLE))
