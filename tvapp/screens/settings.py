"""Settings of this television."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from tvapp.memory import EDGES, THEMES, Memory
from tvapp.page import Act, Item, Open, Page, choice, passage
from tvapp.scene import Outcome, Scene

T = TypeVar("T")


def build(scene: Scene) -> Page:
    """Each setting with what it is now; OK goes on to the next of its values."""
    memory = scene.memory
    items = (
        choice("region", scene.say("settings.region"), Open("region"), value=scene.region_name),
        _switch(scene, "captions", scene.say("settings.on" if memory.captions else "settings.off")),
        _switch(scene, "hints", scene.say("settings.on" if memory.hints else "settings.off")),
        _switch(scene, "theme", scene.say(f"settings.themes.{memory.theme}")),
        replace(
            _switch(scene, "edges", scene.say("settings.edges_value", percent=memory.edge_percent)),
            detail=scene.say("settings.edges_detail"),
        ),
        choice("remote", scene.say("settings.remote"), Open("settings/remote")),
        passage("text_size", scene.say("settings.text_size"), scene.say("settings.text_size_detail")),
        choice("forget", scene.say("settings.forget"), Act("forget"), detail=scene.say("settings.forget_detail")),
        choice("help", scene.say("home.help"), Open("help")),
    )
    title = scene.say("settings.title")
    return Page(route="settings", title=title, items=items, entered=(scene.say("settings.entered"),))


def _switch(scene: Scene, name: str, value: str) -> Item:
    return choice(name, scene.say(f"settings.{name}"), Act("switch", name), value=value)


def answer(scene: Scene, act: Act) -> Outcome | None:
    """Switches one setting, or forgets everything."""
    if act.name == "forget":
        return Outcome(memory=Memory(), say=(scene.say("settings.said_forget") + "。",))
    if act.name != "switch":
        return None
    memory = _switched(scene.memory, act.value)
    now = next(item for item in build(replace(scene, memory=memory)).items if item.key == act.value)
    return Outcome(memory=memory, say=(scene.say("settings.said", value=now.value) + "。",))


def _switched(memory: Memory, name: str) -> Memory:
    if name == "captions":
        return replace(memory, captions=not memory.captions)
    if name == "hints":
        return replace(memory, hints=not memory.hints)
    if name == "theme":
        return replace(memory, theme=_after(THEMES, memory.theme))
    return replace(memory, edge_percent=_after(EDGES, memory.edge_percent))


def _after(values: Sequence[T], now: T) -> T:
    """The next value; after the last comes the first."""
    return values[(values.index(now) + 1) % len(values)]
