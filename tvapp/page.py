"""What a screen consists of, before anyone knows how large the screen is. Pure.

A page is a list of items, each a stop of the focus: something to choose, a key of a pad, or a passage to read. Layout,
speech and the key walk all work on this one description, so that they can never disagree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from channel_api.answers import DemandDoor

ItemKind = Literal["tile", "row", "text", "key", "legend"]
Tone = Literal["plain", "strong", "warning", "good"]
DigitUse = Literal["choose", "type"]

ASKED = ("？", "?", "！", "!")  # what a sentence ends with that needs no comma after it


@dataclass(frozen=True, slots=True)
class Open:
    """Go one screen further; `fields` are what the new screen starts with, `door` is counted: by which way of
    asking the viewer came to this guide."""

    route: str
    fields: tuple[tuple[str, str], ...] = ()
    door: DemandDoor | None = None


@dataclass(frozen=True, slots=True)
class Replace:
    """Show another screen in place of this one (steps and parts of a guide)."""

    route: str


@dataclass(frozen=True, slots=True)
class Act:
    """Something the screen itself does: type a digit, tick a material, choose a region."""

    name: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """Does what a key of the remote does, for those who have only arrows and OK."""

    command: str


Action = Open | Replace | Act | Press


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One stop of the focus.

    `key` names it within the page and survives a rebuild; `label` and `detail` are shown, `speech` is said (else
    both); `action` None means there is nothing to choose, only to read; `value` stands beside the
    label; `digit` is fixed where it means something (five stars), else counted.
    """

    key: str
    kind: ItemKind
    label: str
    detail: str = ""
    value: str = ""
    speech: str = ""
    action: Action | None = None
    tone: Tone = "plain"
    heading: str = ""
    digit: str = ""

    @property
    def is_numbered(self) -> bool:
        """Whether a digit may choose it."""
        return self.action is not None and self.kind in ("tile", "row")

    @property
    def spoken(self) -> str:
        """The sentence for this item, without its position."""
        if self.speech:
            return self.speech
        return join_spoken(part for part in (self.label, self.value, self.detail) if part)


def join_spoken(parts: Iterable[str]) -> str:
    """Parts that stand below or beside each other as one text to say; a question keeps its own mark."""
    said = ""
    for part in parts:
        said += ("" if not said or said.endswith(ASKED) else "，") + part.rstrip("。，")
    return said


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One screen. `entered` is said when it opens, `afterwards` once after the first item; `status` says whose
    rule, how old, whether an example; `counts_items`: whether 第2项，共5项 is said; `hears_keys`: keys come by the
    names their source gives them and mean nothing else. `confirm`: the item that OK means after digits were typed with
    the digit keys, so that whoever never touched the arrows types none by mistake. `codes`: what a QR code beside the
    text may hold, the fullest first; `without_code`: the page to show where there is no room for any."""

    route: str
    title: str
    items: tuple[Item, ...]
    entered: tuple[str, ...] = ()
    afterwards: str = ""
    status: str = ""
    focus: str = ""
    digits: DigitUse = "choose"
    confirm: str = ""
    counts_items: bool = True
    is_waiting: bool = False
    hears_keys: bool = False
    codes: tuple[str, ...] = ()
    without_code: Page | None = None

    def find(self, key: str) -> Item | None:
        """The item of that key, if the page still has it."""
        return next((item for item in self.items if item.key == key), None)


def choice(key: str, label: str, action: Action, *, detail: str = "", value: str = "", speech: str = "") -> Item:
    """A row that can be chosen."""
    return Item(key=key, kind="row", label=label, detail=detail, value=value, speech=speech, action=action)


def passage(key: str, label: str, detail: str = "", *, tone: Tone = "plain", speech: str = "") -> Item:
    """Something to read; OK says it again."""
    return Item(key=key, kind="text", label=label, detail=detail, tone=tone, speech=speech)


def fact(key: str, label: str, value: str) -> Item:
    """Something to read in two columns: what it is, and what is so."""
    return Item(key=key, kind="text", label=label, value=value)


def under_heading(heading: str, items: list[Item]) -> list[Item]:
    """The items with a heading above the first."""
    return [replace(items[0], heading=heading), *items[1:]] if items else []
