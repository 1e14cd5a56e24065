"""Rules of what is no guide: offices and their hours, hotlines, notices, scenarios, calendars. They always bind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import Any

from content.faults import Fault, quote
from content.hours import WEEKDAYS, parse_spans
from content.model import CalendarYear, Hotline, Hours, Notice, Office, Scenario
from content.rules import find_phone_faults, parse_date
from content.rules_text import find_careless_writing, find_unspeakable

EXAMPLE_OFFICE_NAME = "示例网点"
EXAMPLE_OFFICE_PHONE = "12345"
MOST_ANSWERS = 5  # chosen with one number key, heard once and remembered
_STREET_NUMBER = re.compile(r"[\d一二三四五六七八九十百]+(?:号(?!线)|弄|幢|室)")
_CHINA_LATITUDES, _CHINA_LONGITUDES = (3.0, 54.0), (73.0, 136.0)  # degrees, with the islands of the south
_SATURDAY = 5


def find_place_faults(value: Any) -> Iterator[Fault]:
    """The rules of the kind of this object; none for kinds without rules of their own."""
    rule = _RULES.get(type(value))
    if rule:
        yield from rule(value)
        yield from find_careless_writing(value)


def _office(office: Office) -> Iterator[Fault]:
    if office.status == "example":
        if not office.name.startswith(EXAMPLE_OFFICE_NAME):
            yield Fault("example_office_name", "name", {"name": quote(office.name), "wanted": EXAMPLE_OFFICE_NAME})
        if office.phone != EXAMPLE_OFFICE_PHONE:
            yield Fault("example_office_phone", "phone", {"wanted": EXAMPLE_OFFICE_PHONE})
        if _STREET_NUMBER.search(office.address):
            yield Fault("example_office_street", "address", {"address": quote(office.address)})
    elif not office.sources:
        yield Fault("no_source", "sources")
    yield from find_phone_faults("phone", office.phone)
    if office.hours:
        yield from (fault.under("hours") for fault in _hours(office.hours))
    yield from _position(office)


def _position(office: Office) -> Iterator[Fault]:
    if (office.lat is None) != (office.lng is None):
        yield Fault("half_a_position", "lat" if office.lat is not None else "lng")
    for key, degrees, (least, most) in (
        ("lat", office.lat, _CHINA_LATITUDES),
        ("lng", office.lng, _CHINA_LONGITUDES),
    ):
        if degrees is not None and not least <= degrees <= most:  # not a number is not within either
            yield Fault("position_outside", key, {"least": f"{least:g}", "most": f"{most:g}"})


def _hours(hours: Hours) -> Iterator[Fault]:
    days = [(name, getattr(hours, name)) for name in WEEKDAYS]
    days += [(f"exceptions[{position}].open", day.open) for position, day in enumerate(hours.exceptions)]
    for key, spans in days:
        if parse_spans(spans) is None:
            yield Fault("hours_span", key, {"text": quote("、".join(spans))})
    if not any(getattr(hours, name) for name in WEEKDAYS):
        yield Fault("never_open", "")
    seen: set[str] = set()
    for position, exception in enumerate(hours.exceptions):
        if exception.date in seen:
            yield Fault("day_twice", f"exceptions[{position}].date", {"day": exception.date})
        seen.add(exception.date)


def _hotline(hotline: Hotline) -> Iterator[Fault]:
    yield from find_phone_faults("number", hotline.number)
    if hotline.emergency and not hotline.do_first:
        yield Fault("missing_part", "do_first")
    for position, text in enumerate(hotline.do_first):
        yield from find_unspeakable(f"do_first[{position}]", text)


def _notice(notice: Notice) -> Iterator[Fault]:
    if not notice.text:
        yield Fault("missing_part", "text")
    start, end = parse_date(notice.start), parse_date(notice.end)
    if start and end and end < start:
        yield Fault("ends_before_it_starts", "end", {"start": notice.start})


def _calendar_year(year: CalendarYear) -> Iterator[Fault]:
    if year.published and year.source is None:
        yield Fault("no_source", "source")
    for key, texts in (("holidays", year.holidays), ("workdays", year.workdays)):
        for position, text in enumerate(texts):
            yield from _calendar_day(f"{key}[{position}]", text, year.year, is_workday=key == "workdays")
            if text in texts[:position] or (key == "workdays" and text in year.holidays):
                yield Fault("day_twice", f"{key}[{position}]", {"day": text})


def _calendar_day(key: str, text: str, year: int, *, is_workday: bool) -> Iterator[Fault]:
    day: date | None = parse_date(text)
    if day is None:
        yield Fault("date_form", key, {"text": quote(text)})
    elif day.year != year:
        yield Fault("day_of_another_year", key, {"day": text, "year": str(year)})
    elif is_workday and day.weekday() < _SATURDAY:
        yield Fault("workday_is_no_weekend", key, {"day": text})


def _scenario(scenario: Scenario) -> Iterator[Fault]:
    if not scenario.questions:
        yield Fault("missing_part", "questions")
        return
    ids = [*(question.id for question in scenario.questions), *(outcome.id for outcome in scenario.outcomes)]
    for position, question in enumerate(scenario.questions):
        if not 2 <= len(question.answers) <= MOST_ANSWERS:
            values = {"count": str(len(question.answers)), "most": str(MOST_ANSWERS)}
            yield Fault("number_of_answers", f"questions[{position}].answers", values)
        yield from find_unspeakable(f"questions[{position}].text", question.text)
    for name in dict.fromkeys(ids):
        if ids.count(name) > 1:
            yield Fault("part_twice", "questions", {"id": name})
    yield from _paths(scenario)


def _paths(scenario: Scenario) -> Iterator[Fault]:
    """Every part can be reached, and no path comes back to a question it has passed."""
    leads_to = {question.id: [answer.leads_to for answer in question.answers] for question in scenario.questions}
    reached = [scenario.questions[0].id]
    for name in reached:  # grows while it is walked
        reached += dict.fromkeys(target for target in leads_to.get(name, []) if target not in reached)
    for key, ids in (
        ("questions", [question.id for question in scenario.questions]),
        ("outcomes", [outcome.id for outcome in scenario.outcomes]),
    ):
        for position, name in enumerate(ids):
            if name not in reached:
                yield Fault("never_reached", f"{key}[{position}]", {"id": name})
    try:
        TopologicalSorter(leads_to).prepare()
    except CycleError as error:
        yield Fault("scenario_loop", "questions", {"path": " → ".join(error.args[1])})


_RULES: Mapping[type, Callable[[Any], Iterator[Fault]]] = {
    Office: _office,
    Hotline: _hotline,
    Notice: _notice,
    CalendarYear: _calendar_year,
    Scenario: _scenario,
}
