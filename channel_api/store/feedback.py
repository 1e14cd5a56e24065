"""What viewers told the channel, as they told it. Where it stands is its case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, insert, select

from channel_api.answers import CaseState, FeedbackKind
from channel_api.clock import from_stored, to_stored
from channel_api.store.case_tables import CASES, FEEDBACK


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """One message; `choice` is the id of a ready sentence, empty texts mean none was given."""

    number: str
    kind: FeedbackKind
    choice: str
    text: str
    service_id: str
    region: str
    received_at: datetime
    state: CaseState = "received"


def add_feedback(connection: Connection, feedback: Feedback) -> None:
    """Its case must be open already."""
    row = {
        "number": feedback.number,
        "kind": feedback.kind,
        "choice": feedback.choice,
        "text": feedback.text,
        "service_id": feedback.service_id,
        "region": feedback.region,
        "received_at": to_stored(feedback.received_at),
    }
    connection.execute(insert(FEEDBACK).values(row))


def load_feedback(connection: Connection) -> list[Feedback]:
    """All of it, oldest first, each with the state of its case."""
    joined = FEEDBACK.join(CASES, CASES.c.number == FEEDBACK.c.number)
    wanted = select(FEEDBACK, CASES.c.state).select_from(joined).order_by(FEEDBACK.c.received_at, FEEDBACK.c.number)
    return [
        Feedback(
            number=row.number,
            kind=cast(FeedbackKind, row.kind),
            choice=row.choice,
            text=row.text,
            service_id=row.service_id,
            region=row.region,
            received_at=from_stored(row.received_at),
            state=cast(CaseState, row.state),
        )
        for row in connection.execute(wanted)
    ]


def is_feedback(connection: Connection, number: str) -> bool:
    """Whether the number is one of a message, and not of a department's case."""
    return connection.execute(select(FEEDBACK.c.number).where(FEEDBACK.c.number == number)).first() is not None
