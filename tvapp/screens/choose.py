"""Which of a few services was meant: at most three, handed over by whoever opens the screen."""

from __future__ import annotations

from channel_api.answers import DemandDoor
from tvapp.page import Item, Open, Page, choice, passage
from tvapp.scene import Scene
from tvapp.screens.only_there import only_there

SERVICES = "services"  # their names in one text, divided by blanks
DOORS: tuple[DemandDoor, ...] = ("first_choice", "second_choice", "third_choice")


def build(scene: Scene) -> Page:
    """One row a service, in the order given; what this region does not have is left out."""
    names = scene.fields.get(SERVICES, "").split()[: len(DOORS)]
    rows = [row for row in (_row(scene, name, door) for name, door in zip(names, DOORS, strict=False)) if row]
    title = scene.say("choose.title")
    if not rows:
        none = passage("none", scene.say("choose.none"), scene.say("choose.none_detail"))
        search = choice("search", scene.say("choose.search"), Open("search"))
        said = (scene.say("choose.none"),)
        return Page(route="choose", title=title, items=(none, search), entered=said, focus="search")
    said = (scene.say("choose.entered", count=len(rows)),)
    return Page(route="choose", title=title, items=tuple(rows), entered=said)


def _row(scene: Scene, service: str, door: DemandDoor) -> Item | None:
    """While the guide is still on its way its row says so and keeps its place and digit."""
    fetched = scene.data.guide(service, scene.region)
    if fetched.problem == "not_found":
        return None
    label = fetched.value.guide.title if fetched.value else scene.say("waiting.title")
    place = only_there(scene, fetched.value.guide) if fetched.value else ""
    return choice(service, label, Open(f"guide/{service}", door=door), value=place)
