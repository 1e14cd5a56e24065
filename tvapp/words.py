"""The words people see and hear on the television; they stand in `words.yaml`, never in code."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from content.yaml_text import load_plain

WORDS_FILE = Path(__file__).parent / "words.yaml"


class Words:
    """The texts of `words.yaml` by their dotted key."""

    def __init__(self, texts: Mapping[str, Any]) -> None:
        self._texts = texts

    @classmethod
    def load(cls) -> Words:
        """The texts that come with the television."""
        return cls(load_plain(WORDS_FILE))

    def text(self, key: str, **values: object) -> str:
        """The text of a dotted key with `{name}` filled in. Raises KeyError for an unknown key: that is our mistake."""
        return str(self._find(key)).format(**values)

    def lines(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(str(line) for line in self._find(key))

    def _find(self, key: str) -> Any:
        found: Any = self._texts
        for part in key.split("."):
            found = found[part]
        return found
