"""Settings of this television: how it looks, how it sounds, and what it remembers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from tvapp.adjusting import ADJUSTMENTS, adjust, said_of
from tvapp.memory import EDGES, THEMES, VOICES, Memory
from tvapp.page import Act, Item, Open, Page, choice, passage, under_heading
from tvapp.scene import Outcome, Scene

T = TypeVar("T")

ASKS = "asks"  # whether everything is about to be forgotten


def build(scene: Scene) -> Page:
    """Each setting with what it is now; OK goes on to the next of its values, or one step."""
    if scene.fields.get(ASKS):
        return _build_question(scene)
    items = (
        *under_heading(scene.say("settings.look"), _look(scene)),
        *under_heading(scene.say("settings.listen"), _listen(scene)),
        *under_heading(scene.say("settings.other"), _other(scene)),
    )
    title = scene.say("settings.title")
    return Page(route="settings", title=title, items=items, entered=(scene.say("settings.entered"),))


def _look(scene: Scene) -> list[Item]:
    memory = scene.memory
    how = passage("text_size", scene.say("settings.text_size"), scene.say("settings.text_size_detail"))
    sizes = [_step(scene, name) for name in ("bigger", "smaller") if scene.text_size]
    return [
        *sizes,
        _switch(scene, "theme", scene.say(f"settings.themes.{memory.theme}")),
        _switch(scene, "captions", _on_or_off(scene, memory.captions)),
        *(() if sizes else (how,)),
    ]


def _listen(scene: Scene) -> list[Item]:
    memory = scene.memory
    ears = [passage("hears", scene.say("settings.hears"), scene.hears_by)] if scene.hears_by else []
    return [
        _switch(scene, "speech", _on_or_off(scene, memory.speech_on)),
        *(_step(scene, name) for name in ("slower", "faster", "louder", "quieter")),
        _switch(scene, "voice", scene.say(f"settings.voices.{memory.voice}")),
        *ears,
    ]


def _other(scene: Scene) -> list[Item]:
    edges = _switch(scene, "edges", scene.say("settings.edges_value", percent=scene.memory.edge_percent))
    return [
        choice("region", scene.say("settings.region"), Open("region"), value=scene.region_name),
        _switch(scene, "hints", _on_or_off(scene, scene.memory.hints)),
        replace(edges, detail=scene.say("settings.edges_detail")),
        choice("remote", scene.say("settings.remote"), Open("settings/remote")),
        choice("forget", scene.say("settings.forget"), Act("forget")),
        choice("help", scene.say("home.help"), Open("help")),
    ]


def _build_question(scene: Scene) -> Page:
    """Before everything is forgotten; a second press of a trembling finger forgets nothing."""
    items = (
        passage("sure", scene.say("settings.forget_sure"), scene.say("settings.forget_sure_detail"), tone="warning"),
        choice("keep", scene.say("settings.forget_keep"), Act("keep")),
        choice("forget_all", scene.say("settings.forget_all"), Act("forget_all")),
    )
    said = (scene.say("settings.forget_sure"), scene.say("settings.forget_sure_detail"))
    return Page(route="settings", title=scene.say("settings.forget"), items=items, entered=said, focus="keep")


def _on_or_off(scene: Scene, is_on: bool) -> str:
    return scene.say("settings.on" if is_on else "settings.off")


def _switch(scene: Scene, name: str, value: str) -> Item:
    return choice(name, scene.say(f"settings.{name}"), Act("switch", name), value=value)


def _step(scene: Scene, name: str) -> Item:
    """One of a pair: the first of a pair says what it is now."""
    setting = ADJUSTMENTS[name].setting
    now = scene.text_size if setting == "text_size" else getattr(scene.memory, setting)
    value = scene.say(f"settings.{setting}_values.{now}")
    return choice(name, scene.say(f"settings.{name}"), Act("adjust", name), value=value)


def answer(scene: Scene, act: Act) -> Outcome | None:
    """Changes one setting and says what it is now, or asks before it forgets everything, then does."""
    if act.name == "adjust":
        memory = adjust(scene.memory, act.value, text_size=scene.text_size)
        said = said_of(act.value, scene.memory, memory, scene.words, text_size=scene.text_size)
        return Outcome(memory=memory, say=(said,))
    if act.name == "switch":
        memory = _switched(scene.memory, act.value)
        now = next(item for item in build(replace(scene, memory=memory)).items if item.key == act.value)
        return Outcome(memory=memory, say=(scene.say("settings.said", value=now.value) + "。",))
    if act.name == "forget":
        said = scene.say("settings.forget_sure")
        return Outcome(fields={ASKS: "1"}, focus="keep", say=(said, scene.say("settings.forget_sure_detail")))
    if act.name == "forget_all":
        said = scene.say("settings.said_forget") + "。"
        return Outcome(fields={}, memory=scene.memory.forgotten(), followed=(), focus="forget", say=(said,))
    is_asked = bool(scene.fields.get(ASKS))  # BACK means no as well
    return Outcome(fields={}, focus="forget", say=(scene.say("settings.said_kept") + "。",)) if is_asked else None


def _switched(memory: Memory, name: str) -> Memory:
    if name == "captions":
        return replace(memory, captions=not memory.captions)
    if name == "hints":
        return replace(memory, hints=not memory.hints)
    if name == "speech":
        return replace(memory, speech_on=not memory.speech_on)
    if name == "voice":
        return replace(memory, voice=_after(VOICES, memory.voice))
    if name == "theme":
        return replace(memory, theme=_after(THEMES, memory.theme))
    return replace(memory, edge_percent=_after(EDGES, memory.edge_percent))


def _after(values: Sequence[T], now: T) -> T:
    """The next value; after the last comes the first."""
    return values[(values.index(now) + 1) % len(values)]
