"""What is known of a case: its opening, what happened to it, and where it stands now.

Shared by the rules (`cases`) and the storage (`store`), which do not know each other. Plain data; the number stands in
plain, the code only as a keyed hash, and no name, address or telephone number of a person has a place here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from channel_api.answers import CaseState

CaseKind = Literal["permit", "registration", "payment", "other", "feedback"]
"""What a refusal is called depends on it; `feedback`: something a viewer told the channel itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """One thing that happened. `note` is read by the household; `due_on`: until when the person must act, if so."""

    at: datetime
    state: CaseState
    office: str = ""
    note: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpening:
    """What does not change while a case goes on. `promised_working_days` None: nothing was promised in working days."""

    number: str
    code_hash: str
    kind: CaseKind
    service_id: str
    service_title: str
    region: str
    promised_working_days: int | None = None
    is_sample: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """A case as it stands: its opening and the projection of its ledger."""

    opening: CaseOpening
    state: CaseState
    changed_at: datetime
    events: int
