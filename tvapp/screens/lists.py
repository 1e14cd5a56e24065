"""Screens that are plain lists: the services of a topic, notices, hotlines, and what to do in an emergency."""

from __future__ import annotations

from content.model import Hotline
from tvapp.page import Item, Open, Page, choice, passage, under_heading
from tvapp.scene import Scene, say_age, waiting_page


def build_topic(scene: Scene) -> Page:
    """The services of one topic, in the order the server gives them."""
    topic = scene.route.parameters["id"]
    topics = scene.data.topics(scene.region)
    title = next((entry.title for entry in topics.value or () if entry.id == topic), scene.say("home.topics"))
    services = scene.data.services(topic, scene.region)
    if services.value is None:
        return waiting_page(scene, title, services)
    items: list[Item] = [choice(service.id, service.title, Open(f"guide/{service.id}")) for service in services.value]
    if not items:
        items = [passage("empty", scene.say("topic.empty"), scene.say("topic.empty_detail"))]
    entered = scene.say("topic.entered", title=title, count=len(services.value))
    age = say_age(scene.words, services.age_seconds)
    return Page(route=scene.route.text, title=title, items=tuple(items), entered=(entered,), status=age)


def build_notices(scene: Scene) -> Page:
    """Announcements in force, whole."""
    title = scene.say("notices.title")
    notices = scene.data.notices(scene.region)
    if notices.value is None:
        return waiting_page(scene, title, notices)
    items = [passage(notice.id, notice.title, notice.text) for notice in notices.value]
    entered = scene.say("notices.entered", count=len(items)) if items else scene.say("notices.none")
    shown = tuple(items) or (passage("none", scene.say("notices.none")),)
    age = say_age(scene.words, notices.age_seconds)
    return Page(route=scene.route.text, title=title, items=shown, entered=(entered,), status=age)


def build_hotlines(scene: Scene) -> Page:
    """Public telephone numbers, emergencies first."""
    title = scene.say("hotlines.title")
    hotlines = scene.data.hotlines()
    if hotlines.value is None:
        return waiting_page(scene, title, hotlines)
    ordered = sorted(hotlines.value, key=lambda line: (not line.emergency, line.order))
    items = tuple(_hotline_row(line) for line in ordered) or (passage("none", scene.say("hotlines.none")),)
    age = say_age(scene.words, hotlines.age_seconds)
    return Page(route=scene.route.text, title=title, items=items, entered=(scene.say("hotlines.entered"),), status=age)


def _hotline_row(line: Hotline) -> Item:
    return choice(line.number, line.number, Open(f"emergency/{line.number}"), value=line.name, detail=line.hours)


def build_emergency(scene: Scene) -> Page:
    """One number, large, and the first things to do."""
    number = scene.route.parameters["number"]
    hotlines = scene.data.hotlines()
    line = next((entry for entry in hotlines.value or () if entry.number == number), None)
    title = scene.say("emergency.title", name=line.name, number=number) if line else number
    call = passage("call", scene.say("emergency.call", number=number), tone="warning")
    first = [passage(f"first-{n}", step) for n, step in enumerate(line.do_first if line else ())]
    items = (call, *under_heading(scene.say("emergency.first"), first))
    said = (_say_entered(scene, line, number),)
    focus = "first-0" if first else "call"
    return Page(route=scene.route.text, title=title, items=items, entered=said, focus=focus, counts_items=False)


def _say_entered(scene: Scene, line: Hotline | None, number: str) -> str:
    """To call at once where there is danger; a line for questions can wait, and says first what it is for."""
    if line is None or line.emergency:
        return scene.say("emergency.entered", number=number)
    return scene.say("emergency.entered_calm", name=line.name, number=number)
