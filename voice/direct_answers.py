"""Yes or no first, where somebody asks for it and the guide tells it: 当天能拿到吗, 跑一趟够不够. Pure."""

from __future__ import annotations

import re

from voice.guide_answers import Matter

_SAME_DAY = re.compile("(当天|当场|当日|马上|立刻|立马|现场|今天|一天).{0,4}(能|可以|拿|取|领|好|办|出)")
_IN_ONE_VISIT = re.compile("(一趟|一次|一回|跑一|去一).{0,4}(够|行|可以|成|就|能|办)")
_AT_ONCE = ("当场", "当天", "马上", "现场", "立等")
_SHORTEST_WAIT = {"minute": 1440, "working_day": 2, "calendar_day": 2, "month": 1}  # what is no longer the same day


def directly(aspect: str, said: str, matter: Matter) -> str:
    """The sentence that says yes or no; empty where nobody asked for one, or the guide does not tell."""
    if aspect == "time" and _SAME_DAY.search(said):
        return _same_day(matter)
    if aspect == "visits" and _IN_ONE_VISIT.search(said) and matter.guide.visits:
        count = matter.guide.visits.count
        return matter.say("one_visit" if count == 1 else "more_visits") if count else ""
    return ""


def _same_day(matter: Matter) -> str:
    limits = matter.guide.limits
    limit = (limits.promised or limits.statutory) if limits else None
    if limit is None or any(word in matter.short("time") for word in _AT_ONCE):
        return ""
    if limit.value == 0:
        return matter.say("same_day")
    return matter.say("not_same_day") if limit.value >= _SHORTEST_WAIT[limit.unit] else ""
