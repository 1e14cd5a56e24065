"""The import's tables of words and themes, read from the data files beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from content.model import LimitUnit


@dataclass(frozen=True, slots=True)
class Tables:
    """`words` is words.yaml as it stands; the rest is what is looked up often."""

    words: Mapping[str, Any]
    themes: Mapping[str, str]
    not_given: frozenset[str]
    too_general: frozenset[str]
    units: Mapping[str, tuple[LimitUnit, int]]


@cache
def tables() -> Tables:
    """Read once, when an import begins."""
    folder = files("channel_api.importing")
    words: dict[str, Any] = yaml.safe_load(folder.joinpath("words.yaml").read_text("utf-8"))
    themes: dict[str, str] = yaml.safe_load(folder.joinpath("themes.yaml").read_text("utf-8"))
    return Tables(
        words=words,
        themes=themes,
        not_given=frozenset(words["not_given"]),
        too_general=frozenset(words["too_general"]),
        units={written: (unit, times) for written, (unit, times) in words["units"].items()},
    )
