"""Templates of sentences, `[再]说(一遍|一次)`, `第{n}个`: each stands for a finite list. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from voice.intents import Slot

MOST_SENTENCES = 4000  # of one template: more is a mistake in the file
NUMBER_SLOTS: Mapping[str, Mapping[str, int]] = {
    "n": dict(zip("一二三四五六七八九", range(1, 10), strict=True)) | {"两": 2},
    "stars": dict(zip("一二三四五", range(1, 6), strict=True)) | {"两": 2},
}


def expand(template: str) -> Iterator[tuple[str, dict[str, Slot]]]:
    """Every sentence of a template with its slots: `[再]说(一遍|一次)`, `第{n}个`. Raises ValueError."""
    parts, end = _parse(template, 0, "")
    if end != len(template):
        raise ValueError(f"a bracket is closed that was not opened: {template}")
    if len(parts) > MOST_SENTENCES:
        raise ValueError(f"{len(parts)} sentences in one template: {template}")
    yield from parts


def _parse(template: str, start: int, closing: str) -> tuple[list[tuple[str, dict[str, Slot]]], int]:
    """The alternatives from `start` up to the closing bracket, and where that stands."""
    found: list[tuple[str, dict[str, Slot]]] = []
    sequence: list[list[tuple[str, dict[str, Slot]]]] = []
    position = start
    while position < len(template) and template[position] not in ")]":
        character = template[position]
        if character in "([":
            inner, position = _parse(template, position + 1, ")" if character == "(" else "]")
            sequence.append(inner + ([("", {})] if character == "[" else []))
        elif character == "{":
            position, name = template.index("}", position), template[position + 1 : template.index("}", position)]
            sequence.append([(word, {name: value}) for word, value in NUMBER_SLOTS[name].items()])
        elif character == "|":
            found += _join(sequence)
            sequence = []
        else:
            sequence.append([(character, {})])
        position += 1
    if closing != (template[position] if position < len(template) else ""):
        raise ValueError(f"a bracket is missing: {template}")
    return [*found, *_join(sequence)], position


def _join(sequence: Sequence[Sequence[tuple[str, dict[str, Slot]]]]) -> list[tuple[str, dict[str, Slot]]]:
    return [
        ("".join(text for text, _ in parts), {name: value for _, slots in parts for name, value in slots.items()})
        for parts in product(*sequence)
    ]
