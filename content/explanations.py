"""Faults in words: one Chinese line for each, from `wording/faults.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from content.faults import Fault
from content.layout import FileFault
from content.yaml_text import load_plain

# Which values of a fault are codes that have words of their own, by the table they stand in.
_TRANSLATED = {"wanted": "kinds", "unit": "units", "promised": "units", "statutory": "units"}


_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")  # a value may hold what moves a terminal's cursor
_POSITION = re.compile(r"\[(\d+)\]")


class Explanations:
    """The sentences of the check, loaded once by who prints them."""

    def __init__(self, wording: Mapping[str, Any]) -> None:
        self._wording = wording

    @classmethod
    def load(cls, wording: Path) -> Explanations:
        return cls(load_plain(wording / "faults.yaml"))

    def say(self, name: str, /, **values: str) -> str:
        """A sentence of the report itself."""
        return str(self._wording["report"][name]).format_map(values)

    def count(self, name: str, /, **values: str) -> str:
        """A sentence of the statistics."""
        return str(self._wording["stats"][name]).format_map(values)

    def explain(self, found: FileFault) -> str:
        """One line: file and line, key, what is wrong, how to mend it."""
        what, mend = self.sentences(found.fault)
        place = found.path if found.line is None else self.say("place", path=found.path, line=str(found.line))
        key = _POSITION.sub(self._count_from_one, found.fault.key)
        line = self.say("line" if key else "line_without_key", place=place, key=key, what=what, mend=mend)
        return _UNPRINTABLE.sub(" ", line)

    def sentences(self, fault: Fault) -> tuple[str, str]:
        """What is wrong, and how to mend it."""
        words = self._wording["faults"][fault.code]
        values = {name: self._translate(name, str(value)) for name, value in fault.values.items()}
        what, mend = (str(words[part]).format_map(values) for part in ("what", "mend"))
        return what, mend

    def _count_from_one(self, position: re.Match[str]) -> str:
        return self.say("position", number=str(int(position[1]) + 1))

    def _translate(self, name: str, value: str) -> str:
        if name == "other":  # another key of the same file
            return _POSITION.sub(self._count_from_one, value)
        table = self._wording.get(_TRANSLATED.get(name, ""), {})
        return str(table.get(value, value))
