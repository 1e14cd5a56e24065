"""Cases: an append-only ledger of events, and the projection that a look-up reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from channel_api.case_records import CaseEvent, CaseOpening, CaseRecord
from channel_api.clock import from_stored, to_stored
from channel_api.store.case_tables import CASE_EVENTS, CASES
from channel_api.store.database import StoreError


class NoSuchCaseError(StoreError):
    """An event was sent for a number that was never opened."""


class CaseLedger:
    """The cases as one transaction sees them. Which state may follow which is not known here."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find_case(self, number: str) -> CaseRecord | None:
        """One query, whether there is such a case or not."""
        row = self._connection.execute(select(CASES).where(CASES.c.number == number)).one_or_none()
        return None if row is None else _record(row)

    def load_events(self, number: str) -> tuple[CaseEvent, ...]:
        """All events in the order they were recorded; empty for an unknown number."""
        wanted = select(CASE_EVENTS).where(CASE_EVENTS.c.case_number == number).order_by(CASE_EVENTS.c.sequence)
        return tuple(_event(row) for row in self._connection.execute(wanted))

    def lock_case(self, number: str) -> CaseRecord:
        """The case, held until the transaction ends, so that events sent at once follow each other.

        Raises NoSuchCaseError."""
        wanted = select(CASES).where(CASES.c.number == number).with_for_update()
        row = self._connection.execute(wanted).one_or_none()
        if row is None:
            raise NoSuchCaseError("no case of this number")
        return _record(row)

    def open_case(self, opening: CaseOpening, first: CaseEvent, *, now: datetime) -> None:
        """A new case with its first event. The number must be free."""
        row = {
            "number": opening.number,
            "code_hash": opening.code_hash,
            "kind": opening.kind,
            "service_id": opening.service_id,
            "service_title": opening.service_title,
            "region": opening.region,
            "promised_working_days": opening.promised_working_days,
            "is_sample": opening.is_sample,
            "state": first.state,
            "changed_at": to_stored(first.at),
            "events": 0,
        }
        self._connection.execute(insert(CASES).values(row))
        self._add(opening.number, 1, first, now)

    def append(self, case: CaseRecord, event: CaseEvent, *, now: datetime) -> None:
        """One more event of a case got from `lock_case` in this transaction."""
        self._add(case.opening.number, case.events + 1, event, now)

    def remove_samples(self, numbers: Iterable[str]) -> None:
        """Takes sample cases out of the ledger, so that they can be dated anew; real cases are left alone."""
        wanted = select(CASES.c.number).where(CASES.c.number.in_(list(numbers)), CASES.c.is_sample.is_(True))
        samples = list(self._connection.execute(wanted).scalars())
        self._connection.execute(delete(CASE_EVENTS).where(CASE_EVENTS.c.case_number.in_(samples)))
        self._connection.execute(delete(CASES).where(CASES.c.number.in_(samples)))

    def _add(self, number: str, sequence: int, event: CaseEvent, now: datetime) -> None:
        row = {
            "case_number": number,
            "sequence": sequence,
            "at": to_stored(event.at),
            "state": event.state,
            "office": event.office,
            "note": event.note,
            "due_on": None if event.due_on is None else event.due_on.isoformat(),
            "recorded_at": to_stored(now),
        }
        self._connection.execute(insert(CASE_EVENTS).values(row))
        projected = {"state": event.state, "changed_at": to_stored(event.at), "events": sequence}
        self._connection.execute(update(CASES).where(CASES.c.number == number).values(projected))


def _record(row: Row[Any]) -> CaseRecord:
    opening = CaseOpening(
        number=row.number,
        code_hash=row.code_hash,
        kind=row.kind,
        service_id=row.service_id,
        service_title=row.service_title,
        region=row.region,
        promised_working_days=row.promised_working_days,
        is_sample=row.is_sample,
    )
    return CaseRecord(opening=opening, state=row.state, changed_at=from_stored(row.changed_at), events=row.events)


def _event(row: Row[Any]) -> CaseEvent:
    return CaseEvent(
        at=from_stored(row.at),
        state=row.state,
        office=row.office,
        note=row.note,
        due_on=None if row.due_on is None else date.fromisoformat(row.due_on),
    )
