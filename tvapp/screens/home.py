"""The home screen: every topic as a tile, and the things one needs again and again."""

from __future__ import annotations

from dataclasses import replace

from tvapp.page import Item, Open, Page, choice, passage, under_heading
from tvapp.scene import Scene, say_age, waiting_page

TOOLS = ("search", "case", "scenarios", "region", "notices", "hotlines", "feedback", "settings", "help")


def build(scene: Scene) -> Page:
    """Topics first, in their order; the tools after them. Without topics the tools alone remain."""
    topics = scene.data.topics(scene.region)
    tools = [_tool(scene, name) for name in TOOLS]
    if topics.problem == "not_found":
        return _build_lost(scene, tools)
    if topics.value is None:
        page = waiting_page(scene, scene.say("home.title"), topics)
        kept = [item for item in page.items if item.key not in ("home", "hotlines")]
        tools = [replace(tool, kind="key") for tool in tools]  # no digits yet: they will belong to the topics
        focus = tools[0].key if page.is_waiting else "retry"
        return Page(
            route="home",
            title=page.title,
            items=(*kept, *tools),
            entered=page.entered,
            focus=focus,
            is_waiting=page.is_waiting,
        )
    shown = sorted((topic for topic in topics.value if topic.on_home and topic.count), key=lambda topic: topic.order)
    tiles = [
        Item(
            key=f"topic-{topic.id}",
            kind="tile",
            label=topic.title,
            speech=scene.say("home.topic_spoken", title=topic.title, count=topic.count),
            action=Open(f"topic/{topic.id}"),
        )
        for topic in shown
    ]
    if not tiles:
        empty = scene.say("home.empty_detail")
        tiles = [Item(key="empty", kind="text", label=scene.say("home.empty"), detail=empty)]
    place = "" if scene.has_region else scene.say("home.no_region")
    status = "　".join(part for part in (place, say_age(scene.words, topics.age_seconds)) if part)
    entered = (scene.say("home.entered"), *((place,) if place else ()))
    items = (*tiles, *under_heading(scene.say("home.tools"), tools))
    return Page(route="home", title=scene.say("home.title"), items=items, entered=entered, status=status)


def _build_lost(scene: Scene, tools: list[Item]) -> Page:
    """The chosen region does not exist on this server: the first thing to do is to choose another."""
    title = scene.say("home.lost")
    items = (
        passage("lost", title, scene.say("home.lost_detail"), tone="warning"),
        choice("region", scene.say("home.region"), Open("region")),
        *[tool for tool in tools if tool.key != "tool-region"],
    )
    return Page(route="home", title=scene.say("home.title"), items=items, entered=(title,), focus="region")


def _tool(scene: Scene, name: str) -> Item:
    count = len(scene.followed)
    tile = Item(key=f"tool-{name}", kind="tile", label=scene.say(f"home.{name}"), action=Open(name))
    if name != "case" or not count:
        return tile
    label, said = scene.say("home.case_followed", count=count), scene.say("home.case_followed_spoken", count=count)
    return replace(tile, label=label, speech=said)
