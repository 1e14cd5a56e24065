"""The board: what is counted in a span beside what was counted before it, most first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from channel_api.answers import Verdict
from channel_api.asked.periods import Days, Period, columns_of

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
FEWEST_TOLD = 5  # of one place; what four or fewer asked there may be one household


@dataclass(frozen=True, slots=True)
class Asked:
    """Searches of one day (or of the week that begins with it), one place, verdict and topic."""

    day: date
    verdict: Verdict
    topic: str
    count: int
    region: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Something counted in the span and before it. `few`: of a place, too few to be told exactly."""

    key: str
    count: int
    before: int
    of_verdict: Mapping[Verdict, int]

    @property
    def not_found(self) -> int:
        return self.of_verdict.get("none", 0)


@dataclass(frozen=True, slots=True)
class Column:
    """Some days of the chart."""

    days: Days
    of_verdict: Mapping[Verdict, int]

    @property
    def count(self) -> int:
        return sum(self.of_verdict.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Searches:
    """All that is told of searches without their texts."""

    count: int
    before: int
    verdicts: tuple[Line, ...]
    columns: tuple[Column, ...]
    topics: tuple[Line, ...]


def count_searches(rows: Iterable[Asked], period: Period, *, topic: str = "") -> Searches:
    """`rows`: of the span and of the one before. `topic`: only these; what was not found has none."""
    kept = [row for row in rows if topic in ("", row.topic)]
    now, before = (within(kept, days) for days in (period.days, period.before))
    return Searches(
        count=sum(row.count for row in now),
        before=sum(row.count for row in before),
        verdicts=_in_order(compare(now, before, lambda row: row.verdict)),
        columns=tuple(Column(days, _by_verdict(within(now, days))) for days in columns_of(period.days)),
        topics=compare((row for row in now if row.topic), (row for row in before if row.topic), lambda row: row.topic),
    )


def within(rows: Iterable[Asked], days: Days) -> list[Asked]:
    """Those of these days."""
    return [row for row in rows if days.since <= row.day <= days.until]


def compare(now: Iterable[Asked], before: Iterable[Asked], key: Callable[[Asked], str]) -> tuple[Line, ...]:
    """A line for each key, most first; also for what is not asked any more."""
    counts: dict[str, Counter[Verdict]] = {}
    for row in now:
        counts.setdefault(key(row), Counter())[row.verdict] += row.count
    earlier: Counter[str] = Counter()
    for row in before:
        earlier[key(row)] += row.count
    lines = [
        Line(name, sum(counts.get(name, {}).values()), earlier[name], dict(counts.get(name, {})))
        for name in counts.keys() | earlier.keys()
    ]
    return tuple(sorted(lines, key=lambda line: (-line.count, -line.before, line.key)))


def told(count: int) -> int | None:
    """A count of one place as it may be shown: None where it is too small to be told, but not nothing."""
    return None if 0 < count < FEWEST_TOLD else count


def is_inside(region: str, wider: str) -> bool:
    """Whether a code lies in another one's region, as codes are made."""
    return region.startswith(inside_of(wider))


def inside_of(region: str) -> str:
    """How the codes of all regions in it begin, its own too."""
    while region.endswith("00"):
        region = region.removesuffix("00")
    return region


def _by_verdict(rows: Sequence[Asked]) -> dict[Verdict, int]:
    counts: Counter[Verdict] = Counter()
    for row in rows:
        counts[row.verdict] += row.count
    return {verdict: counts[verdict] for verdict in VERDICTS}


def _in_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Each verdict once, in their own order."""
    known = {line.key: line for line in lines}
    return tuple(known.get(verdict, Line(verdict, 0, 0, {})) for verdict in VERDICTS)
