"""The first thing to do in the very danger that was told: who smells gas must not hear what to do in a fire. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from content.model import Hotline
from content.yaml_text import load_plain

FIRST_TO_DO_FILE = Path(__file__).parent / "zh_CN" / "first_to_do.yaml"


class FirstToDo:
    """The table of `first_to_do.yaml`: a number, words that may be said, and a part of the step they ask for."""

    def __init__(self, table: Sequence[Mapping[str, str]]) -> None:
        self.table = table

    @classmethod
    def load(cls, file: Path = FIRST_TO_DO_FILE) -> FirstToDo:
        """A table that comes with the channel."""
        return cls(load_plain(file))

    def step_of(self, hotline: Hotline, said: str) -> tuple[str, ...]:
        """One step or, where none fits the danger, nothing; the first of all where nothing more is known."""
        named = self._named(hotline, said)
        return hotline.do_first[:1] if named is None else named

    def steps_of_a_danger(self, hotline: Hotline) -> tuple[str, ...]:
        """The steps that help in one danger of several only."""
        parts = [told["step"] for told in self.table if told["number"] == hotline.number and told["step"]]
        return tuple(step for step in hotline.do_first if any(part in step for part in parts))

    def named_by(self, hotline: Hotline, said: str) -> tuple[str, ...]:
        """The step that a word of the sentence asks for; nothing where none does."""
        return self._named(hotline, said) or ()

    def _named(self, hotline: Hotline, said: str) -> tuple[str, ...] | None:
        for told in self.table:
            is_told = told["number"] == hotline.number and any(word in said for word in told["said"].split())
            steps = tuple(step for step in hotline.do_first if told["step"] in step)
            if is_told and (steps or not told["step"]):
                return steps[:1] if told["step"] else ()
        return None
