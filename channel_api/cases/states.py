"""Which state of a case may follow which. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from channel_api.answers import CaseState


def _states(*names: CaseState) -> frozenset[CaseState]:
    return frozenset(names)


STATES: tuple[CaseState, ...] = get_args(CaseState)

# The clock of the promise runs only in these; it stops for a correction, a suspension, and for good with the decision.
RUNNING = _states("accepted", "reviewing")
PAUSED = _states("correction_needed", "suspended")
FINAL = _states("delivered", "not_accepted", "refused", "withdrawn", "terminated")
# Nobody can take back or break off what is already decided.
GIVEN_UP = _states("withdrawn", "terminated")
OUTCOMES = _states("decided", "completed", "refused")

# A state may follow itself where another office takes the case over or writes a further note.
FOLLOWERS: Mapping[CaseState, frozenset[CaseState]] = {
    "received": _states("received", "accepted", "correction_needed", "not_accepted") | GIVEN_UP,
    "accepted": RUNNING | PAUSED | OUTCOMES | GIVEN_UP,
    "reviewing": _states("reviewing") | PAUSED | OUTCOMES | GIVEN_UP,
    "correction_needed": _states("received", "not_accepted") | RUNNING | PAUSED | OUTCOMES | GIVEN_UP,
    "suspended": RUNNING | PAUSED | OUTCOMES | GIVEN_UP,
    "decided": _states("decided", "completed", "delivered"),
    "completed": _states("completed", "delivered"),
    "delivered": _states(),
    "not_accepted": _states(),
    "refused": _states(),
    "withdrawn": _states(),
    "terminated": _states(),
}
OPENINGS = _states("received", "accepted")
"""An on-the-spot service is accepted in the moment it is received."""


class CaseStateError(Exception):
    """A case cannot go from where it stands to where somebody wants it; the text names both states."""


def can_follow(before: CaseState | None, after: CaseState) -> bool:
    """Whether `after` may come next; `before` None: the case is being opened."""
    return after in (OPENINGS if before is None else FOLLOWERS[before])


def require_followable(before: CaseState | None, after: CaseState) -> None:
    """Raises CaseStateError."""
    if not can_follow(before, after):
        raise CaseStateError(f"a case cannot go from {before or 'nothing'} to {after}")
