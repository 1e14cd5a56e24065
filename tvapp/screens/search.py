"""Search with the number pad: the first letter of each syllable, as on a telephone. Works without the server."""

from __future__ import annotations

from tvapp.page import Act, Item, Open, Page, choice, passage
from tvapp.scene import Outcome, Scene
from tvapp.voice_link import read_digits

TYPED = "typed"
KEYPAD = "23456789"
MOST_DIGITS = 12
MOST_RESULTS = 20


def build(scene: Scene) -> Page:
    """The pad, what was typed, and what was found so far."""
    typed = scene.fields.get(TYPED, "")
    shown = scene.say("search.typed", digits=typed) if typed else scene.say("search.typed_none")
    items = [passage("typed", shown, scene.say("search.hint") if not typed else "", tone="strong"), *_pad(scene)]
    items += _results(scene, typed) if typed else []
    scene.data.found_by_keypad(KEYPAD, scene.region)  # fetches the lexicon before the first digit is typed
    entered = (scene.say("search.entered"), scene.say("search.hint"))
    return Page(
        route="search",
        title=scene.say("search.title"),
        items=tuple(items),
        entered=entered,
        digits="type",
        focus="key-2",
    )


def _pad(scene: Scene) -> list[Item]:
    keys = [
        Item(
            key=f"key-{digit}",
            kind="key",
            label=scene.say(f"search.keys.{digit}"),
            speech=read_digits(digit),
            action=Act("type", digit),
        )
        for digit in KEYPAD
    ]
    delete = Item(key="key-delete", kind="key", label=scene.say("search.delete"), action=Act("delete"))
    return [*keys, delete]


def _results(scene: Scene, typed: str) -> list[Item]:
    found = scene.data.found_by_keypad(typed, scene.region)
    if found.value is None:
        what = "waiting" if found.problem == "loading" else f"problem.{found.problem}"
        return [passage("problem", scene.say(f"{what}.title"), scene.say(f"{what}.detail"))]
    if not found.value:
        return [passage("none", scene.say("search.found_none"), scene.say("search.found_none_detail"))]
    return [choice(f"found-{entry.id}", entry.title, Open(f"guide/{entry.id}")) for entry in found.value[:MOST_RESULTS]]


def answer(scene: Scene, act: Act) -> Outcome | None:
    """A digit, or one taken back; None where there is nothing to take back, so that BACK leaves."""
    typed = scene.fields.get(TYPED, "")
    if act.name == "type":
        if act.value not in KEYPAD or len(typed) >= MOST_DIGITS:
            return Outcome(say=(scene.say("search.hint") + "。",))
        return _typed(scene, typed + act.value, read_digits(act.value))
    if act.name == "delete" and typed:
        return _typed(scene, typed[:-1], scene.say("search.deleted", digit=read_digits(typed[-1])))
    return None


def _typed(scene: Scene, typed: str, said: str) -> Outcome:
    fields = {**scene.fields, TYPED: typed}
    if not typed:
        return Outcome(fields=fields, say=(f"{said}。",))
    fetched = scene.data.found_by_keypad(typed, scene.region)
    if fetched.value is None:  # still on its way, or away: the screen says so
        return Outcome(fields=fields, say=(f"{said}。",))
    found = fetched.value
    count = scene.say("search.found", count=len(found)) if found else scene.say("search.found_none")
    first = f"，{found[0].spoken_name or found[0].title}" if found else ""
    return Outcome(fields=fields, say=(f"{said}。", f"{count}{first}。"))
