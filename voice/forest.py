"""Which of several meanings is likeliest by what a few dozen signs together show: many small trees of questions, whose
answers are added up, kept in a file. Pure but for the reading.

Gradient boosted trees, grown by benchmarks/growing.py: unlike a sum of weights they see that a sign means one thing
beside one other sign, and the contrary beside another. Reading a sentence takes some thousand comparisons.
"""

from __future__ import annotations

import json
import math
import struct
import zlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LEAF = 255  # in place of a sign: no more questions, the number beside it is the answer


@dataclass(frozen=True, slots=True)
class Forest:
    """`signs`: what is asked about, by place; `meanings`: what is told apart, of which the trees speak in turn;
    `made_of`: which examples. A node asks whether the sign `asked` is at most `bounds`: if so the next node goes on,
    if not the one at `else_to`. `roots`: where the trees begin."""

    meanings: tuple[str, ...]
    signs: tuple[str, ...]
    made_of: str
    asked: bytes
    bounds: array[float]
    else_to: array[int]
    roots: array[int]

    def chances(self, shown: Mapping[str, float]) -> dict[str, float]:
        """How likely each meaning is; together they are 1. KeyError where a sign is missing."""
        values = [shown[sign] for sign in self.signs]
        totals = [0.0] * len(self.meanings)
        for tree, root in enumerate(self.roots):
            totals[tree % len(totals)] += self._answer(root, values)
        most = max(totals)
        raised = [math.exp(total - most) for total in totals]
        whole = sum(raised)
        return {meaning: much / whole for meaning, much in zip(self.meanings, raised, strict=True)}

    def _answer(self, node: int, values: Sequence[float]) -> float:
        asked, bounds, else_to = self.asked, self.bounds, self.else_to
        while (sign := asked[node]) != LEAF:
            node = node + 1 if values[sign] <= bounds[node] else else_to[node]
        return bounds[node]


def to_bytes(forest: Forest) -> bytes:
    """The file of a forest."""
    nodes, trees = len(forest.asked), len(forest.roots)
    head = {
        "meanings": forest.meanings,
        "signs": forest.signs,
        "made_of": forest.made_of,
        "nodes": nodes,
        "trees": trees,
    }
    line = json.dumps(head, ensure_ascii=False).encode()
    numbers = struct.pack(_packed(nodes, trees), *forest.bounds, *forest.else_to, *forest.roots)
    return zlib.compress(line + b"\n" + forest.asked + numbers, 9)


def read_forest(file: Path) -> Forest:
    """A forest; ValueError where the file is not one."""
    try:
        line, rest = zlib.decompress(file.read_bytes()).split(b"\n", 1)
        head = json.loads(line)
        nodes, trees = head["nodes"], head["trees"]
        numbers = struct.unpack(_packed(nodes, trees), rest[nodes:])
    except (zlib.error, struct.error, ValueError) as error:
        raise ValueError(f"{file} is not a file of trees: {error}") from error
    return Forest(
        tuple(head["meanings"]),
        tuple(head["signs"]),
        head["made_of"],
        rest[:nodes],
        array("d", numbers[:nodes]),
        array("I", numbers[nodes : 2 * nodes]),
        array("I", numbers[2 * nodes :]),
    )


def _packed(nodes: int, trees: int) -> str:
    """Bounds of eight bytes: with four, what equals a bound may fall on its other side."""
    return f"<{nodes}d{nodes + trees}I"
