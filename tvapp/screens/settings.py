"""Settings of this television, and the help screen."""

from __future__ import annotations

from tvapp.page import Act, Open, Page, choice, passage
from tvapp.scene import Outcome, Scene


def build(scene: Scene) -> Page:
    """Region, captions, how to change the text size, and clearing what is remembered."""
    captions = scene.say("settings.captions_on" if scene.captions else "settings.captions_off")
    items = (
        choice("region", scene.say("settings.region"), Open("region"), value=scene.region_name),
        choice("captions", scene.say("settings.captions"), Act("captions"), value=captions),
        passage("text_size", scene.say("settings.text_size"), scene.say("settings.text_size_detail")),
        choice("forget", scene.say("settings.forget"), Act("forget")),
        choice("help", scene.say("home.help"), Open("help")),
    )
    title = scene.say("settings.title")
    return Page(route="settings", title=title, items=items, entered=(scene.say("settings.entered"),))


def answer(scene: Scene, act: Act) -> Outcome | None:
    """Switches captions, or forgets."""
    if act.name == "captions":
        said = scene.say("settings.said_off" if scene.captions else "settings.said_on")
        return Outcome(captions=not scene.captions, say=(f"{said}。",))
    if act.name == "forget":
        return Outcome(forget=True, say=(scene.say("settings.said_forget") + "。",))
    return None


def build_help(scene: Scene) -> Page:
    """What each key does, and whom to call."""
    lines = scene.words.lines("help.keys")
    items = [passage(f"key-{n}", line) for n, line in enumerate(lines)]
    items.append(passage("phone", scene.say("help.phone")))
    return Page(route="help", title=scene.say("help.title"), items=tuple(items), entered=(scene.say("help.entered"),))
