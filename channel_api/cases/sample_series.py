"""Sample cases in numbers, from `series.yaml`: enough of them that promised and actual time can be shown. Pure but for
reading that file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from channel_api.case_records import CaseKind
from channel_api.cases.data_files import load_data_file
from channel_api.cases.samples import Sample, SampleEvent
from content.codec import decode

FIRST_ENDED = 2  # working days ago; the others before it, one every other day
ACCEPTED_AT, DECIDED_AT = "09:30", "15:30"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Cases of one service. `days`: working days each took; `waiting`: those that have gone by for the undecided."""

    service: str
    title: str
    kind: CaseKind
    office: str
    promised: int
    days: tuple[int, ...]
    waiting: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AllSeries:
    """All of `series.yaml`."""

    code: str
    region: str
    series: tuple[Series, ...]

    def cases(self) -> Iterator[Sample]:
        """Each with a number of its own that no department would give."""
        for number, series in enumerate(self.series, start=1):
            for order, events in enumerate(_histories(series), start=1):
                yield Sample(
                    number=f"{self.region}E{number:02}{order:03}",
                    code=self.code,
                    kind=series.kind,
                    service=series.service,
                    title=series.title,
                    region=self.region,
                    office=series.office,
                    promised=series.promised,
                    events=events,
                )


def load_series() -> AllSeries:
    """Raises content.faults.FaultyContentError where the file is wrong; a test reads it."""
    return decode(AllSeries, load_data_file("channel_api.cases", "series.yaml"))


def _histories(series: Series) -> Iterator[tuple[SampleEvent, ...]]:
    for order, days in enumerate(series.days):
        ended = FIRST_ENDED + 2 * order
        accepted = SampleEvent(days_ago=ended + days, time=ACCEPTED_AT, state="accepted")
        yield accepted, SampleEvent(days_ago=ended, time=DECIDED_AT, state="decided")
    for days in series.waiting:
        yield (SampleEvent(days_ago=days + 1, time=ACCEPTED_AT, state="accepted"),)
