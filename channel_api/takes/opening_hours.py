"""The hours of an office in a few lines. Pure."""

from __future__ import annotations

from channel_api.takes.words import TakeWords
from content.hours import WEEKDAYS
from content.model import Hours

ALL_DAY = ("00:00-24:00",)


def say_hours(hours: Hours, words: TakeWords) -> tuple[str, ...]:
    """Days with the same hours together, days without left out, then what holidays mean."""
    groups: list[tuple[int, int, tuple[str, ...]]] = []
    for day, name in enumerate(WEEKDAYS):
        spans: tuple[str, ...] = getattr(hours, name)
        if groups and groups[-1][2] == spans:
            groups[-1] = (groups[-1][0], day, spans)
        else:
            groups.append((day, day, spans))
    lines = [
        words.hours["day"].format(days=_say_days(first, last, words), spans=_say_spans(spans, words))
        for first, last, spans in groups
        if spans
    ]
    holidays = words.hours[f"{hours.holidays}_on_holidays"]
    return (*(lines or [words.hours["closed"]]), holidays)


def _say_days(first: int, last: int, words: TakeWords) -> str:
    names = words.weekdays
    return names[first] if first == last else words.hours["range"].format(first=names[first], last=names[last])


def _say_spans(spans: tuple[str, ...], words: TakeWords) -> str:
    if spans == ALL_DAY:
        return words.hours["all_day"]
    pairs = (span.split("-") for span in spans)
    said = (words.hours["span"].format(start=_clock_time(start), end=_clock_time(end)) for start, end in pairs)
    return "，".join(said)


def _clock_time(text: str) -> str:
    return text.removeprefix("0")
