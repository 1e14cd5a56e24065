"""A limit that may forget: so many an hour from one address, counted in this process only.

For what does no harm when a restart or another replica counts anew; wrong codes are counted in the database.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from threading import Lock

MOST_ADDRESSES = 50_000  # some megabytes; beyond it counting begins anew rather than refusing a new household
HOUR_SECONDS = 3600


class HourlyLimit:
    """Counts by the hour of the clock; addresses are gone when it strikes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._hour = -1
        self._counts: Counter[str] = Counter()
        self._lock = Lock()

    def count(self, address: str, now: datetime) -> int:
        """0 where one more is fine, else the seconds to wait."""
        hour, second = divmod(int(now.timestamp()), HOUR_SECONDS)
        with self._lock:
            if hour != self._hour or len(self._counts) >= MOST_ADDRESSES:
                self._hour = hour
                self._counts.clear()
            self._counts[address] += 1
            return HOUR_SECONDS - second if self._counts[address] > self._most else 0
