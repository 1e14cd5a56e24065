"""The step player: one step of a guide at a time."""

from __future__ import annotations

from content.model import Guide
from tvapp.page import Page, Replace, choice, passage
from tvapp.scene import Scene
from tvapp.screens.guide import for_guide, phone_of


@for_guide
def build_step(scene: Scene, guide: Guide, status: str) -> Page:
    """One step at a time; the first focus is the step itself, so that OK says it again."""
    title = scene.say("steps.title", title=guide.title)
    count = len(guide.steps)
    if not count:
        detail = scene.say("steps.none_detail", phone=phone_of(guide))
        none = passage("none", scene.say("steps.none"), detail)
        return Page(
            route=scene.route.text, title=title, items=(none,), entered=(scene.say("steps.none"),), status=status
        )
    wanted = scene.route.parameters["n"]
    number = min(max(int(wanted) if wanted.isdecimal() else 1, 1), count)
    step = guide.steps[number - 1]
    key = "steps.number_last" if number == count else "steps.number"
    where = scene.say(key, number=number, count=count)
    base = f"guide/{guide.id}"
    items = [passage("step", f"{number}. {step.title}", step.detail, tone="strong", speech=step.speech or step.title)]
    if number < count:
        items.append(choice("next", scene.say("steps.next"), Replace(f"{base}/steps/{number + 1}")))
    else:
        items.append(choice("materials", scene.say("steps.done"), Replace(f"{base}/materials")))
    if number > 1:
        items.append(choice("previous", scene.say("steps.previous"), Replace(f"{base}/steps/{number - 1}")))
    focus = "next" if number < count else "materials"
    said = f"{where}，{step.speech or step.title}"
    return Page(
        route=scene.route.text,
        title=title,
        items=tuple(items),
        entered=(said,),
        status=status,
        focus=focus,
        counts_items=False,
    )
