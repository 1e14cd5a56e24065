"""The way the viewer came: screens in front of each other, each with its focus and what was typed there. Pure.

BACK is this history backwards. Steps, pages and parts of a guide replace each other; at most four lie above home.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tvapp.routes import MATERIALS, TAKE, Route, parse_route

HOME = "home"
TICKED = "ticked"  # the field of a visit that says which papers are ready
TICK_LISTS = (MATERIALS, TAKE)
MOST_SCREENS = 5  # home and at most four above it


@dataclass(slots=True)
class Visit:
    """One screen on the way: where the focus was, whether a key put it there, whether it was shown before, whether
    the last key was a digit, so that OK means what the page says it does then, which item gets the focus once data is
    there, and what was typed."""

    route: Route
    focused: str = ""
    sheet: int = 0
    is_touched: bool = False
    is_return: bool = False
    confirms: bool = False
    awaited: str = ""
    fields: dict[str, str] = field(default_factory=dict)


class History:
    """Never empty: its first screen is home. Which papers of a guide are ready is kept until one goes home."""

    def __init__(self, route: str = HOME) -> None:
        self._visits = [Visit(parse_route(HOME))]
        self._ticked: dict[str, str] = {}  # by guide
        self.open(route)

    @property
    def front(self) -> Visit:
        """The screen in sight."""
        return self._visits[-1]

    @property
    def visits(self) -> Sequence[Visit]:
        """All screens, home first."""
        return tuple(self._visits)

    @property
    def depth(self) -> int:
        """How many BACKs home is away."""
        return len(self._visits) - 1

    @property
    def has_private(self) -> bool:
        """Whether a case screen lies anywhere on the way."""
        return any(visit.route.is_private for visit in self._visits)

    def holds(self, pattern: str) -> bool:
        """Whether a screen of this pattern lies anywhere on the way."""
        return any(visit.route.pattern == pattern for visit in self._visits)

    def open(self, text: str, fields: Mapping[str, str] | None = None) -> None:
        """One screen further; the oldest above home makes room. The screen in sight does not open itself again."""
        route = parse_route(text)
        if route.text == HOME:
            self.go_home()
        elif route.is_part_of_same_guide(self.front.route):
            self.replace(text, fields)
        elif route.text != self.front.route.text:
            self._note_ticks()
            self._visits.append(self._visit(route, fields))
            if len(self._visits) > MOST_SCREENS:
                del self._visits[1]

    def replace(self, text: str, fields: Mapping[str, str] | None = None) -> None:
        """Another screen in place of the one in sight."""
        self._note_ticks()
        self._visits[-1] = self._visit(parse_route(text), fields)

    def back(self) -> None:
        """One screen less; home stays."""
        if len(self._visits) > 1:
            self._note_ticks()
            self._visits.pop()

    def go_home(self) -> None:
        """Home, at its beginning."""
        self._visits = [Visit(parse_route(HOME))]
        self._ticked.clear()

    def reopen(self, screens: Sequence[tuple[str, str]]) -> None:
        """Home and the screens above it, each with the key of the item that had the focus there."""
        self.go_home()
        for route, focused in screens:
            self.open(route)
            self.front.focused = self.front.awaited = focused
            self.front.is_return = True

    def drop_private(self) -> None:
        """Takes every case screen, with what was typed there, out of the way."""
        self._visits = [visit for visit in self._visits if not visit.route.is_private]

    def _visit(self, route: Route, fields: Mapping[str, str] | None) -> Visit:
        given = dict(fields or {})
        if route.pattern in TICK_LISTS:
            given.setdefault(TICKED, self._ticked.get(route.parameters["id"], ""))
        return Visit(route, fields=given)

    def _note_ticks(self) -> None:
        """The papers ticked on the screen in sight, before it is left."""
        if self.front.route.pattern == MATERIALS:
            self._ticked[self.front.route.parameters["id"]] = self.front.fields.get(TICKED, "")
