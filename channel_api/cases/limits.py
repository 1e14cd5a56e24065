"""How often somebody may try. Pure: given when the earlier attempts were, how long one has to wait."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most `most` (1 or more) attempts within any span of `within`."""

    most: int
    within: timedelta


# A code has six digits: at 20 a day, guessing the code of one number takes 68 years on average.
WRONG_CODE_LIMITS = (Limit(most=5, within=timedelta(minutes=15)), Limit(most=20, within=timedelta(days=1)))
# A household writes once or twice; more comes from a script, and each one is read by a person.
FEEDBACK_LIMITS = (Limit(most=5, within=timedelta(hours=1)), Limit(most=20, within=timedelta(days=1)))

LONGEST_WINDOW = max(limit.within for limit in (*WRONG_CODE_LIMITS, *FEEDBACK_LIMITS))


def seconds_to_wait(attempts: Sequence[datetime], limits: Sequence[Limit], now: datetime) -> int:
    """0: may try now. `attempts` are the earlier ones in order; what is older than a window does not count in it."""
    return max((_wait_for(attempts, limit, now) for limit in limits), default=0)


def _wait_for(attempts: Sequence[datetime], limit: Limit, now: datetime) -> int:
    counted = [attempt for attempt in attempts if attempt > now - limit.within]
    if len(counted) < limit.most:
        return 0
    # Free again when so many have left the window that one more fits in.
    frees_place = counted[len(counted) - limit.most]
    return math.ceil((frees_place + limit.within - now).total_seconds())
