"""What differs between two texts: field by field, row by row, and within a text by characters, as a reader sees it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from channel_api.editing.kinds import GUIDES, JOINT, EditedKind
from channel_api.editing.texts import Text, shape_of
from content.codec import fields_of

Sort = Literal["same", "gone", "new"]

# One character that happens to be the same between two changes only makes both hard to read.
SHORTEST_SAME = 2
# Rows less alike than this are two rows, one gone and one new, and not one that was changed.
LEAST_ALIKE = 0.35
# Names of other things that people see as their titles: half of a name beside half of another is neither.
NAMED_WHOLE = ("topic", "region")
# Comparing each with each takes a second beyond this; lists that were replaced whole are compared in their order.
MOST_PAIRS = 10_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters that stayed, went or came."""

    sort: Sort
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs. `label` names its words.

    `row` counts from 1 in a list (of the later text, or of the earlier where the row is gone), 0 outside of lists;
    `moved_from`: the earlier place of a row that is otherwise as it was."""

    label: str
    row: int
    pieces: tuple[Piece, ...]
    moved_from: int = 0


def compare_texts(before: Text, after: Text, kind: EditedKind = GUIDES) -> list[FieldChange]:
    """All changes, in the order of the fields."""
    return list(_changes(kind.form_cls, before, after, kind.label_prefix, 0))


def _changes(
    cls: type, before: Mapping[str, Any], after: Mapping[str, Any], label: str, row: int
) -> Iterator[FieldChange]:
    for spec in fields_of(cls):
        old, new = before.get(spec.key, ""), after.get(spec.key, "")
        place = f"{label}.{spec.key}" if label and not label.endswith(JOINT) else label + spec.key
        shape, inner = shape_of(spec.kind)
        if old == new:
            continue
        if shape == "group":
            yield from _changes(inner, old or {}, new or {}, place, row)
        elif shape in ("rows", "lines"):
            yield from _row_changes(inner if shape == "rows" else None, old or [], new or [], place)
        else:
            is_choice = shape in ("words", "switch") or spec.key in NAMED_WHOLE
            yield FieldChange(place, row, _whole(old, new) if is_choice else pieces_of(old, new))


def _row_changes(cls: type | None, old: Sequence[Any], new: Sequence[Any], label: str) -> Iterator[FieldChange]:
    for left, right in _pair(old, new):
        if left is None and right is not None:
            yield from _one_sided(cls, new[right], label, right + 1, "new")
        elif right is None and left is not None:
            yield from _one_sided(cls, old[left], label, left + 1, "gone")
        elif left is not None and right is not None and old[left] != new[right]:
            if cls is None:
                yield FieldChange(label, right + 1, pieces_of(old[left], new[right]))
            else:
                yield from _changes(cls, old[left], new[right], label, right + 1)
        elif left is not None and right is not None:
            said = new[right] if cls is None else next(iter(new[right].values()), "")
            yield FieldChange(label, right + 1, (Piece("same", str(said)),), left + 1)


def _one_sided(cls: type | None, value: Any, label: str, row: int, sort: Sort) -> Iterator[FieldChange]:
    if cls is None:
        yield FieldChange(label, row, (Piece(sort, value),))
        return
    yield from _changes(cls, *((value, {}) if sort == "gone" else ({}, value)), label, row)


def _pair(old: Sequence[Any], new: Sequence[Any]) -> list[tuple[int | None, int | None]]:
    """Which earlier row became which later one, for the rows that are not as and where they were."""
    left_over: list[int] = []
    right_over: list[int] = []
    matcher = SequenceMatcher(None, [_identity(row) for row in old], [_identity(row) for row in new], autojunk=False)
    for tag, left, left_end, right, right_end in matcher.get_opcodes():
        if tag != "equal":
            left_over += range(left, left_end)
            right_over += range(right, right_end)
    pairs: list[tuple[int | None, int | None]] = []
    for left, right in _alike(old, new, left_over, right_over):
        if left in left_over and right in right_over:
            pairs.append((left, right))
            left_over.remove(left)
            right_over.remove(right)
    pairs += [(None, at) for at in right_over] + [(at, None) for at in left_over]
    return sorted(pairs, key=lambda pair: (pair[1] if pair[1] is not None else pair[0] or 0, pair[1] is None))


def _alike(old: Sequence[Any], new: Sequence[Any], lefts: list[int], rights: list[int]) -> list[tuple[int, int]]:
    """Pairs of rows that may be one row changed, the most alike first."""
    if len(lefts) * len(rights) > MOST_PAIRS:
        return list(zip(lefts, rights, strict=False))
    said_old, said_new = {at: _said(old[at]) for at in lefts}, {at: _said(new[at]) for at in rights}
    found = [(_likeness(said_old[left], said_new[right]), left, right) for left in lefts for right in rights]
    alike = [pair for pair in found if pair[0] >= LEAST_ALIKE]
    return [(left, right) for _, left, right in sorted(alike, key=lambda pair: (-pair[0], pair[1], pair[2]))]


def _identity(row: Any) -> str:
    return row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)


def _said(row: Any) -> str:
    """What a row says, without the names of its fields, which are the same in all rows."""
    return row if isinstance(row, str) else "\n".join(str(value) for value in row.values())


def _likeness(left: str, right: str) -> float:
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= LEAST_ALIKE else 0.0


def _whole(old: str, new: str) -> tuple[Piece, ...]:
    """A choice changes as a whole."""
    return tuple(piece for piece in (Piece("gone", old), Piece("new", new)) if piece.text)


def pieces_of(old: str, new: str) -> tuple[Piece, ...]:
    """One text beside the other: `same` and `gone` together are the earlier one, `same` and `new` the later."""
    pieces: list[Piece] = []
    gone, came = "", ""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    codes = matcher.get_opcodes()
    for number, (tag, left, left_end, right, right_end) in enumerate(codes):
        is_between = 0 < number < len(codes) - 1
        if tag == "equal" and not (is_between and left_end - left < SHORTEST_SAME):
            pieces += [Piece("gone", gone)] * bool(gone) + [Piece("new", came)] * bool(came)
            pieces.append(Piece("same", old[left:left_end]))
            gone, came = "", ""
        else:
            gone += old[left:left_end]
            came += new[right:right_end]
    return (*pieces, *[Piece("gone", gone)] * bool(gone), *[Piece("new", came)] * bool(came))
