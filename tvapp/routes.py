"""The names of the screens, as in `guide/id-card-lost/steps/2`. Pure.

A route is a pattern with its parameters filled in; the patterns stand here once and docs name the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PATTERNS = (
    "home",
    "topic/{id}",
    "guide/{id}",
    "guide/{id}/steps/{n}",
    "guide/{id}/materials",
    "guide/{id}/offices",
    "guide/{id}/fees",
    "guide/{id}/conditions",
    "guide/{id}/faq",
    "guide/{id}/take",
    "office/{id}",
    "choose",
    "search",
    "case",
    "case/progress",
    "region",
    "settings",
    "settings/remote",
    "notices",
    "hotlines",
    "emergency/{number}",
    "scenarios",
    "scenario/{id}",
    "feedback",
    "rate",
    "welcome",
    "help",
)
MATERIALS, TAKE = "guide/{id}/materials", "guide/{id}/take"
# Taking along is a screen of its own: BACK returns to the list, with its ticks.
GUIDE_PARTS = tuple(pattern for pattern in PATTERNS if pattern.startswith("guide/{id}/") and pattern != TAKE)


class RouteError(ValueError):
    """The text names no screen."""


@dataclass(frozen=True, slots=True)
class Route:
    """One screen: its pattern and the parameters; `text` is how it is written."""

    pattern: str
    text: str
    parameters: Mapping[str, str]

    @property
    def is_private(self) -> bool:
        """Whether the screen may hold something personal and must clear by itself."""
        return self.pattern in ("case", "case/progress", "feedback")

    def is_part_of_same_guide(self, other: Route) -> bool:
        """Steps, pages and parts of one guide replace each other and do not pile up."""
        both_parts = self.pattern in GUIDE_PARTS and other.pattern in GUIDE_PARTS
        return both_parts and self.parameters["id"] == other.parameters["id"]


def parse_route(text: str) -> Route:
    """Raises RouteError, naming the screens there are."""
    parts = text.strip("/").split("/")
    for pattern in PATTERNS:
        names = pattern.split("/")
        if len(names) != len(parts):
            continue
        pairs = list(zip(names, parts, strict=True))
        if all(name.startswith("{") or name == part for name, part in pairs) and all(parts):
            parameters = {name.strip("{}"): part for name, part in pairs if name.startswith("{")}
            return Route(pattern, "/".join(parts), parameters)
    raise RouteError(f"没有这个画面: {text[:60]}；有这些: {' '.join(PATTERNS)}")
