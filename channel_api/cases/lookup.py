"""Finding a case by its number and code without telling anybody which of the two was wrong.

An unknown number and a wrong code take the same path: the same queries, the same number of keyed hashes, the same
counting against the limits, the same answer. Neither number nor code nor address is kept in plain by what happens here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from channel_api.case_records import CaseEvent, CaseRecord
from channel_api.cases.limits import WRONG_CODE_LIMITS, seconds_to_wait

CODE_PURPOSE = "case code"
NUMBER_PURPOSE = "case number"
ADDRESS_PURPOSE = "case address"
# Compared where there is no case, so that a miss costs what a hit costs; no HMAC is ever all zeros.
NO_CASE_HASH = "0" * 64


class Signer(Protocol):
    """Keyed hashes, as channel_api.config.Keys gives them."""

    def sign(self, purpose: str, text: str) -> str: ...
    def matches(self, purpose: str, text: str, stored: str) -> bool: ...


class Ledger(Protocol):
    """The cases, within one transaction."""

    def find_case(self, number: str) -> CaseRecord | None: ...
    def load_events(self, number: str) -> tuple[CaseEvent, ...]: ...


class Attempts(Protocol):
    """The earlier attempts under each key. `load` holds the keys until the transaction ends, so that guesses sent all
    at once are counted one after the other; `add` notes one attempt under each."""

    def load(self, keys: Sequence[str]) -> list[list[datetime]]: ...
    def add(self, keys: Sequence[str], at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Found:
    """The right code."""

    case: CaseRecord


@dataclass(frozen=True, slots=True)
class NotFound:
    """No such number, or not its code."""


@dataclass(frozen=True, slots=True)
class Limited:
    """Too many wrong codes for this number or from this address; nothing was looked at."""

    retry_after_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDoor:
    """The one place where a code is checked. All three collaborators belong to one open write transaction."""

    ledger: Ledger
    attempts: Attempts
    keys: Signer

    def open(self, number: str, code: str, *, address: str, now: datetime) -> Found | NotFound | Limited:
        """`number` is normalised. After NotFound the transaction must be kept: a wrong code counts."""
        counted_under = sorted((self.keys.sign(NUMBER_PURPOSE, number), self.keys.sign(ADDRESS_PURPOSE, address)))
        earlier = self.attempts.load(counted_under)
        wait_seconds = max(seconds_to_wait(times, WRONG_CODE_LIMITS, now) for times in earlier)
        if wait_seconds > 0:
            return Limited(wait_seconds)
        case = self.ledger.find_case(number)
        stored = NO_CASE_HASH if case is None else case.opening.code_hash
        is_right = self.keys.matches(CODE_PURPOSE, code_text(number, code), stored)
        if case is not None and is_right:
            return Found(case)
        self.attempts.add(counted_under, now)
        return NotFound()


def code_text(number: str, code: str) -> str:
    """What is signed for a code: bound to its number, so that equal codes of two cases have unlike hashes."""
    return f"{number}:{code}"
