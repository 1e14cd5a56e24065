"""What to do in the very danger that was told: who smells gas must not hear what to do in a fire. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from content.model import Hotline
from content.yaml_text import load_plain

FIRST_TO_DO_FILE = Path(__file__).parent / "zh_CN" / "first_to_do.yaml"
THEN_TO_DO_FILE = Path(__file__).parent / "zh_CN" / "then_to_do.yaml"


class StepsToDo:
    """Per number and danger, or question, the words of the step that is said; empty where none is."""

    def __init__(self, table: Mapping[str, Mapping[str, str]]) -> None:
        self.table = table

    @classmethod
    def load(cls, file: Path) -> StepsToDo:
        """A table that comes with the channel."""
        return cls(load_plain(file))

    def step_of(self, hotline: Hotline, named: str) -> tuple[str, ...] | None:
        """The one step for what was named, or none; None where nothing is known of it."""
        part = self.table.get(hotline.number, {}).get(named)
        if part is None:
            return None
        return tuple(step for step in hotline.do_first if part in step)[:1] or None if part else ()

    def all_of(self, hotline: Hotline) -> tuple[str, ...]:
        """The steps that help in one danger of several only."""
        parts = [part for part in self.table.get(hotline.number, {}).values() if part]
        return tuple(step for step in hotline.do_first if any(part in step for part in parts))
