"""What a screen is built from, and what it may ask the television to do. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from content.calendar import Calendar
from content.model import NATIONAL_REGION, Region
from tvapp.fetched import Data, Fetched
from tvapp.followed import Followed
from tvapp.memory import Memory
from tvapp.page import Act, Item, Open, Page, Press, choice, passage
from tvapp.remote import Profile, Source
from tvapp.routes import Route
from tvapp.words import Words

MINUTE, HOUR, DAY = 60, 3600, 86400


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything a screen looks at. `fields` is what was typed or ticked on this visit of the screen; `remote_source`
    says where keys come from; `followed` are case numbers the household follows, where it `can_follow` any; `text_size`
    is the one in sight, empty where the settings cannot change it; `hears_by` names what listens, if anything."""

    route: Route
    data: Data
    words: Words
    memory: Memory
    region_name: str
    now: datetime
    calendar: Calendar
    fields: Mapping[str, str] = field(default_factory=dict)
    remote_source: Source = "terminal"
    followed: Followed = ()
    can_follow: bool = False
    text_size: str = ""
    hears_by: str = ""

    @property
    def region(self) -> str:
        """Where the household lives."""
        return self.memory.region

    def say(self, key: str, **values: object) -> str:
        """A text of the words file."""
        return self.words.text(key, **values)

    @property
    def has_region(self) -> bool:
        """Whether the household said where it lives."""
        return self.region != NATIONAL_REGION


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a choice leads to; the television carries it out in this order."""

    fields: Mapping[str, str] | None = None
    memory: Memory | None = None
    taught: Profile | None = None
    followed: Followed | None = None
    replace: str = ""
    back: bool = False
    focus: str = ""
    say: tuple[str, ...] = ()


def name_of_place(words: Words, region: Fetched[Region]) -> str:
    """What the title line says about where one is; nothing while that is not known yet."""
    if region.value is not None:
        return region.value.name
    return words.text("unknown_region") if region.problem == "not_found" else ""


def say_age(words: Words, age_seconds: float | None) -> str:
    """How old what is shown is, in words; empty where it is fresh."""
    if age_seconds is None:
        return ""
    for unit, seconds in (("days", DAY), ("hours", HOUR), ("minutes", MINUTE)):
        if age_seconds >= seconds:
            return words.text(f"age.{unit}", count=int(age_seconds // seconds))
    return words.text("age.now")


def waiting_page(scene: Scene, title: str, fetched: Fetched[Any]) -> Page:
    """The page for data that is not there: what happened, and what can be done; always something to choose."""
    if fetched.problem == "loading":
        item = choice("home", scene.say("go_home"), Press("HOME"))
        text = passage("wait", scene.say("waiting.title"), scene.say("waiting.detail"))
        said = (scene.say("waiting.title"),)
        return Page(
            route=scene.route.text, title=title, items=(text, item), entered=said, is_waiting=True, focus="home"
        )
    what = scene.say(f"problem.{fetched.problem}.title")
    items: list[Item] = [
        passage("problem", what, scene.say(f"problem.{fetched.problem}.detail"), tone="warning"),
        choice("retry", scene.say("retry"), Act("retry")),
        choice("hotlines", scene.say("home.hotlines"), Open("hotlines")),
        choice("home", scene.say("go_home"), Press("HOME")),
    ]
    return Page(route=scene.route.text, title=title, items=tuple(items), entered=(what,), focus="retry")
