"""A guide: the short answers first, each leading to its part; and what every part shares."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from content.inheritance import GuideInForce
from content.model import NATIONAL_REGION, Guide, Limit
from tvapp.page import Item, Open, Page, choice
from tvapp.scene import Scene, say_age, waiting_page
from tvapp.screens.only_there import only_there

SHORT_ANSWERS = (
    ("time", "fees"),
    ("fee", "fees"),
    ("place", "offices"),
    ("materials", "materials"),
    ("visits", "fees"),
)
FALLBACK_PHONE = "12345"
ASKED = "asked"  # the field that tells which of several answers on one screen was chosen: it gets the focus
PLACE_MARK = "办理地点："  # begins the lines that the import of items writes into notes


def phone_of(guide: Guide) -> str:
    """Whom to call about this service."""
    return (guide.phones.consult if guide.phones else "") or FALLBACK_PHONE


def guide_status(scene: Scene, in_force: GuideInForce, age_seconds: float | None) -> str:
    """Whose rule is shown, whether it is only an example, and how old it is."""
    guide = in_force.guide
    nearest = in_force.most_local_region
    region = scene.data.region(nearest).value
    name = region.name if region else nearest
    national = "rule.national" if scene.has_region else "rule.no_region"
    rule = scene.say(national) if nearest == NATIONAL_REGION else scene.say("rule.local", region=name)
    rule = only_there(scene, guide) or rule
    example = scene.say("rule.example") if guide.status == "example" else ""
    checked = scene.say("rule.checked", date=guide.sourced_on) if guide.sourced_on and not example else ""
    return "　".join(part for part in (example, rule, checked, say_age(scene.words, age_seconds)) if part)


GuideBuild = Callable[[Scene, Guide, str], Page]


def for_guide(build_part: GuideBuild) -> Callable[[Scene], Page]:
    """A screen that needs the guide and its status line; without the guide it says why there is none."""

    @wraps(build_part)
    def build(scene: Scene) -> Page:
        fetched = scene.data.guide(scene.route.parameters["id"], scene.region)
        if fetched.value is None:
            return waiting_page(scene, scene.say("home.title"), fetched)
        return build_part(scene, fetched.value.guide, guide_status(scene, fetched.value, fetched.age_seconds))

    return build


@for_guide
def build(scene: Scene, guide: Guide, status: str) -> Page:
    """The five short answers, each leading to its part, then the other parts."""
    base = f"guide/{guide.id}"
    items = [_short_answer(scene, guide, name, f"{base}/{part}") for name, part in SHORT_ANSWERS]
    steps = scene.say("guide.steps_value", count=len(guide.steps)) if guide.steps else scene.say("not_published")
    items.append(choice("steps", scene.say("guide.steps"), Open(f"{base}/steps/1"), value=steps))
    conditions = scene.say("guide.conditions_value")
    items.append(choice("conditions", scene.say("guide.conditions"), Open(f"{base}/conditions"), value=conditions))
    if guide.faq:
        count = scene.say("guide.faq_value", count=len(guide.faq))
        items.append(choice("faq", scene.say("guide.faq"), Open(f"{base}/faq"), value=count))
    items.append(choice("hotlines", scene.say("guide.phone"), Open("hotlines"), value=phone_of(guide)))
    take = Open(f"{base}/take")
    items.append(choice("take", scene.say("guide.take"), take, value=scene.say("guide.take_value")))
    about = (("service", guide.id), ("title", guide.title))
    wrong = Open("feedback", (*about, ("kind", "guide_wrong")))
    items.append(choice("wrong", scene.say("guide.wrong"), wrong, value=scene.say("guide.wrong_value")))
    items.append(choice("rate", scene.say("guide.rate"), Open("rate", about), value=scene.say("guide.rate_value")))
    return Page(
        route=scene.route.text,
        title=guide.title,
        items=tuple(items),
        entered=tuple(filter(None, (guide.title, only_there(scene, guide)))),
        afterwards=scene.say("rule.example_spoken") if guide.status == "example" else "",
        status=status,
    )


def _short_answer(scene: Scene, guide: Guide, name: str, route: str) -> Item:
    written = getattr(guide.short, name) if guide.short else ""
    answer = written or _fallback(scene, guide, name) or scene.say("not_published")
    return choice(name, scene.say(f"guide.{name}"), Open(route, ((ASKED, name),)), value=answer)


def _fallback(scene: Scene, guide: Guide, name: str) -> str:
    """What imported items do say where nobody wrote a short answer; empty where they say nothing."""
    limit = guide.limits and (guide.limits.promised or guide.limits.statutory)
    if name == "time" and limit:
        return say_limit(scene, limit)
    if name == "visits" and guide.visits:
        count = guide.visits.count
        return scene.say("fees.visits_value", count=count) if count else scene.say("fees.visits_none")
    if name == "materials" and guide.materials:
        return scene.say("materials.named", count=len(guide.materials))
    if name == "place" and places_in_notes(guide):
        return scene.say("guide.see")
    return ""


def places_in_notes(guide: Guide) -> list[str]:
    """Where to go, as lists of items tell it: one window a line, in one text, without opening hours."""
    return [line for line in guide.notes.split("\n") if line.startswith(PLACE_MARK)]


def say_limit(scene: Scene, limit: Limit) -> str:
    """A limit in words."""
    if limit.value == 0:
        return scene.say("fees.at_once")
    return scene.say(f"fees.units.{limit.unit}", value=limit.value) + (f"，{limit.note}" if limit.note else "")
