"""Exactly what was asked, and yes or no first, where the guide tells it: 当天能拿到吗, 中午有人吗, 能寄到家吗. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from content.hours import CHINA, DAYS_TO_LOOK_AHEAD, Span, is_open, spans_on
from voice.guide_answers import Matter, answer, clock_at, hours_on, plain_name

_SAME_DAY = re.compile("(当天|当场|当日|马上|立刻|立马|现场|今天|一天).{0,4}(能|可以|拿|取|领|好|办|出)")
_IN_ONE_VISIT = re.compile("(一趟|一次|一回|跑一|去一).{0,4}(够|行|可以|成|就|能|办)")
_NOON = re.compile("中午|午休|晌午|午饭|大中午")
_NOW = re.compile(
    "(现在|这会儿?|这时候|此刻|眼下).{0,4}(开|上班|有人|办公|关|下班)|(还|已经|都).{0,2}(开着|开门|关门|下班)"
)
_DAYS_AHEAD = (("大后天", 3), ("后天", 2), ("明天|明儿|明早|明日", 1))
_SENT_HOME = re.compile("寄|邮|快递|送(到|上|回|来)")
_CLOSES = re.compile(
    "(几点|什么时候|啥时候?|多晚|何时).{0,3}(下班|关门|关|收工)|到(几点|什么时候|多晚|啥时候?)|最晚几点"
)
_NOON_MINUTE = 12 * 60 + 30
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


def exactly(aspect: str, said: str, matter: Matter) -> list[str]:
    """The whole answer to one certain question; empty where nobody asked it, or nobody wrote what answers it."""
    answers = (tell(said, matter) for asked, sign, tell in _EXACT if asked == aspect and sign.search(said))
    return next((told for told in answers if told), [])


def _at_noon(said: str, matter: Matter) -> list[str]:
    spans = _spans_of_next_day(matter)
    if not spans:
        return []
    if any(start <= _NOON_MINUTE < end for start, end in spans):
        return [matter.say("noon_open")]
    reopens = next((start for start, _ in spans if start > _NOON_MINUTE), None)
    if reopens is None:
        return [matter.say("noon_closed")]
    return [matter.say("noon_pause", time=clock_at(reopens, matter))]


def _spans_of_next_day(matter: Matter) -> list[Span]:
    """When the office is open on the next day on which it is."""
    hours = next((one.hours for one in matter.offices if one.hours is not None), None)
    today = matter.at.astimezone(CHINA).date()
    days = (today + timedelta(days=ahead) for ahead in range(DAYS_TO_LOOK_AHEAD)) if hours else ()
    return next((spans for day in days if hours and (spans := spans_on(hours, day, matter.calendar))), [])


def _open_now(said: str, matter: Matter) -> list[str]:
    hours = next((one.hours for one in matter.offices if one.hours is not None), None)
    if hours is None or is_open(hours, matter.at, matter.calendar):
        return []
    return [matter.say("closed_now"), *answer("hours", matter)]


def _on_a_day(said: str, matter: Matter) -> list[str]:
    ahead = next(days for word, days in _DAYS_AHEAD if re.search(word, said))
    names, day = matter.replies.texts("days"), matter.at.astimezone(CHINA).date() + timedelta(days=ahead)
    return hours_on(day.weekday(), matter, named=names[ahead] if ahead < len(names) else "")


def _sent_home(said: str, matter: Matter) -> list[str]:
    channels = matter.guide.channels
    return [matter.say("courier" if channels and channels.courier else "courier_none")]


def _closes(said: str, matter: Matter) -> list[str]:
    spans, office = _spans_of_next_day(matter), next((one for one in matter.offices if one.hours is not None), None)
    if not spans or office is None:
        return []
    return [matter.say("closes", name=plain_name(office.name), time=clock_at(spans[-1][1], matter))]


_EXACT: tuple[tuple[str, re.Pattern[str], Callable[[str, Matter], list[str]]], ...] = (
    ("hours", _NOON, _at_noon),
    ("hours", _CLOSES, _closes),
    ("hours", re.compile("|".join(words for words, _ in _DAYS_AHEAD)), _on_a_day),
    ("hours", _NOW, _open_now),
    ("online", _SENT_HOME, _sent_home),
)


def _same_day(matter: Matter) -> str:
    limits = matter.guide.limits
    limit = (limits.promised or limits.statutory) if limits else None
    if limit is None or any(word in matter.short("time") for word in _AT_ONCE):
        return ""
    if limit.value == 0:
        return matter.say("same_day")
    return matter.say("not_same_day") if limit.value >= _SHORTEST_WAIT[limit.unit] else ""
