"""From the record of a case to what the household sees: only the end of the number, plain words, days left. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from channel_api.answers import CaseProgress, CaseService, NextStep, TimelineEntry
from channel_api.case_records import CaseEvent, CaseRecord
from channel_api.cases.days import CaseDays, WorkingDays, count_days
from channel_api.cases.numbers import mask_number
from channel_api.cases.words import CaseWords
from channel_api.clock import SHANGHAI


def describe_case(
    case: CaseRecord,
    events: Sequence[CaseEvent],
    *,
    words: CaseWords,
    today: date,
    calendar: WorkingDays,
) -> CaseProgress:
    """The progress of a case whose `events` are in order and not empty."""
    opening, last = case.opening, events[-1]
    days = count_days(events, opening.promised_working_days, today=today, calendar=calendar)
    return CaseProgress(
        number_masked=mask_number(opening.number),
        service=CaseService(id=opening.service_id, title=opening.service_title),
        state=last.state,
        state_label=words.label(last.state, opening.kind),
        meaning=words.meaning(last.state, opening.kind, reason=last.note),
        next_step=_next_step(case, last, words, days),
        timeline=tuple(_entry(event, case, words) for event in events),
        accepted_on=_iso(days.accepted_on),
        promised_by=_iso(days.promised_by),
        working_days_left=days.working_days_left,
        days_are_certain=days.are_certain,
        is_sample=opening.is_sample,
    )


def _next_step(case: CaseRecord, last: CaseEvent, words: CaseWords, days: CaseDays) -> NextStep | None:
    kind = case.opening.kind
    step = words.next_step(last.state, kind)
    if step is None:
        return None
    until = {"none": None, "promised": days.promised_by, "due": last.due_on}[step.by]
    return NextStep(
        who=step.who,
        what=step.what,
        where=step.where.replace("{office}", words.office(last.office, kind)),
        by=_iso(until) or "",
    )


def _entry(event: CaseEvent, case: CaseRecord, words: CaseWords) -> TimelineEntry:
    return TimelineEntry(
        at=event.at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        state=event.state,
        label=words.label(event.state, case.opening.kind),
        office=event.office,
        note=event.note,
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
