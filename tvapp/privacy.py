"""When case screens clear by themselves, because a living room is a public place. Pure."""

from __future__ import annotations

from typing import Literal

from tvapp.history import History
from tvapp.routes import Route

SHOWING_SECONDS = 60.0
ENTERING_SECONDS = 180.0
WARNING_SECONDS = 15.0  # announced this long before

Verdict = Literal["stay", "warn", "clear"]


def judge(route: Route, idle_seconds: float) -> tuple[Verdict, int]:
    """What to do after so long without a key, and the whole seconds that are left."""
    if not route.is_private:
        return "stay", 0
    allowed = ENTERING_SECONDS if route.pattern == "case" else SHOWING_SECONDS
    left = allowed - idle_seconds
    if left <= 0:
        return "clear", 0
    return ("warn" if left <= WARNING_SECONDS else "stay"), max(round(left), 1)


class Clearing:
    """Clears the way the viewer came of case screens, and warns once before."""

    def __init__(self) -> None:
        self._was_warned = False

    def key_pressed(self) -> None:
        """Somebody is there: from now on the time counts anew."""
        self._was_warned = False

    def pass_time(self, history: History, idle_seconds: float) -> int:
        """Clears when it is time; otherwise the seconds to warn of, 0 where there is nothing to say."""
        verdict, left = judge(history.front.route, idle_seconds)
        if verdict == "clear":
            history.drop_private()
            self._was_warned = False
        if verdict != "warn" or self._was_warned:
            return 0
        self._was_warned = True
        return left
