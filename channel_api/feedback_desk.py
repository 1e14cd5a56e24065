"""Feedback from the first word to the last: received as a case, answered and closed by the operator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from channel_api.answers import CaseState, FeedbackKind, FeedbackReceipt
from channel_api.case_records import CaseEvent, CaseOpening
from channel_api.cases.limits import FEEDBACK_LIMITS, LONGEST_WINDOW, seconds_to_wait
from channel_api.cases.lookup import CODE_PURPOSE, code_text
from channel_api.cases.numbers import make_code, make_feedback_number
from channel_api.cases.recording import open_case, record_event
from channel_api.cases.texts import clean_text
from channel_api.cases.words import case_words
from channel_api.clock import day_of
from channel_api.config import Keys
from channel_api.store.cases import CaseLedger, NoSuchCaseError
from channel_api.store.database import Connection, Database
from channel_api.store.feedback import Feedback, add_feedback, is_feedback
from channel_api.store.limits import AttemptLog

ADDRESS_PURPOSE = "feedback address"


class TooMuchFeedbackError(Exception):
    """This address has sent as much as a household would."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__("too much feedback")
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a viewer sends; empty texts mean that nothing was given."""

    kind: FeedbackKind
    choice: str
    text: str
    service_id: str
    region: str


def receive_feedback(
    database: Database, keys: Keys, message: Message, *, address: str, now: datetime
) -> FeedbackReceipt:
    """Raises IdentityNumberError, TooMuchFeedbackError; then nothing is kept."""
    text = clean_text(message.text, day_of(now))
    with database.write() as connection:
        _count(connection, keys.sign(ADDRESS_PURPOSE, address), now)
        ledger = CaseLedger(connection)
        number, code = _free_number(ledger), make_code()
        opening = CaseOpening(
            number=number,
            code_hash=keys.sign(CODE_PURPOSE, code_text(number, code)),
            kind="feedback",
            service_id="",
            service_title=case_words().feedback.titles[message.kind],
            region=message.region,
        )
        open_case(ledger, opening, _event("received", "", now), now=now)
        feedback = Feedback(
            number=number,
            kind=message.kind,
            choice=message.choice,
            text=text,
            service_id=message.service_id,
            region=message.region,
            received_at=now,
        )
        add_feedback(connection, feedback)
    return FeedbackReceipt(number=number, code=code)


def accept_feedback(connection: Connection, number: str, *, now: datetime) -> None:
    """Somebody has read it and works on it. Raises NoSuchCaseError, CaseStateError."""
    _accepted(connection, number, now)


def answer_feedback(connection: Connection, number: str, text: str, *, now: datetime) -> None:
    """The household reads `text` in the timeline; more answers may follow.

    Raises NoSuchCaseError, CaseStateError, IdentityNumberError."""
    ledger = _accepted(connection, number, now)
    record_event(ledger, number, _event("reviewing", text, now), now=now)


def close_feedback(connection: Connection, number: str, text: str, *, now: datetime) -> None:
    """Ends it with a last word, which may be empty.

    Raises NoSuchCaseError, CaseStateError, IdentityNumberError."""
    ledger = _accepted(connection, number, now)
    record_event(ledger, number, _event("completed", text, now), now=now)


def _accepted(connection: Connection, number: str, now: datetime) -> CaseLedger:
    if not is_feedback(connection, number):
        raise NoSuchCaseError("no feedback of this number")
    ledger = CaseLedger(connection)
    if ledger.lock_case(number).state == "received":
        record_event(ledger, number, _event("accepted", "", now), now=now)
    return ledger


def _event(state: CaseState, note: str, now: datetime) -> CaseEvent:
    return CaseEvent(at=now, state=state, office=case_words().feedback.office, note=note)


def _count(connection: Connection, key: str, now: datetime) -> None:
    attempts = AttemptLog(connection, now=now, keep=LONGEST_WINDOW)
    (earlier,) = attempts.load([key])
    wait_seconds = seconds_to_wait(earlier, FEEDBACK_LIMITS, now)
    if wait_seconds > 0:
        raise TooMuchFeedbackError(wait_seconds)
    attempts.add([key], now)


def _free_number(ledger: CaseLedger) -> str:
    while True:
        number = make_feedback_number()
        if ledger.find_case(number) is None:
            return number
