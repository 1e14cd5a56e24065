"""One measured thing with its unit and its aim, and one that could not be measured with the reason. Pure."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


class BenchError(Exception):
    """Why something could not be measured, in one line that says what to install or to do."""


@dataclass(frozen=True, slots=True)
class Aim:
    """`of`: which of the values is held to it."""

    of: str
    at_most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`values` by name (median, p95 …), all in `unit`; `count`: how often it was measured, 1 for a single reading;
    `beside`: what belongs next to the values, such as the share of right answers that took these times."""

    id: str
    what: str
    unit: str
    values: Mapping[str, float]
    count: int = 1
    aim: Aim | None = None
    note: str = ""
    beside: str = ""

    @property
    def is_met(self) -> bool | None:
        """None where nothing is aimed at."""
        return None if self.aim is None else self.values[self.aim.of] <= self.aim.at_most

    def verdict(self) -> str:
        """Met, or by how much not."""
        if self.aim is None:
            return ""
        if self.is_met:
            return "met"
        over = self.values[self.aim.of] - self.aim.at_most
        return f"missed by {number(over)} {self.unit} ({over / self.aim.at_most:.0%})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmeasured:
    """Stands in the table in place of numbers."""

    id: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """All that one bench found; `conditions`: sentences on what else the machine was doing."""

    bench: str
    measured_at: str
    machine: Mapping[str, str]
    conditions: Sequence[str] = field(default=())
    findings: Sequence[Figure | Unmeasured] = field(default=())


def summary(values: Sequence[float], *extra: str) -> dict[str, float]:
    """Median and p95, and of `extra` any of p50, p99, worst."""
    found = {"median": statistics.median(values), "p95": quantile(values, 0.95)}
    others = {"p99": quantile(values, 0.99), "worst": max(values)}
    return found | {name: others[name] for name in extra}


def quantile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0 to 1) of all do not exceed; always one that was really measured."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def number(value: float) -> str:
    """Three digits that mean something, none after the point from a hundred on."""
    if value == 0:
        return "0"
    places = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:,.{min(places, 3)}f}"
