"""Sample cases from `samples.yaml`, dated around the day they are asked for. Pure but for reading that file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from channel_api.answers import CaseState
from channel_api.case_records import CaseEvent, CaseKind
from channel_api.cases.data_files import load_data_file
from channel_api.cases.days import WorkingDays
from channel_api.clock import SHANGHAI
from content.codec import decode

GROUP = 4  # numbers are read in groups of four


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleEvent:
    """At `time` on the day `days_ago` working days before today: 1 or more, so that it never lies ahead."""

    days_ago: int
    time: str
    state: CaseState
    note: str = ""
    due_in: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One sample case; `title` stands in where the service is not in the catalogue."""

    number: str
    code: str
    kind: CaseKind
    service: str
    title: str
    region: str
    office: str
    promised: int | None = None
    events: tuple[SampleEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleNotice:
    """What tells viewers of them; `shown`: the two numbers its text names."""

    id: str
    region: str
    title: str
    text: str
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """Everything the demo installs."""

    feed: str
    feed_region: str
    notice: SampleNotice
    cases: tuple[Sample, ...]

    def notice_text(self) -> str:
        """The notice's text with the numbers, in groups, and the codes of the cases it names."""
        first, second = (next(case for case in self.cases if case.number == number) for number in self.notice.shown)
        return self.notice.text.format(
            first_number=_grouped(first.number),
            first_code=first.code,
            second_number=_grouped(second.number),
            second_code=second.code,
        )


def load_samples() -> Samples:
    """Raises content.faults.FaultyContentError where the file is wrong; a test reads it."""
    return decode(Samples, load_data_file("channel_api.cases", "samples.yaml"))


def date_events(sample: Sample, today: date, calendar: WorkingDays) -> tuple[CaseEvent, ...]:
    """The sample's events as they would have happened by `today`, on working days only."""
    return tuple(
        CaseEvent(
            at=_moment(_working_day(today, -event.days_ago, calendar), event.time),
            state=event.state,
            office=sample.office,
            note=event.note,
            due_on=None if event.due_in is None else _working_day(today, event.due_in, calendar),
        )
        for event in sample.events
    )


def _working_day(today: date, count: int, calendar: WorkingDays) -> date:
    """The `count`-th working day after today, or before it where negative."""
    direction = timedelta(days=1 if count > 0 else -1)
    day, missing = today, abs(count)
    while missing:
        day += direction
        missing -= calendar.is_working_day(day)
    return day


def _moment(day: date, text: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(text), SHANGHAI)


def _grouped(number: str) -> str:
    return " ".join(number[start : start + GROUP] for start in range(0, len(number), GROUP))
