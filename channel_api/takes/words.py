"""The words of the telephone's pages, read once when they are first needed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from channel_api.cases.data_files import load_data_file
from content.codec import decode


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeWords:
    """All of `words.yaml`."""

    labels: dict[str, str]
    status: dict[str, str]
    units: dict[str, str]
    weekdays: tuple[str, ...]
    hours: dict[str, str]
    clock: str
    moment: str
    code: dict[str, str]
    gone: dict[str, str]
    limited: dict[str, str]
    unavailable: dict[str, str]

    def label(self, name: str, **values: object) -> str:
        """A label with `{name}` filled in."""
        return self.labels[name].format(**values)


@cache
def take_words() -> TakeWords:
    """Raises content.faults.FaultyContentError where the file is wrong; a test reads it."""
    return decode(TakeWords, load_data_file("channel_api.takes", "words.yaml"))
