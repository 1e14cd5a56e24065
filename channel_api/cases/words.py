"""The words of `wording.yaml`, read once when they are first needed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from channel_api.answers import CaseState
from channel_api.case_records import CaseKind
from channel_api.cases.data_files import load_data_file
from content.codec import decode

# What the end of a next step is: nothing, the promised day, or the day until which the person must act.
Deadline = Literal["none", "promised", "due"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepWords:
    """A next step; `where` may hold {office}."""

    who: str
    what: str
    where: str
    by: Deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackWords:
    """What is said of the channel's own feedback cases."""

    titles: dict[str, str]
    office: str
    default_reason: str
    meanings: dict[str, str]
    next_steps: dict[str, StepWords]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWords:
    """All words about cases. Meanings may hold {reason}."""

    labels: dict[str, str]
    refused_labels: dict[str, str] = field(default_factory=dict)
    default_office: str
    default_reason: str
    meanings: dict[str, str]
    next_steps: dict[str, StepWords]
    feedback: FeedbackWords

    def label(self, state: CaseState, kind: CaseKind) -> str:
        """The state's label, a refusal called as the kind of service calls it."""
        own_label = self.refused_labels.get(kind) if state == "refused" else None
        return own_label or self.labels[state]

    def meaning(self, state: CaseState, kind: CaseKind, *, reason: str) -> str:
        """What the state means; `reason` is the note of the event, empty where it says none."""
        is_feedback = kind == "feedback"
        template = (self.feedback.meanings if is_feedback else self.meanings)[state]
        default = self.feedback.default_reason if is_feedback else self.default_reason
        # The note is somebody's text: it is put in by replacement, so that braces in it mean nothing.
        return template.replace("{reason}", reason.strip().rstrip("。.；;，,！!") or default)

    def next_step(self, state: CaseState, kind: CaseKind) -> StepWords | None:
        """None where nothing more happens."""
        steps = self.feedback.next_steps if kind == "feedback" else self.next_steps
        return steps.get(state)

    def office(self, named: str, kind: CaseKind) -> str:
        """The office to show where the ledger may name none."""
        return named or (self.feedback.office if kind == "feedback" else self.default_office)


@cache
def case_words() -> CaseWords:
    """Raises content.faults.FaultyContentError where the file is wrong; a test reads it."""
    return decode(CaseWords, load_data_file("channel_api.cases", "wording.yaml"))
