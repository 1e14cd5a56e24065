"""What viewers say is wrong, as work: what waits, who has taken it, what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

TaskState = Literal["open", "taken", "done"]
STARS = "stars"  # instead of a ready sentence: the guide was rated badly
FEWEST_BAD_STARS = 3  # one household's bad day is no work


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing said of one guide in one place. `seen`: the latest message that is meant by what is done now."""

    service_id: str
    region: str
    choice: str
    kind: str
    count: int
    open: int
    since: datetime | None
    seen: datetime
    version: int = 0
    taken_by: str = ""
    done_by: str = ""
    changed_at: datetime | None = None
    note: str = ""

    @property
    def state(self) -> TaskState:
        """Whoever says it again after it was done opens it again."""
        if self.open == 0:
            return "done"
        return "taken" if self.taken_by else "open"


def open_stars(bad: Sequence[datetime], done_until: datetime | None) -> list[datetime]:
    """Bad ratings since the last answer, where they are enough to be work."""
    newer = [moment for moment in bad if done_until is None or moment > done_until]
    return newer if len(newer) >= FEWEST_BAD_STARS else []


def in_order(tasks: Sequence[Task]) -> list[Task]:
    """What nobody has taken first, the most often said on top; what is done last, the latest on top."""
    order: dict[TaskState, int] = {"open": 0, "taken": 1, "done": 2}

    def key(task: Task) -> tuple[int, float, float, str, str, str]:
        changed = task.changed_at.timestamp() if task.changed_at and task.state == "done" else 0.0
        return order[task.state], -task.open, -changed, task.service_id, task.region, task.choice

    return sorted(tasks, key=key)
