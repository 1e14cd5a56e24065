"""Promised against actual working days, by department and service. Pure; knows no number and no person.

A group of fewer than five decided cases is not shown: its cases count with other small ones of the same department, and
these, where they are too few as well, with those of other departments. What is still too few then is left out
everywhere, so that no total minus its parts gives away what was left out.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median

from channel_api.answers import EfficiencyFigures, EfficiencyGroup, EfficiencyReport

FEWEST_CASES = 5  # below it a figure could be somebody's case
FEWEST_FOR_P90 = 10  # of nine cases the ninetieth percentile is the slowest one itself
SHARE_SLOW = 0.9


@dataclass(frozen=True, slots=True)
class TimedCase:
    """One case, without anything that tells whose. `used` working days went by until its decision, or until now."""

    service: str
    title: str
    promised: int
    used: int
    is_decided: bool

    @property
    def is_on_time(self) -> bool:
        return self.used <= self.promised


@dataclass(frozen=True, slots=True)
class Named:
    """What a published service is called, and who handles it."""

    title: str
    department: str


@dataclass(frozen=True, slots=True)
class _Group:
    service: str
    title: str
    cases: Sequence[TimedCase]

    @property
    def is_enough(self) -> bool:
        return sum(case.is_decided for case in self.cases) >= FEWEST_CASES


def make_report(
    cases: Iterable[TimedCase], services: Mapping[str, Named], *, since: date, until: date, is_sample: bool
) -> EfficiencyReport:
    """By department and service, those with most decided cases first; pooled ones without a name, last."""
    by_department: dict[str, list[TimedCase]] = defaultdict(list)
    for case in cases:
        named = services.get(case.service)
        by_department[named.department if named else ""].append(case)
    shown: dict[str, list[_Group]] = {}
    left: list[TimedCase] = []
    for department, theirs in by_department.items():
        groups, too_few = _groups_of(theirs, services) if department else ([], theirs)
        left += too_few
        if groups:
            shown[department] = groups
    rest = _Group("", "", left)
    if rest.is_enough:
        shown[""] = [rest]
    everything = [case for groups in shown.values() for group in groups for case in group.cases]
    departments = [
        EfficiencyGroup(
            department=department,
            figures=_sum(groups),
            services=tuple(_figures(group.cases, group.service, group.title) for group in groups),
        )
        for department, groups in shown.items()
    ]
    return EfficiencyReport(
        since=since.isoformat(),
        until=until.isoformat(),
        is_sample=is_sample,
        fewest_cases=FEWEST_CASES,
        total=_sum([group for groups in shown.values() for group in groups]) if everything else None,
        departments=tuple(sorted(departments, key=_by_size)),
    )


def _groups_of(cases: Sequence[TimedCase], services: Mapping[str, Named]) -> tuple[list[_Group], Sequence[TimedCase]]:
    """Of one department, with small services together; and the cases that even together are too few."""
    by_service: dict[str, list[TimedCase]] = defaultdict(list)
    for case in cases:
        by_service[case.service].append(case)
    groups = [_Group(service, services[service].title, theirs) for service, theirs in by_service.items()]
    large = sorted((group for group in groups if group.is_enough), key=lambda one: (-len(one.cases), one.service))
    small = _Group("", "", [case for group in groups if not group.is_enough for case in group.cases])
    return ([*large, small], []) if small.is_enough else (large, small.cases)


def _by_size(group: EfficiencyGroup) -> tuple[bool, int, str]:
    return not group.department, -group.figures.decided, group.department


def _sum(groups: Sequence[_Group]) -> EfficiencyFigures:
    """Of all groups together."""
    together = [case for group in groups for case in group.cases]
    each = [_figures(group.cases, "", "") for group in groups]
    waiting = [case for case in together if not case.is_decided]
    return replace(
        _figures(together, "", ""),
        open=_sum_shown([one.open for one in each], len(waiting)),
        overdue=_sum_shown([one.overdue for one in each], sum(not case.is_on_time for case in waiting)),
    )


def _sum_shown(parts: Iterable[int | None], truly: int) -> int | None:
    """The true sum, unless what the parts do not show is so little that the sum would tell it; then what they show."""
    shown = sum(part or 0 for part in parts)
    hidden = truly - shown
    return shown or None if 0 < hidden < FEWEST_CASES else truly


def _figures(cases: Sequence[TimedCase], service: str, title: str) -> EfficiencyFigures:
    decided = [case for case in cases if case.is_decided]
    waiting = [case for case in cases if not case.is_decided]
    used = sorted(case.used for case in decided)
    return EfficiencyFigures(
        service=service,
        title=title,
        promised_days=median(case.promised for case in decided),
        decided=len(decided),
        on_time_percent=math.floor(100 * sum(case.is_on_time for case in decided) / len(decided)),
        median_days=median(used),
        p90_days=used[math.ceil(SHARE_SLOW * len(used)) - 1] if len(used) >= FEWEST_FOR_P90 else None,
        open=_unless_few(len(waiting)),
        overdue=_unless_few(sum(not case.is_on_time for case in waiting)),
    )


def _unless_few(count: int) -> int | None:
    """None for one to four: so few that a neighbour could know which case is meant."""
    return None if 0 < count < FEWEST_CASES else count
