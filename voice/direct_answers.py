"""Exactly what was asked, and yes or no first, where the guide tells it: 当天能拿到吗, 中午有人吗, 能寄到家吗. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from content.hours import CHINA, DAYS_TO_LOOK_AHEAD, Span, is_open, spans_on
from voice.guide_answers import Matter, answer, clock_at, hours_on, plain_name
from voice.intents import Intent

_NOON_MINUTE = 12 * 60 + 30
_AT_ONCE = ("当场", "当天", "马上", "现场", "立等")
_SHORTEST_WAIT = {"minute": 1440, "working_day": 2, "calendar_day": 2, "month": 1}  # what is no longer the same day


def directly(intent: Intent, matter: Matter) -> str:
    """The sentence that says yes or no; empty where nobody asked for one, or the guide does not tell."""
    detail, visits = intent.text("detail"), matter.guide.visits
    if detail == "same_day":
        return _same_day(matter)
    if detail == "one_visit" and visits and visits.count:
        return matter.say("one_visit" if visits.count == 1 else "more_visits")
    return ""


def exactly(intent: Intent, matter: Matter) -> list[str]:
    """The whole answer to one certain question; empty where nobody asked it, or nobody wrote what answers it."""
    tell = _EXACT.get(intent.text("detail"))
    return tell(intent, matter) if tell else []


def _at_noon(intent: Intent, matter: Matter) -> list[str]:
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


def _open_now(intent: Intent, matter: Matter) -> list[str]:
    hours = next((one.hours for one in matter.offices if one.hours is not None), None)
    if hours is None or is_open(hours, matter.at, matter.calendar):
        return []
    return [matter.say("closed_now"), *answer("hours", matter)]


def _on_a_day(intent: Intent, matter: Matter) -> list[str]:
    ahead = intent.number("ahead")
    names, day = matter.replies.texts("days"), matter.at.astimezone(CHINA).date() + timedelta(days=ahead)
    return hours_on(day.weekday(), matter, named=names[ahead] if ahead < len(names) else "")


def _sent_home(intent: Intent, matter: Matter) -> list[str]:
    channels = matter.guide.channels
    return [matter.say("courier" if channels and channels.courier else "courier_none")]


def _closes(intent: Intent, matter: Matter) -> list[str]:
    spans, office = _spans_of_next_day(matter), next((one for one in matter.offices if one.hours is not None), None)
    if not spans or office is None:
        return []
    return [matter.say("closes", name=plain_name(office.name), time=clock_at(spans[-1][1], matter))]


_EXACT: dict[str, Callable[[Intent, Matter], list[str]]] = {
    "noon": _at_noon,
    "closes": _closes,
    "ahead": _on_a_day,
    "now": _open_now,
    "by_post": _sent_home,
}


def _same_day(matter: Matter) -> str:
    limits = matter.guide.limits
    limit = (limits.promised or limits.statutory) if limits else None
    if limit is None or any(word in matter.short("time") for word in _AT_ONCE):
        return ""
    if limit.value == 0:
        return matter.say("same_day")
    return matter.say("not_same_day") if limit.value >= _SHORTEST_WAIT[limit.unit] else ""
