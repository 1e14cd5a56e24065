"""What OK does on an item, in one sentence with the specific verb. Pure; the sentences stand in `words.yaml`."""

from __future__ import annotations

from tvapp.page import Act, Action, Item, Open, Press, Replace
from tvapp.words import Words


def hint_of(item: Item, words: Words) -> str:
    """The sentence for anyone who asks for help."""
    return words.text(f"hints.{verb_of(item.action)}")


def about_item(item: Item | None, words: Words) -> dict[str, str]:
    """What the help screen tells first: how the item is called, and what OK does on it."""
    if item is None:
        return {}
    boxes = (words.text("materials.box_ticked"), words.text("materials.box_unticked"))
    name = item.label.removeprefix(boxes[0]).removeprefix(boxes[1])  # a box is for the eye
    return {"label": name, "hint": hint_of(item, words)}


def spoken_hint_of(item: Item, words: Words) -> str:
    """The sentence said without being asked; empty where the item's own name says what OK does."""
    is_worth_saying = verb_of(item.action) in words.lines("hints.said")
    return f"{hint_of(item, words)}。" if is_worth_saying and item.kind != "key" else ""


def verb_of(action: Action | None) -> str:
    """The name of the sentence, such as `open` or `act.tick`."""
    if isinstance(action, Act):
        return f"act.{action.name}"
    if isinstance(action, Press):
        return f"press.{action.command}"
    return "open" if isinstance(action, Open) else "replace" if isinstance(action, Replace) else "read"
