"""When case screens clear by themselves, because a living room is a public place. Pure."""

from __future__ import annotations

from typing import Literal

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
