"""Help: first about the item one came from, then what each key does, and whom to call."""

from __future__ import annotations

from tvapp.page import Page, passage
from tvapp.scene import Scene

LABEL, HINT = "label", "hint"  # what the item is called, and what OK does on it


def build(scene: Scene) -> Page:
    """The television hands over the item that had the focus."""
    label, hint = scene.fields.get(LABEL, ""), scene.fields.get(HINT, "")
    items = [passage("here", scene.say("help.here", label=label), hint, tone="strong")] if hint else []
    items += [passage(f"key-{n}", line) for n, line in enumerate(scene.words.lines("help.keys"))]
    items.append(passage("phone", scene.say("help.phone")))
    said = scene.say("help.entered_here" if hint else "help.entered")
    return Page(route="help", title=scene.say("help.title"), items=tuple(items), entered=(said,))
