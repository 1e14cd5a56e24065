"""Writing down what happens to a case: only what may follow, in the order it happened, and never an identity number."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from channel_api.case_records import CaseEvent, CaseOpening, CaseRecord
from channel_api.cases.states import CaseStateError, require_followable
from channel_api.cases.texts import clean_text
from channel_api.clock import day_of


class WritableLedger(Protocol):
    """The ledger within one write transaction."""

    def lock_case(self, number: str) -> CaseRecord: ...
    def open_case(self, opening: CaseOpening, first: CaseEvent, *, now: datetime) -> None: ...
    def append(self, case: CaseRecord, event: CaseEvent, *, now: datetime) -> None: ...


def open_case(ledger: WritableLedger, opening: CaseOpening, first: CaseEvent, *, now: datetime) -> None:
    """Raises CaseStateError, IdentityNumberError."""
    require_followable(None, first.state)
    ledger.open_case(opening, _fit_to_show(first, now), now=now)


def record_event(ledger: WritableLedger, number: str, event: CaseEvent, *, now: datetime) -> None:
    """Raises CaseStateError, IdentityNumberError, and what the ledger raises for an unknown number."""
    case = ledger.lock_case(number)
    require_followable(case.state, event.state)
    if event.at < case.changed_at:
        raise CaseStateError("an event cannot lie before the one recorded last")
    ledger.append(case, _fit_to_show(event, now), now=now)


def _fit_to_show(event: CaseEvent, now: datetime) -> CaseEvent:
    """The household reads office and note on a shared screen: controls are stripped, identity numbers refused."""
    today = day_of(now)
    return replace(event, office=clean_text(event.office, today), note=clean_text(event.note, today))
