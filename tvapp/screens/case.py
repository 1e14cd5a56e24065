"""Typing a case number and its code, with read-back in groups and a guard against identity-card numbers.

Nothing typed here leaves the screen before the code is complete; the code is never said. The television forgets both
when the viewer leaves.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_uppercase

from content.understanding.identity_numbers import is_identity_number
from tvapp.page import Act, Item, Page, choice, passage
from tvapp.scene import Outcome, Scene, waiting_page
from tvapp.screens import following
from tvapp.voice_link import GROUP_CHARACTERS, group, read_digits, read_number

NUMBER, CODE, STAGE, LETTERS, CONFIRMED, FEEDLESS = "number", "code", "stage", "letters", "confirmed", "feedless"
FOLLOWED, OTHER = "followed", "other"  # a number the household follows was chosen, or another is to be typed
ENTERS_CODE = "code"
CODE_DIGITS = 6
SHORTEST_NUMBER, LONGEST_NUMBER = 6, 50


def build(scene: Scene) -> Page:
    """The followed cases where there are any; else whether this place has a feed at all, the number, and the code."""
    title = scene.say("case.title")
    if scene.followed and not (scene.fields.get(NUMBER) or scene.fields.get(OTHER)):
        return following.build_list(scene, title)
    if scene.fields.get(FOLLOWED):
        return _build_code(scene, title)
    region = scene.data.region(scene.region)
    if region.value is None:
        return waiting_page(scene, title, region)
    if not region.value.has_case_feed and not scene.fields.get(FEEDLESS):
        items = (
            passage("no_feed", scene.say("case.no_feed"), scene.say("case.no_feed_detail"), tone="warning"),
            choice("go_on", scene.say("case.go_on"), Act("go_on")),
        )
        return Page(route="case", title=title, items=items, entered=(scene.say("case.no_feed"),), focus="go_on")
    if _needs_confirmation(scene):
        return _build_guard(scene, title)
    return _build_code(scene, title) if scene.fields.get(STAGE) == ENTERS_CODE else _build_number(scene, title)


def _needs_confirmation(scene: Scene) -> bool:
    return _looks_like_identity(scene, scene.fields) and not scene.fields.get(CONFIRMED)


def _looks_like_identity(scene: Scene, fields: Mapping[str, str]) -> bool:
    """Also where somebody typed on: number and code together would be sent, and be the whole identity number."""
    number, code = fields.get(NUMBER, ""), fields.get(CODE, "")
    return any(is_identity_number(text, scene.now.date()) for text in (number, number + code))


def _build_guard(scene: Scene, title: str) -> Page:
    """The number itself is not shown any more: if it is an identity number, the room has seen enough of it."""
    items = (
        passage("identity", scene.say("case.identity"), scene.say("case.identity_detail"), tone="warning"),
        choice("identity_no", scene.say("case.identity_no"), Act("clear")),
        choice("identity_yes", scene.say("case.identity_yes"), Act("confirm")),
    )
    said = (scene.say("case.identity"), scene.say("case.identity_detail"))
    return Page(route="case", title=title, items=items, entered=said, focus="identity_no")


def _build_number(scene: Scene, title: str) -> Page:
    number = scene.fields.get(NUMBER, "")
    shown = " ".join(group(number)) if number else scene.say("case.number_empty")
    detail = scene.say("case.number_value", groups=shown, count=len(number)) if number else scene.say("case.where")
    heard = scene.say("case.number_value", groups=read_number(number), count=len(number)) if number else detail
    spoken = f"{scene.say('case.number')}，{heard}".replace("　", "，")
    items = [passage("typed", scene.say("case.number"), detail, tone="strong", speech=spoken), *_digit_keys(scene)]
    letters = bool(scene.fields.get(LETTERS))
    items.append(_key("letters", scene.say("case.letters_hide" if letters else "case.letters"), Act("letters")))
    items.append(_key("done", scene.say("case.done"), Act("done"), scene.say("case.done_spoken")))
    if letters:
        items += [_key(f"key-{letter}", letter, Act("type", letter), read_digits(letter)) for letter in ascii_uppercase]
    entered = (scene.say("case.entered"), scene.say("case.where"))
    return _pad_page(title, items, entered)


def _build_code(scene: Scene, title: str) -> Page:
    code = scene.fields.get(CODE, "")
    number = scene.fields.get(NUMBER, "")
    shown, heard = " ".join(group(number)), read_number(number)
    if scene.fields.get(FOLLOWED):
        shown, heard = following.tail(scene, number), following.spoken_tail(scene, number)
    label = scene.say("case.number")
    items = [
        passage("typed", scene.say("case.code"), scene.say("case.code_value", count=len(code)), tone="strong"),
        passage("number", label, shown, speech=f"{label}，{heard}"),
        *_digit_keys(scene),
        _key("done", scene.say("case.done"), Act("done"), scene.say("case.done_spoken")),
    ]
    return _pad_page(title, items, (scene.say("case.code_entered"),))


def _pad_page(title: str, items: list[Item], entered: tuple[str, ...]) -> Page:
    """OK after digits of the remote means that they are all, and types no other."""
    return Page(
        route="case", title=title, items=tuple(items), entered=entered, digits="type", focus="key-1", confirm="done"
    )


def _digit_keys(scene: Scene) -> list[Item]:
    keys = [_key(f"key-{digit}", digit, Act("type", digit), read_digits(digit)) for digit in "1234567890"]
    return [*keys, _key("delete", scene.say("case.delete"), Act("delete"))]


def _key(key: str, label: str, action: Act, speech: str = "") -> Item:
    return Item(key=key, kind="key", label=label, speech=speech, action=action)


def answer(scene: Scene, act: Act) -> Outcome | None:
    """What a key of the pad or a choice does; None where BACK finds nothing to take back."""
    fields = dict(scene.fields)
    if act.name == "back":
        return None
    if act.name == "followed":
        return _follow_up(scene, scene.followed[int(act.value)])
    if act.name == "other":
        region = scene.data.region(scene.region).value
        said = scene.say("case.no_feed" if region and not region.has_case_feed else "case.entered")
        return Outcome(fields={OTHER: "1"}, focus="key-1", say=(f"{said}。",))
    if act.name == "go_on":
        return Outcome(fields={**fields, FEEDLESS: "1"}, focus="key-1", say=(scene.say("case.entered") + "。",))
    if act.name == "clear":
        kept = {key: value for key, value in fields.items() if key in (FEEDLESS, OTHER)}
        return Outcome(fields=kept, focus="key-1", say=(scene.say("case.identity_cleared"),))
    if act.name == "confirm":
        confirmed = {**fields, CONFIRMED: "1"}
        is_complete = len(fields.get(CODE, "")) == CODE_DIGITS
        return _look_up(confirmed) if is_complete else _ask_code(scene, confirmed)
    if act.name == "letters":
        return Outcome(fields={**fields, LETTERS: "" if fields.get(LETTERS) else "1"}, focus="letters")
    if fields.get(STAGE) == ENTERS_CODE:
        return _answer_code(scene, fields, act)
    return _answer_number(scene, fields, act)


def _answer_number(scene: Scene, fields: Mapping[str, str], act: Act) -> Outcome | None:
    number = fields.get(NUMBER, "")
    if act.name == "delete":
        if not number:
            return None
        deleted = scene.say("case.deleted", what=read_digits(number[-1]))
        return Outcome(fields={**fields, NUMBER: number[:-1]}, say=(f"{deleted}。",))
    if act.name == "done":
        if len(number) < SHORTEST_NUMBER:
            return Outcome(say=(scene.say("case.too_short") + "。",))
        return _ask_code(scene, fields)
    if act.name != "type" or len(number) >= LONGEST_NUMBER:
        return Outcome()
    longer = number + act.value
    changed = {**fields, NUMBER: longer}
    if _looks_like_identity(scene, changed):
        return _doubt(scene, changed)
    region = scene.data.region(scene.region).value
    if region is not None and len(longer) in region.case_number_lengths:
        return _ask_code(scene, changed)
    is_whole_group = len(longer) % GROUP_CHARACTERS == 0
    heard = longer[-GROUP_CHARACTERS:] if is_whole_group else act.value
    return Outcome(fields=changed, say=(f"{read_digits(heard)}。",))


def _ask_code(scene: Scene, fields: Mapping[str, str]) -> Outcome:
    said = scene.say("case.complete", number=read_number(fields[NUMBER]))
    return Outcome(
        fields={**fields, STAGE: ENTERS_CODE, CODE: "", LETTERS: ""},
        focus="key-1",
        say=(f"{said}。", scene.say("case.code_entered") + "。"),
    )


def _follow_up(scene: Scene, number: str) -> Outcome:
    """Straight to the code. The number was found before, so it is none of an identity card."""
    said = (following.spoken_tail(scene, number) + "。", scene.say("case.code_entered") + "。")
    return Outcome(
        fields={NUMBER: number, STAGE: ENTERS_CODE, CODE: "", FOLLOWED: "1", CONFIRMED: "1"}, focus="key-1", say=said
    )


def _answer_code(scene: Scene, fields: Mapping[str, str], act: Act) -> Outcome | None:
    code = fields.get(CODE, "")
    if act.name == "delete":
        if not code and fields.get(FOLLOWED):
            return Outcome(fields={}, focus="followed-0", say=(following.entered(scene) + "。",))
        if not code:
            return Outcome(fields={**fields, STAGE: ""}, focus="key-1", say=(scene.say("case.entered") + "。",))
        return Outcome(
            fields={**fields, CODE: code[:-1]}, say=(scene.say("case.code_value", count=len(code) - 1) + "。",)
        )
    if act.name == "done":
        return Outcome(say=(scene.say("case.code_short") + "。", scene.say("case.code_value", count=len(code)) + "。"))
    if act.name != "type" or not act.value.isdecimal():
        return Outcome()
    longer = code + act.value
    if len(longer) < CODE_DIGITS:
        return Outcome(fields={**fields, CODE: longer}, say=(scene.say("case.code_value", count=len(longer)) + "。",))
    complete = {**fields, CODE: longer}
    is_doubtful = _looks_like_identity(scene, complete) and not fields.get(CONFIRMED)
    return _doubt(scene, complete) if is_doubtful else _look_up(complete)


def _doubt(scene: Scene, fields: Mapping[str, str]) -> Outcome:
    said = (scene.say("case.identity") + "。", scene.say("case.identity_detail"))
    return Outcome(fields=fields, focus="identity_no", say=said)


def _look_up(fields: Mapping[str, str]) -> Outcome:
    return Outcome(fields={NUMBER: fields[NUMBER], CODE: fields[CODE]}, replace="case/progress")
