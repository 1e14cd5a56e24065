"""Which moments can be planned, and why something planned is not carried out. Pure.

A moment is a day and a time of the country, as somebody types them into two fields.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Literal

from channel_api.clock import SHANGHAI

Problem = Literal[
    "changed",  # the draft says something else than what was approved
    "not_approved",  # it was given back, or never approved
    "published_by_hand",  # somebody was faster than the clock
    "live_changed",  # something else is live than what was planned with
    "faulty",  # the rules fail now
    "no_right",  # whoever planned it may not publish any more
    "nothing_before",  # the former revision is not there any more
    "still_needed",  # something that is live points at what would be withdrawn
    "not_begun",  # the publication it was to end did not happen
    "missing",  # the text is gone
    "not_together",  # another text that was to go with it could not
    "unexpected",  # a fault of the program; it stands in the log
]
"""Why the moment passed and the live text stayed; keys of the words of the pages."""

MomentFault = Literal["form", "past", "too_far", "before_begin"]

LONGEST_AHEAD = timedelta(days=730)  # farther away a wrong year is likelier than a plan
_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:：]([0-5][0-9])")  # a Chinese keyboard types the second colon
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")


class MomentError(Exception):
    """A moment that cannot be planned; `fault` is a key of the words of the pages."""

    def __init__(self, fault: MomentFault) -> None:
        super().__init__(fault)
        self.fault = fault


def parse_day(text: str) -> date | None:
    """A day as a date field sends it, or as somebody types it without one."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def parse_moment(day: str, hour: str) -> datetime:
    """Raises MomentError for what is no day or no time."""
    parsed, found = parse_day(day), _TIME.fullmatch(hour.strip())
    if parsed is None or found is None:
        raise MomentError("form")
    return datetime.combine(parsed, time(int(found[1]), int(found[2])), SHANGHAI)


def require_plannable(moment: datetime, now: datetime) -> datetime:
    """The moment itself. Raises MomentError."""
    if moment <= now:
        raise MomentError("past")
    if moment - now > LONGEST_AHEAD:
        raise MomentError("too_far")
    return moment


def find_problem(
    *, is_same_text: bool, state: str, has_live_changed: bool, live_revision_of_text: int | None
) -> Problem | None:
    """Why an approved draft that was planned cannot go out now; None: it can.

    `is_same_text`: the draft is exactly as it was when it was planned; `live_revision_of_text`: as what the planned
    text was published, if it was."""
    if live_revision_of_text is not None:
        return "published_by_hand"
    if not is_same_text:
        return "changed" if state != "returned" else "not_approved"
    if state != "approved":
        return "not_approved"
    return "live_changed" if has_live_changed else None
