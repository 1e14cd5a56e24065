"""Cases as tests need them: told as a list of states and days."""

from datetime import date, datetime, time

from channel_api.answers import CaseState
from channel_api.case_records import CaseEvent, CaseKind, CaseOpening, CaseRecord
from channel_api.clock import SHANGHAI
from content.calendar import Calendar
from content.model import CalendarYear

# The National Day week of 2026: 1 to 7 October off, 20 September and 10 October worked.
YEAR_2026 = CalendarYear(
    year=2026,
    published=True,
    holidays=tuple(f"2026-10-0{day}" for day in range(1, 8)),
    workdays=("2026-09-20", "2026-10-10"),
)
CALENDAR = Calendar((YEAR_2026,))


def moment(day: str | date, at: str = "09:30") -> datetime:
    when = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime.combine(when, time.fromisoformat(at), SHANGHAI)


def event(state: CaseState, day: str | date, *, at: str = "09:30", note: str = "", office: str = "") -> CaseEvent:
    return CaseEvent(at=moment(day, at), state=state, note=note, office=office)


def opening(
    number: str = "330106260001", *, kind: CaseKind = "other", promised: int | None = 10, code_hash: str = "0" * 64
) -> CaseOpening:
    return CaseOpening(
        number=number,
        code_hash=code_hash,
        kind=kind,
        service_id="id-card-lost",
        service_title="居民身份证丢失补领",
        region="330106",
        promised_working_days=promised,
    )


def record(of: CaseOpening, *events: CaseEvent) -> CaseRecord:
    return CaseRecord(opening=of, state=events[-1].state, changed_at=events[-1].at, events=len(events))
