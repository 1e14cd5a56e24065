"""One step of a setting that has steps: larger, smaller, slower, faster, louder, quieter; by key or by voice. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from tvapp.kiosk import GRIDS, USUAL
from tvapp.memory import RATES, TEXT_SIZES, VOLUMES, Memory
from tvapp.words import Words

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Which setting goes how far in its list."""

    setting: str
    by: int


ADJUSTMENTS: Mapping[str, Adjustment] = {
    "bigger": Adjustment("text_size", 1),
    "smaller": Adjustment("text_size", -1),
    "faster": Adjustment("rate", 1),
    "slower": Adjustment("rate", -1),
    "louder": Adjustment("volume", 1),
    "quieter": Adjustment("volume", -1),
}


def adjust(memory: Memory, name: str, *, text_size: str = USUAL) -> Memory:
    """The memory after one step; at the last value it is the same memory. `text_size` is the one in sight."""
    wanted = ADJUSTMENTS[name]
    if wanted.setting == "text_size":
        return replace(memory, text_size=_step(TEXT_SIZES, text_size, wanted.by))
    if wanted.setting == "rate":
        return replace(memory, rate=_step(RATES, memory.rate, wanted.by))
    return replace(memory, volume=_step(VOLUMES, memory.volume, wanted.by))


def said_of(name: str, before: Memory, after: Memory, words: Words, *, text_size: str = USUAL) -> str:
    """The sentence for that step: what it is now, or that there is no more of it."""
    setting = ADJUSTMENTS[name].setting
    is_last = after == before or (setting == "text_size" and after.text_size == text_size)
    value = words.text(f"settings.{setting}_values.{getattr(after, setting)}")
    return words.text(f"settings.{'last' if is_last else 'changed'}.{name}", value=value) + "。"


def text_size_of(columns: int) -> str:
    """The text size whose grid is nearest to a picture so wide."""
    return min(GRIDS, key=lambda name: abs(GRIDS[name][0] - columns))


def _step(values: Sequence[T], now: T, by: int) -> T:
    """The value beside this one, as far as there is one."""
    return values[min(max(values.index(now) + by, 0), len(values) - 1)]
