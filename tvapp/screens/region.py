"""Choosing where one lives: province, city, district, each a list."""

from __future__ import annotations

from dataclasses import replace

from content.model import NATIONAL_REGION, Region
from tvapp.page import Act, Item, Page, choice
from tvapp.scene import Outcome, Scene, say_age, waiting_page

PARENT, NAME = "parent", "name"  # the place whose parts are listed


def build(scene: Scene) -> Page:
    """The places inside the one chosen so far; one can also stop at a province or a city."""
    parent = scene.fields.get(PARENT, NATIONAL_REGION)
    title = scene.say("region.title")
    regions = scene.data.regions(parent)
    if regions.value is None:
        return waiting_page(scene, title, regions)
    here = scene.data.region(parent).value if parent != NATIONAL_REGION else None
    name = here.name if here else scene.fields.get(NAME, "")
    items = [
        Item(key=region.code, kind="tile", label=region.name, action=Act("enter", region.code))
        for region in regions.value
    ]
    if parent == NATIONAL_REGION:
        whole = choice("nationwide", scene.say("region.nationwide"), Act("choose", NATIONAL_REGION))
    else:
        whole = choice("this", scene.say("region.choose_this", name=name), Act("choose", parent))
    current = scene.say("region.current", name=scene.region_name) if scene.has_region else scene.say("home.no_region")
    age = say_age(scene.words, regions.age_seconds)
    status = "　".join(part for part in (current, age) if part)
    entered = (scene.say("region.inside" if name else "region.entered", name=name),)
    focus = items[0].key if items else whole.key  # most people live in one of the places listed
    title = f"{title}　{name}" if name else title
    return Page(route="region", title=title, items=(whole, *items), entered=entered, status=status, focus=focus)


def answer(scene: Scene, act: Act) -> Outcome | None:
    """Goes one level down, or chooses; BACK goes one level up before it leaves."""
    if act.name == "enter":
        inside = scene.data.regions(act.value).value
        is_last = inside == () or (inside is None and _is_district(scene, act.value))
        if is_last:
            return _choose(scene, act.value)
        name = _name(scene, act.value)
        return Outcome(fields={PARENT: act.value, NAME: name}, say=(f"{name}。",), focus="first")
    if act.name == "choose":
        return _choose(scene, act.value)
    parent = scene.data.region(scene.fields.get(PARENT, NATIONAL_REGION)).value
    if act.name == "back" and parent is not None and parent.parent:
        return Outcome(fields={PARENT: parent.parent}, focus=parent.code)
    return None


def _is_district(scene: Scene, code: str) -> bool:
    """Nearly always the last level, so one need not wait to learn that there is nothing inside."""
    around = scene.data.regions(scene.fields.get(PARENT, NATIONAL_REGION)).value or ()
    return any(region.code == code and region.level == "district" for region in around)


def _choose(scene: Scene, code: str) -> Outcome:
    return Outcome(
        memory=replace(scene.memory, region=code),
        back=True,
        fields={},
        say=(scene.say("region.chosen", name=_name(scene, code)) + "。",),
    )


def _name(scene: Scene, code: str) -> str:
    """As it stands in the list it was chosen from: the place by itself may still have to be fetched."""
    listed = scene.data.regions(scene.fields.get(PARENT, NATIONAL_REGION)).value or ()
    region: Region | None = next((one for one in listed if one.code == code), None) or scene.data.region(code).value
    return region.name if region else scene.say("unknown_region")
