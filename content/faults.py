"""A fault in content: what is wrong, where, and how to mend it.

Code names a fault by a short id; the Chinese words an editor reads stand in `wording/faults.yaml`.
Nothing here may quote more of a value than the 40 characters an editor needs to find it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LONGEST_QUOTE_CHARACTERS = 40


class ContentError(Exception):
    """Base of every error this package raises; the text is for operators, viewers read words from data."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend.

    `key` is a path such as `steps[2].title`, empty for the whole file; `values` fill the sentence of `code`.
    """

    code: str
    key: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def under(self, prefix: str) -> Fault:
        """The same fault seen from one level further out."""
        if not self.key:
            return Fault(self.code, prefix, self.values)
        joint = "" if self.key.startswith("[") else "."
        return Fault(self.code, f"{prefix}{joint}{self.key}", self.values)


class FaultyContentError(ContentError):
    """Raised where content must be whole and is not; carries every fault found, not only the first."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.key}: {fault.code}" for fault in faults))
        self.faults = faults


def quote(value: object) -> str:
    """A value shortened so that a fault line stays one line."""
    text = str(value).replace("\n", " ")
    return text if len(text) <= LONGEST_QUOTE_CHARACTERS else text[: LONGEST_QUOTE_CHARACTERS - 1] + "…"
