"""Where to go: the places of a service, open ones first, and one place with its hours."""

from __future__ import annotations

from datetime import date

from content.hours import is_open, next_opening
from content.model import Guide, Hours, Office
from tvapp.page import Act, Item, Open, Page, choice, fact, passage
from tvapp.scene import Outcome, Scene, say_age, waiting_page
from tvapp.screens.guide import PLACE_MARK, for_guide, phone_of, places_in_notes

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ALL_DAY = "00:00-24:00"
ONLY_OPEN = "only_open"


@for_guide
def build_offices(scene: Scene, guide: Guide, status: str) -> Page:
    """How it can be done without going, then the places, then whom to call."""
    fetched = scene.data.offices(guide.id, scene.region)
    title = scene.say("offices.title", title=guide.title)
    if fetched.value is None and fetched.problem == "loading":
        return waiting_page(scene, title, fetched)
    opened = [(office, _is_open(scene, office)) for office in fetched.value or ()]
    only_open = bool(scene.fields.get(ONLY_OPEN))
    shown = sorted((pair for pair in opened if pair[1] or not only_open), key=lambda pair: not pair[1])
    items = [_office_row(scene, office) for office, _ in shown]
    items = [*_short_place(scene, guide, bool(items)), *items]
    if len(opened) > 1:
        items.append(choice("filter", scene.say("offices.all" if only_open else "offices.only_open"), Act("filter")))
    items += _channels(scene, guide)
    items.append(fact("phone", scene.say("offices.phone"), phone_of(guide)))
    if guide.phones and guide.phones.complaint:
        items.append(fact("complaint", scene.say("offices.complaint"), guide.phones.complaint))
    has_places = bool(opened or places_in_notes(guide))
    entered = scene.say("offices.entered", count=len(opened)) if opened else scene.say("offices.none")
    has_short = bool(guide.short and guide.short.place)
    entered = "" if (has_places or has_short) and not opened else entered
    ask = scene.say("offices.ask", phone=phone_of(guide)) if has_short and not has_places else ""
    age = status if fetched.age_seconds is None else f"{status}　{say_age(scene.words, fetched.age_seconds)}"
    return Page(route=scene.route.text, title=title, items=tuple(items), entered=(entered,), afterwards=ask, status=age)


def answer_offices(scene: Scene, act: Act) -> Outcome | None:
    """The tick 只看现在开门的."""
    if act.name != "filter":
        return None
    only_open = not scene.fields.get(ONLY_OPEN)
    offices = scene.data.offices(scene.route.parameters["id"], scene.region).value or ()
    count = sum(_is_open(scene, office) or not only_open for office in offices)
    said = scene.say("offices.said_only_open" if only_open else "offices.said_all", count=count)
    return Outcome(fields={**scene.fields, ONLY_OPEN: "1" if only_open else ""}, say=(f"{said}。",))


def _short_place(scene: Scene, guide: Guide, has_offices: bool) -> list[Item]:
    answer = guide.short.place if guide.short else ""
    if answer:
        return [passage("place", answer, tone="strong")]
    places = places_in_notes(guide)
    if places:
        return [passage(f"place-{n}", line.removeprefix(PLACE_MARK)) for n, line in enumerate(places)]
    if has_offices:
        return []
    detail = scene.say("offices.none_detail", phone=phone_of(guide))
    return [passage("none", scene.say("offices.none"), detail)]


def _is_open(scene: Scene, office: Office) -> bool:
    return office.hours is not None and is_open(office.hours, scene.now, scene.calendar)


def say_open(scene: Scene, office: Office) -> str:
    """Whether it is open now, and if not, when it opens."""
    if office.hours is None:
        return scene.say("offices.hours_unknown")
    if is_open(office.hours, scene.now, scene.calendar):
        return scene.say("offices.open_now")
    opening = next_opening(office.hours, scene.now, scene.calendar)
    if opening is None:
        return scene.say("offices.closed_now")
    day = "" if opening.date() == scene.now.date() else scene.words.lines("office.weekdays")[opening.weekday()]
    when = f"{day}{opening.hour}:{opening.minute:02d}"
    return scene.say("offices.closed_now") + "，" + scene.say("offices.opens", when=when)


def _office_row(scene: Scene, office: Office) -> Item:
    detail = "　".join(part for part in (office.kind, office.address) if part)
    return choice(office.id, office.name, Open(f"office/{office.id}"), detail=f"{say_open(scene, office)}　{detail}")


def _channels(scene: Scene, guide: Guide) -> list[Item]:
    items = []
    if guide.channels and guide.channels.online:
        items.append(fact("online", scene.say("offices.online"), guide.channels.online.name))
    if guide.channels and guide.channels.terminal:
        items.append(passage("terminal", scene.say("offices.terminal")))
    if guide.channels and guide.channels.courier:
        items.append(passage("courier", scene.say("offices.courier")))
    if guide.booking and guide.booking.required:
        items.append(fact("booking", scene.say("offices.booking"), guide.booking.how))
    return items


def build_office(scene: Scene) -> Page:
    """One place: open now, address, hours of the week, how to get there, phone."""
    wanted = scene.route.parameters["id"]
    fetched = scene.data.office(wanted, scene.region)
    if fetched.value is None:
        return waiting_page(scene, scene.say("office.none"), fetched)
    office = fetched.value
    opened = say_open(scene, office)
    items = [passage("open", opened, tone="good" if opened == scene.say("offices.open_now") else "warning")]
    items.append(passage("kind", office.kind))
    items += [
        fact(key, scene.say(f"office.{key}"), text)
        for key, text in (("address", office.address), ("phone", office.phone))
        if text
    ]
    if office.hours:
        items.append(fact("hours", scene.say("office.hours"), "\n".join(say_hours(scene, office.hours))))
    if office.transit:
        items.append(fact("transit", scene.say("office.transit"), office.transit))
    status = scene.say("rule.example") if office.status == "example" else ""
    age = say_age(scene.words, fetched.age_seconds)
    line = "　".join(part for part in (status, age) if part)
    return Page(route=scene.route.text, title=office.name, items=tuple(items), entered=(office.name,), status=line)


def say_hours(scene: Scene, hours: Hours) -> list[str]:
    """The week in as few lines as possible: days with the same hours together, then holidays and exceptions."""
    names = scene.words.lines("office.weekdays")
    groups: list[tuple[int, int, tuple[str, ...]]] = []
    for day, name in enumerate(WEEKDAYS):
        spans = getattr(hours, name)
        if groups and groups[-1][2] == spans:
            groups[-1] = (groups[-1][0], day, spans)
        else:
            groups.append((day, day, spans))
    lines = []
    for first, last, spans in groups:
        days = names[first] if first == last else scene.say("office.range", first=names[first], last=names[last])
        lines.append(f"{days}：{_say_spans(scene, spans)}")
    lines.append(scene.say(f"office.holidays_{hours.holidays}"))
    for exception in hours.exceptions:
        if exception.date >= scene.now.date().isoformat():
            lines.append(f"{_say_date(exception.date)}：{_say_spans(scene, exception.open)} {exception.note}".rstrip())
    return lines


def _say_spans(scene: Scene, spans: tuple[str, ...]) -> str:
    if not spans:
        return scene.say("office.closed")
    if spans == (ALL_DAY,):
        return scene.say("office.all_day")
    pairs = (span.split("-") for span in spans)
    return "，".join(scene.say("office.span", start=_say_time(start), end=_say_time(end)) for start, end in pairs)


def _say_time(text: str) -> str:
    return text.removeprefix("0")


def _say_date(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"
