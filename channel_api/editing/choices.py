"""What an editor chooses for themselves: which part of the lists comes first, and what they are reminded of. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal, cast, get_args

About = Literal["due", "source", "comments", "plan_failed"]
Whose = Literal["own", "area", "none"]
"""What one wrote last, all that one may change, or nothing."""

ABOUT: tuple[About, ...] = get_args(About)
WHOSE: tuple[Whose, ...] = get_args(Whose)
DAYS = (7, 14, 30, 60, 90)
USUAL_DAYS = 30
ABOUT_OF: Mapping[str, About] = {
    "overdue": "due",
    "soon": "due",
    "source": "source",
    "comments": "comments",
    "plan_failed": "plan_failed",
}
"""Of which sort a reminder is, by why it is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """`region` and `topic` narrow the lists as they are opened; of reminders `within_days` is how long before a day."""

    region: str = ""
    topic: str = ""
    whose: Whose = "own"
    about: frozenset[About] = field(default_factory=lambda: frozenset(ABOUT))
    within_days: int = USUAL_DAYS

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Choices:
        """What is stored; what this version does not know is as if it had not been chosen."""
        whose, days = plain.get("whose", "own"), plain.get("within_days", USUAL_DAYS)
        return cls(
            region=str(plain.get("region", "")),
            topic=str(plain.get("topic", "")),
            whose=cast(Whose, whose) if whose in WHOSE else "own",
            about=frozenset(sort for sort in ABOUT if sort in plain.get("about", ABOUT)),
            within_days=days if days in DAYS else USUAL_DAYS,
        )

    def to_plain(self) -> dict[str, Any]:
        return {
            "region": self.region,
            "topic": self.topic,
            "whose": self.whose,
            "about": sorted(self.about),
            "within_days": self.within_days,
        }

    def narrows(self, columns: Collection[str]) -> dict[str, str]:
        """What a list with these columns is asked for when nobody asked for anything."""
        wanted = {"region": self.region, "topic": self.topic}
        return {name: value for name, value in wanted.items() if value and name in columns}

    def wants(self, why: str, on: date, today: date, *, is_own: bool, is_in_area: bool) -> bool:
        """Whether somebody wants to hear of this."""
        is_theirs = is_own if self.whose == "own" else is_in_area and self.whose == "area"
        is_too_early = why == "soon" and on > today + timedelta(days=self.within_days)
        return is_theirs and ABOUT_OF[why] in self.about and not is_too_early
