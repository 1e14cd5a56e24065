"""Three screens at the very first start: what this is, which keys to press, and where one lives."""

from __future__ import annotations

from dataclasses import replace

from tvapp.memory import Memory
from tvapp.page import Act, Page, choice, passage
from tvapp.scene import Outcome, Scene

WELCOME = "welcome"
AT = "at"


def build(scene: Scene) -> Page:
    """One page at a time; the last leads to the choice of a region."""
    texts = scene.words.lines("welcome.pages")
    at = int(scene.fields.get(AT, "0"))
    is_last = at == len(texts) - 1
    rows = [choice(f"next-{at}", scene.say("welcome.next"), Act("next"))]
    if is_last:
        region = choice("region", scene.say("welcome.region"), Act("region"))
        rows = [region, choice("skip", scene.say("welcome.skip"), Act("skip"))]
    text = passage(f"text-{at}", texts[at], tone="strong")
    return Page(
        route=WELCOME,
        title=scene.say("welcome.title"),
        items=(text, *rows),
        entered=(texts[at],),
        focus=rows[0].key,
        counts_items=False,
    )


def answer(scene: Scene, act: Act) -> Outcome | None:
    """Forward, back, or out; the television sees who leaves, and does not welcome them again."""
    at = int(scene.fields.get(AT, "0"))
    if act.name == "next":
        return Outcome(fields={AT: str(at + 1)}, focus="first", say=(scene.words.lines("welcome.pages")[at + 1],))
    if act.name == "back" and at > 0:
        return Outcome(fields={AT: str(at - 1)}, focus="first", say=(scene.words.lines("welcome.pages")[at - 1],))
    if act.name == "region":
        return Outcome(replace="region")
    return Outcome(back=True)


def welcomed(memory: Memory) -> Memory:
    """The memory once the welcome was left, by whichever key."""
    return replace(memory, welcomed=True)
