"""The door to a case for everybody who has its number and code: look-up and rating come through it alike."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from channel_api.callers import client_address
from channel_api.case_records import CaseRecord
from channel_api.cases.limits import LONGEST_WINDOW
from channel_api.cases.lookup import CaseDoor, Found, Limited, NotFound
from channel_api.cases.numbers import CODE_PATTERN, LONGEST_WRITTEN_NUMBER, NUMBER_PATTERN, normalise_number
from channel_api.problems import FieldFault, ProblemError
from channel_api.runtime import Services
from channel_api.store.cases import CaseLedger
from channel_api.store.database import Connection
from channel_api.store.limits import AttemptLog

CaseNumber = Annotated[
    str,
    Field(
        max_length=LONGEST_WRITTEN_NUMBER,
        pattern=NUMBER_PATTERN,
        description="办件编号：6到50个字母和数字，中间可以有空格或横线",
    ),
]
CaseCode = Annotated[str, Field(pattern=CODE_PATTERN, description="查询码：6位数字")]


def attempt_log(connection: Connection, now: datetime) -> AttemptLog:
    """What was tried as long ago as any limit looks back."""
    return AttemptLog(connection, now=now, keep=LONGEST_WINDOW)


def try_code(services: Services, connection: Connection, number: str, code: str, *, now: datetime) -> Found | NotFound:
    """Give the outcome to `require_found` only after the transaction is over: a wrong code must stay counted.

    Raises ProblemError where one has to wait; within the transaction, so that a script that goes on trying numbers
    leaves no row for each of them."""
    door = CaseDoor(ledger=CaseLedger(connection), attempts=attempt_log(connection, now), keys=services.keys)
    address = client_address(services.config.trusted_proxies)
    outcome = door.open(require_number(number), code, address=address, now=now)
    if isinstance(outcome, Limited):
        raise ProblemError("limited", "too_many_codes", headers={"Retry-After": str(outcome.retry_after_seconds)})
    return outcome


def require_number(text: str) -> str:
    """The number in its one form. Raises ProblemError."""
    number = normalise_number(text)
    if number is None:
        raise ProblemError("invalid", faults=[FieldFault(field="number", reason="not_a_case_number")])
    return number


def require_found(outcome: Found | NotFound) -> CaseRecord:
    """The case. Raises ProblemError: the same for an unknown number and a wrong code."""
    if isinstance(outcome, NotFound):
        raise ProblemError("not_found", "case_not_found")
    return outcome.case
