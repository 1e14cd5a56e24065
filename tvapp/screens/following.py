"""The cases a household follows, as a list in front of the case screen: last four characters, nothing else of them."""

from __future__ import annotations

from tvapp.followed import tail_of
from tvapp.page import Act, Item, Page, choice
from tvapp.scene import Scene
from tvapp.voice_link import read_digits


def build_list(scene: Scene, title: str) -> Page:
    """One row a case; the last leads to typing another number."""
    rows = [_row(scene, number, place) for place, number in enumerate(scene.followed)]
    other = choice("other", scene.say("case.followed_other"), Act("other"))
    return Page(route="case", title=title, items=(*rows, other), entered=(entered(scene),), focus=rows[0].key)


def entered(scene: Scene) -> str:
    """How many there are."""
    return scene.say("case.followed_entered", count=len(scene.followed))


def tail(scene: Scene, number: str) -> str:
    """What is shown of a number."""
    return scene.say("case.tail", tail=tail_of(number))


def spoken_tail(scene: Scene, number: str) -> str:
    """What is said of it, digit by digit."""
    return scene.say("case.tail_spoken", tail=read_digits(tail_of(number)))


def _row(scene: Scene, number: str, place: int) -> Item:
    said = spoken_tail(scene, number)
    return choice(f"followed-{place}", tail(scene, number), Act("followed", str(place)), speech=said)
