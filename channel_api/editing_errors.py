"""Why an act on a text was not done: what the pages explain, each in its own words."""

from __future__ import annotations

from channel_api.editing.merging import Merged
from channel_api.opened_guide import Opened
from content.faults import Fault


class NoSuchGuideError(Exception):
    """Neither published nor being written."""


class NameTakenError(Exception):
    """An id that is or was another text's: saved searches and boxes would take the one for the other."""


class ConflictError(Exception):
    """Somebody else was faster. `merged` holds what both wrote, on top of `opened`, which is theirs."""

    def __init__(self, opened: Opened, merged: Merged) -> None:
        super().__init__(opened.key)
        self.opened = opened
        self.merged = merged


class PersonalNumberError(Exception):
    """The text holds an identity-card number at these keys; nothing was stored."""

    def __init__(self, keys: list[str]) -> None:
        super().__init__("a personal number")
        self.keys = keys


class FaultyGuideError(Exception):
    """What must be mended first."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("faults")
        self.faults = faults
