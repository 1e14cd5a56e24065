"""Search on the box itself: first letters on the number pad, or pinyin on a screen keyboard. Needs no server."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

from channel_api.answers import DemandDoor, LexiconEntry
from tvapp.fetched import Fetched
from tvapp.page import Act, Item, Open, Page, choice, passage, under_heading
from tvapp.scene import Outcome, Scene
from tvapp.voice_link import read_digits

TYPED, KEYBOARD = "typed", "keyboard"  # what was typed, and whether with letters
KEYPAD = "23456789"
MOST_TYPED = {False: 12, True: 30}  # first letters as digits; full pinyin
MOST_RESULTS = 20
FREQUENT_TOPICS = 5


def build(scene: Scene) -> Page:
    """The keys, what was typed, and what was found so far; before the first key what people look for most."""
    typed, has_letters = scene.fields.get(TYPED, ""), bool(scene.fields.get(KEYBOARD))
    none = "search.typed_letters_none" if has_letters else "search.typed_none"
    shown = _say_typed(scene, typed) if typed else scene.say(none)
    hint = scene.say("search.letters_hint" if has_letters else "search.hint")
    items = [passage("typed", shown, hint if not typed else "", tone="strong")]
    items += _letter_keys(scene) if has_letters else _digit_keys(scene)
    found = _found(scene, typed)  # without a letter it only fetches what the first one will need
    shown_below = _results(scene, found) if typed else _suggestions(scene)
    items += shown_below
    entered = (scene.say("search.letters_entered" if has_letters else "search.entered"), hint)
    return Page(
        route="search",
        title=scene.say("search.title"),
        items=tuple(items),
        entered=entered,
        digits="choose" if has_letters else "type",
        focus="key-A" if has_letters else "key-2",
        confirm=shown_below[0].key if typed and shown_below[0].action else "",
    )


def _say_typed(scene: Scene, typed: str) -> str:
    if scene.fields.get(KEYBOARD):
        return scene.say("search.typed_letters", letters=typed.upper())
    return scene.say("search.typed", digits=typed)


def _digit_keys(scene: Scene) -> list[Item]:
    return [
        *[_key(digit, scene.say(f"search.keys.{digit}"), Act("type", digit), read_digits(digit)) for digit in KEYPAD],
        _key("delete", scene.say("search.delete"), Act("delete")),
        _key("keyboard", scene.say("search.letters"), Act("keyboard")),
    ]


def _letter_keys(scene: Scene) -> list[Item]:
    return [
        *[_key(letter, letter, Act("type", letter.lower()), read_digits(letter)) for letter in ascii_uppercase],
        _key("delete", scene.say("search.delete"), Act("delete")),
        _key("keyboard", scene.say("search.digits"), Act("keyboard")),
    ]


def _key(name: str, label: str, action: Act, speech: str = "") -> Item:
    return Item(key=f"key-{name}", kind="key", label=label, speech=speech, action=action)


def _found(scene: Scene, typed: str) -> Fetched[Sequence[LexiconEntry]]:
    if scene.fields.get(KEYBOARD):
        return scene.data.found_by_letters(typed, scene.region)
    return scene.data.found_by_keypad(typed, scene.region)


def _results(scene: Scene, found: Fetched[Sequence[LexiconEntry]]) -> list[Item]:
    if found.value is None:
        what = "waiting" if found.problem == "loading" else f"problem.{found.problem}"
        return [passage("problem", scene.say(f"{what}.title"), scene.say(f"{what}.detail"))]
    if not found.value:
        detail = "search.found_none_letters" if scene.fields.get(KEYBOARD) else "search.found_none_detail"
        return [passage("none", scene.say("search.found_none"), scene.say(detail))]
    return [_row(entry.id, entry.title, door="keypad") for entry in found.value[:MOST_RESULTS]]


def _suggestions(scene: Scene) -> list[Item]:
    """What this household looked at last, then what most people want first of each topic."""
    recent: list[Item] = []
    for service in scene.memory.recent:
        guide = scene.data.guide(service, scene.region).value
        if guide is not None:
            recent.append(_row(service, guide.guide.title))
    known = {item.key for item in recent}
    topics = sorted(scene.data.topics(scene.region).value or (), key=lambda topic: topic.order)
    wanted = [topic.id for topic in topics if topic.on_home and topic.count][:FREQUENT_TOPICS]
    firsts = [services[0] for topic in wanted if (services := scene.data.services(topic, scene.region).value)]
    frequent = [row for row in (_row(first.id, first.title) for first in firsts) if row.key not in known]
    return [
        *under_heading(scene.say("search.recent"), recent),
        *under_heading(scene.say("search.frequent"), frequent),
    ]


def _row(service: str, title: str, *, door: DemandDoor | None = None) -> Item:
    return choice(f"found-{service}", title, Open(f"guide/{service}", door=door))


def answer(scene: Scene, act: Act) -> Outcome | None:
    """A key, one taken back, or the other keyboard; None where there is nothing to take back, so that BACK leaves."""
    typed, has_letters = scene.fields.get(TYPED, ""), bool(scene.fields.get(KEYBOARD))
    if act.name == "keyboard":
        return _change_keyboard(scene, has_letters=not has_letters)
    if act.name == "type":
        can_type = (has_letters or act.value in KEYPAD) and len(typed) < MOST_TYPED[has_letters]
        if not can_type:
            return Outcome(say=(scene.say("search.letters_hint" if has_letters else "search.hint") + "。",))
        return _typed(scene, typed + act.value, read_digits(act.value.upper()))
    if typed:  # the delete key, or BACK
        return _typed(scene, typed[:-1], scene.say("search.deleted", digit=read_digits(typed[-1].upper())))
    if has_letters and act.name == "back":
        return _change_keyboard(scene, has_letters=False)
    return None


def _change_keyboard(scene: Scene, *, has_letters: bool) -> Outcome:
    said = scene.say("search.letters_entered" if has_letters else "search.entered")
    return Outcome(
        fields={KEYBOARD: "1" if has_letters else ""}, focus="key-A" if has_letters else "key-2", say=(f"{said}。",)
    )


def _typed(scene: Scene, typed: str, said: str) -> Outcome:
    fields = {**scene.fields, TYPED: typed}
    if not typed:
        return Outcome(fields=fields, say=(f"{said}。",))
    fetched = _found(scene, typed)
    if fetched.value is None:  # still on its way, or away: the screen says so
        return Outcome(fields=fields, say=(f"{said}。",))
    found = fetched.value
    if not found:
        return Outcome(fields=fields, say=(f"{said}。", scene.say("search.found_none") + "。"))
    is_much = len(found) > MOST_RESULTS  # more than are shown
    count = scene.say("search.found_many" if is_much else "search.found", count=min(len(found), MOST_RESULTS))
    first = f"{count}，{found[0].spoken_name or found[0].title}。"
    return Outcome(fields=fields, say=(f"{said}。", first, *([scene.say("search.go_on") + "。"] if is_much else [])))
