"""What was learnt from examples, kept in a file: what each sign says for each meaning. Pure but for the reading.

The files are made by benchmarks/tune_*.py; reading one takes a hundredth of the time of learning, and no numpy.
Signs stand as sums of 32 bits in ascending order, weights as small whole numbers that share one unit.
"""

from __future__ import annotations

import json
import math
import struct
import sys
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

NONE = 128  # the whole number that says nothing: eight bits from 0 to 255
_EDGE = "^"
_SOUND = "~"  # before a sound, to tell it from a character
MOST_SIGNS = 256  # so many of eight bits add up to sixteen


@dataclass(frozen=True, slots=True)
class Learnt:
    """`meanings`: what is told apart; `keys`: the signs, by `key_of`; `rows`: for each sign one number a meaning, in
    `unit`s above NONE; `made_of`: which examples."""

    meanings: tuple[str, ...]
    leanings: tuple[float, ...]
    unit: float
    made_of: str
    keys: array[int]
    rows: bytes

    def chances(self, signs: Sequence[str]) -> list[float]:
        """How likely each meaning is; together they are 1. `signs`: at most MOST_SIGNS."""
        width = len(self.meanings)
        places = [place for sign in signs if (place := self._place(sign)) >= 0]
        # All meanings at once, in one long number of sixteen bits each: a tenth of the time of adding one by one.
        wide, total = bytearray(2 * width), 0
        for place in places:
            wide[::2] = self.rows[place * width : (place + 1) * width]
            total += int.from_bytes(wide, "little")
        sums = struct.unpack(f"<{width}H", total.to_bytes(2 * width, "little"))
        scale, none = self.unit / math.sqrt(max(len(signs), 1)), NONE * len(places)
        values = [(much - none) * scale + leaning for much, leaning in zip(sums, self.leanings, strict=True)]
        most = max(values)
        raised = [math.exp(value - most) for value in values]
        whole = sum(raised)
        return [one / whole for one in raised]

    def _place(self, sign: str) -> int:
        """Where a sign stands; -1 where it was never seen."""
        key = key_of(sign)
        place = bisect_left(self.keys, key)
        return place if place < len(self.keys) and self.keys[place] == key else -1


def signs_of(text: str, sounds: Sequence[str]) -> list[str]:
    """The characters, the sounds, and the pairs of both, each once: a recogniser writes other characters that sound
    alike."""
    framed, around = f"{_EDGE}{text}{_EDGE}", (_EDGE, *sounds, _EDGE)
    characters = (*text, *map(str.__add__, framed, framed[1:]))
    pairs = (f"{_SOUND}{first} {second}" for first, second in pairwise(around))
    return list(dict.fromkeys((*characters, *(_SOUND + one for one in sounds), *pairs)))


def key_of(sign: str) -> int:
    """A sign in 32 bits. Two signs in a hundred thousand share one by chance, and then their weights too."""
    return zlib.crc32(sign.encode())


def to_bytes(learnt: Learnt) -> bytes:
    """The file of what was learnt."""
    head = {
        "meanings": learnt.meanings,
        "leanings": learnt.leanings,
        "unit": learnt.unit,
        "made_of": learnt.made_of,
        "signs": len(learnt.keys),
    }
    line = json.dumps(head, ensure_ascii=False).encode()
    return zlib.compress(line + b"\n" + _little(learnt.keys) + learnt.rows, 9)


def read_learnt(file: Path) -> Learnt:
    """What was learnt; ValueError where the file is not one of ours."""
    try:
        plain = zlib.decompress(file.read_bytes())
        line, numbers = plain.split(b"\n", 1)
        head = json.loads(line)
    except (zlib.error, ValueError) as error:
        raise ValueError(f"{file} is not a file of learnt weights: {error}") from error
    signs, width = head["signs"], len(head["meanings"])
    keys, size = array("I"), signs * array("I").itemsize
    if len(numbers) != size + signs * width:
        raise ValueError(f"{file} is not a file of learnt weights: it is too short or too long")
    keys.frombytes(numbers[:size])
    if sys.byteorder == "big":
        keys.byteswap()
    return Learnt(tuple(head["meanings"]), tuple(head["leanings"]), head["unit"], head["made_of"], keys, numbers[size:])


def _little(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers = array(numbers.typecode, numbers)
        numbers.byteswap()
    return numbers.tobytes()
