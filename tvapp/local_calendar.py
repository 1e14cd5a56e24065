"""The working days of the calendar that is packaged with the box; opening hours are computed here, offline."""

from __future__ import annotations

from content.calendar import Calendar
from content.codec import decode
from content.files import content_folder
from content.model import CalendarYear
from content.yaml_text import load_plain


def load_local_calendar() -> Calendar:
    """Raises FaultyContentError where the packaged file is broken."""
    years = load_plain(content_folder() / "calendar.yaml")
    return Calendar(tuple(decode(CalendarYear, year, from_text=True) for year in years))
