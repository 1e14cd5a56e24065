"""Time as the server sees it: passed in, never taken, so that tests stand at any day they like."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

Clock = Callable[[], datetime]
"""Gives the present moment with its offset."""

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The one time of the country; no summer time since 1991, so a fixed offset needs no zone files on a small box."""


def system_clock() -> datetime:
    """The machine's own time, in the country's zone."""
    return datetime.now(SHANGHAI)


def to_stored(moment: datetime) -> str:
    """The text the store keeps: UTC to the microsecond, so that texts sort as moments do.

    Raises ValueError for a moment without offset."""
    if moment.tzinfo is None:
        raise ValueError("a moment without offset cannot be stored")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def from_stored(text: str) -> datetime:
    """The moment of a stored text, in the country's zone."""
    return datetime.fromisoformat(text).astimezone(SHANGHAI)


def day_of(moment: datetime) -> date:
    """The calendar day in the country on which a moment falls."""
    return moment.astimezone(SHANGHAI).date()
