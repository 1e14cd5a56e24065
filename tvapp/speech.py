"""What is said when the focus moves or a screen opens. Pure: positions and sentences, no sound.

What is newly entered comes first, then the item, then its place in the list. Nothing personal may come in here: screens
hand over masked numbers only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from content.spoken_sentences import split_sentences
from tvapp.layout import Layout
from tvapp.page import Item
from tvapp.words import Words


class Speaker(Protocol):
    """Whatever can say sentences: a caption line, a recorder, and where there is sound, a voice.

    `say` replaces what is being said; `on_started` and `on_finished` are told each sentence."""

    on_started: Callable[[str], None]
    on_finished: Callable[[str], None]

    def say(self, utterances: Sequence[str]) -> None: ...

    def stop(self) -> None: ...

    def forget(self) -> None:
        """What was said about a case is over: nothing of it stays."""

    def foresee(self, sentences: Sequence[str]) -> None:
        """May be said soon, the likeliest first; whoever needs time for a sentence begins now. Returns at once."""


class CaptionSpeaker:
    """Says by showing: the sentences stay as caption until the next ones replace them."""

    def __init__(self) -> None:
        self.sentences: tuple[str, ...] = ()
        self.on_started: Callable[[str], None] = lambda sentence: None
        self.on_finished: Callable[[str], None] = lambda sentence: None

    def say(self, utterances: Sequence[str]) -> None:
        """Shows them all at once."""
        self.stop()
        self.sentences = tuple(utterances)
        for sentence in self.sentences:
            self.on_started(sentence)

    def stop(self) -> None:
        """Nothing sounds; what was said stays to be read until something new is said."""
        for sentence in self.sentences:
            self.on_finished(sentence)

    def forget(self) -> None:
        """The screen that comes next is told anew anyway."""

    def foresee(self, sentences: Sequence[str]) -> None:
        """Showing takes no time."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Where the viewer is: which screen, which of its sheets, which item; `is_return`: they were here before;
    `confirms`: the focus waits on what OK means after digits."""

    route: str
    sheet: int
    focused: str
    is_waiting: bool = False
    is_return: bool = field(default=False, compare=False)
    confirms: bool = field(default=False, compare=False)


def announce(previous: Moment | None, now: Moment, layout: Layout, words: Words) -> tuple[str, ...]:
    """The sentences for going from `previous` to `now`; none where nothing changed. A return says less."""
    if previous == now:
        return ()
    page = layout.page
    said: list[str] = []
    is_new_screen = previous is None or previous.route != now.route or previous.is_waiting != now.is_waiting
    if is_new_screen:
        said += [page.title] if now.is_return and not now.is_waiting else page.entered
    elif previous is not None and previous.sheet != now.sheet and len(layout.sheets) > 1:
        said.append(words.text("pager.spoken", page=now.sheet + 1, pages=len(layout.sheets)))
    item = find_item(layout, now.focused)
    is_new_page = is_new_screen or (previous is not None and find_item(layout, previous.focused) is None)
    is_pad = item is not None and item.kind == "key" and is_new_page  # the page has just said to press digits
    if item is not None and not page.is_waiting and not is_pad:
        said = [text for text in said if not item.spoken.startswith(text.rstrip("。"))]  # nothing is said twice
        said.append(f"{item.heading}：{item.spoken}" if item.heading else item.spoken)
        said.append(_position(layout, item, words))
    if is_new_screen and not now.is_return:
        said.append(page.afterwards)
    return tuple(sentence for text in said for sentence in split_sentences(text))


def find_item(layout: Layout, key: str) -> Item | None:
    """The item of that key, on whatever sheet, or among the shortcuts."""
    placed = [*layout.all_placed(), *layout.legend]
    return next((entry.item for entry in placed if entry.item.key == key), None)


def _position(layout: Layout, item: Item, words: Words) -> str:
    if item.kind in ("key", "legend") or not layout.page.counts_items:
        return ""
    everything = [placed.item for placed in layout.all_placed()]
    choices = [other.key for other in everything if other.is_numbered]
    if choices and not item.is_numbered:  # its place among what is only read would be taken for one of the numbers
        return ""
    items = choices or [other.key for other in everything if other.kind == item.kind]
    if len(items) < 2:  # "第1项，共1项" helps nobody
        return ""
    return words.text("position", number=items.index(item.key) + 1, count=len(items))
