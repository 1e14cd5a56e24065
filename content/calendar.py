"""Which days are worked and which are off, from the State Council's notices as content holds them.

Pure. Where a year is not published yet it answers with weekends and the statutory days, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from content.model import CalendarYear

# 全国年节及纪念日放假办法 (2024 revision): the days off whose date is the same every year. The others follow the moon.
FIXED_DAYS_OFF = frozenset({"01-01", "05-01", "05-02", "10-01", "10-02", "10-03"})
_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of the years content knows."""

    years: tuple[CalendarYear, ...] = ()
    _known: frozenset[int] = field(init=False, repr=False, compare=False)
    _published: frozenset[int] = field(init=False, repr=False, compare=False)
    _off: frozenset[str] = field(init=False, repr=False, compare=False)
    _worked: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._set("_known", (year.year for year in self.years))
        self._set("_published", (year.year for year in self.years if year.published))
        self._set("_off", (day for year in self.years for day in year.holidays))
        self._set("_worked", (day for year in self.years for day in year.workdays))

    def _set(self, name: str, values: Iterable[object]) -> None:
        object.__setattr__(self, name, frozenset(values))  # frozen, yet looked up thousands of times

    def is_certain(self, day: date) -> bool:
        """Whether the year's notice is published; if not, say 预计."""
        return day.year in self._published

    def is_holiday(self, day: date) -> bool:
        """A public holiday or a day off moved next to one; an ordinary weekend is none."""
        if day.year in self._known:
            return day.isoformat() in self._off
        return day.isoformat()[5:] in FIXED_DAYS_OFF

    def is_worked_weekend(self, day: date) -> bool:
        """A Saturday or Sunday on which offices work, in exchange for a day off."""
        return day.weekday() >= _SATURDAY and day.isoformat() in self._worked

    def is_working_day(self, day: date) -> bool:
        if self.is_holiday(day):
            return False
        return day.weekday() < _SATURDAY or self.is_worked_weekend(day)

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`, as limits are counted; negative where `end` is earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        days = (start + timedelta(days=ahead) for ahead in range(1, (end - start).days + 1))
        return sum(1 for day in days if self.is_working_day(day))

    def add_working_days(self, start: date, count: int) -> date:
        """The `count`-th working day after `start`; `start` itself for 0. Raises ValueError below 0."""
        if count < 0:
            raise ValueError(f"working days to add must not be negative: {count}")
        day = start
        while count:
            day += _ONE_DAY
            count -= self.is_working_day(day)
        return day
