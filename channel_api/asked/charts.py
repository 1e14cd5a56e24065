"""Charts as shapes: where each bar lies in a drawing of fixed width. Templates draw them; colours are the style's."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 360  # units of the drawing, about the pixels of a telephone: letters stay readable there
LEFT = 44  # for the numbers of the scale
TOP, BOTTOM = 8, 20
COLUMNS_HEIGHT = 150
MOST_LABELS = 8  # as many days as stand beside each other without touching
BAR_HEIGHT, BAR_ROW = 12, 34
SCALE_STEPS = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle. `kind`: which of several things it counts, counted from 0."""

    x: float
    y: float
    width: float
    height: float
    kind: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A short text at a place."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing of `WIDTH` by `height` units. `lines`: heights of the scale's lines."""

    height: int
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    lines: tuple[float, ...] = ()
    width: int = WIDTH
    left: int = LEFT


def stacked_columns(labels: Sequence[str], counts: Sequence[Sequence[int]]) -> Chart:
    """A column for each label, its counts on top of each other, the first one at the bottom."""
    highest = scale_top(max((sum(one) for one in counts), default=0))
    floor = TOP + COLUMNS_HEIGHT
    step = (WIDTH - LEFT) / max(1, len(labels))
    every = -(-len(labels) // MOST_LABELS) or 1
    bars: list[Bar] = []
    for place, one in enumerate(counts):
        y = float(floor)
        for kind, count in enumerate(one):
            height = count / highest * COLUMNS_HEIGHT
            y -= height
            if count:
                bars.append(
                    Bar(_round(LEFT + (place + 0.15) * step), _round(y), _round(step * 0.7), _round(height), kind)
                )
    heights = [number * highest // SCALE_STEPS for number in range(SCALE_STEPS + 1)]
    lines = [_round(floor - value / highest * COLUMNS_HEIGHT) for value in heights]
    scale = [Mark(LEFT - 4, y + 4, _short(value)) for value, y in zip(heights, lines, strict=True)]
    days = [
        Mark(_round(LEFT + (place + 0.5) * step), floor + 14, label)
        for place, label in enumerate(labels)
        if place % every == 0
    ]
    return Chart(height=floor + BOTTOM, bars=tuple(bars), marks=(*scale, *days), lines=tuple(lines))


def paired_bars(names: Sequence[str], now: Sequence[int], before: Sequence[int]) -> Chart:
    """For each name a bar of now (kind 0) and a thin one of before (kind 1) below its name."""
    highest = max((*now, *before, 1))
    bars: list[Bar] = []
    marks: list[Mark] = []
    for place, (name, count, earlier) in enumerate(zip(names, now, before, strict=True)):
        y = place * BAR_ROW + 12
        marks.append(Mark(0, y, name))
        bars.append(Bar(0, y + 4, _round(count / highest * WIDTH), BAR_HEIGHT - 2, 0))
        bars.append(Bar(0, y + 2 + BAR_HEIGHT, _round(earlier / highest * WIDTH), 4, 1))
    return Chart(height=max(1, len(names)) * BAR_ROW, bars=tuple(bars), marks=tuple(marks))


def scale_top(most: int) -> int:
    """The round number a scale ends with, that divides into its steps."""
    if most <= SCALE_STEPS:
        return SCALE_STEPS
    size: int = 10 ** int(math.log10(most))
    steps = (size * factor // 10 for factor in (10, 12, 16, 20, 40, 60, 80, 100))
    return next((top for top in steps if top >= most and top % SCALE_STEPS == 0), size * 10 + size * 10 % SCALE_STEPS)


def _short(value: int) -> str:
    return f"{value / 10_000:g}万" if value >= 10_000 else str(value)


def _round(value: float) -> float:
    return round(value, 1)
