"""The verbs of the remote and the data files that translate a source's keys to them.

Pure. A source is a terminal, an input device or a browser; each has a file in `remotes/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from content.faults import ContentError
from content.yaml_text import load_plain

REMOTES_FOLDER = Path(__file__).parent / "remotes"


class Command(StrEnum):
    """Everything a remote can say."""

    UP = "UP"
    DOWN = "DOWN"
    LEFT = "LEFT"
    RIGHT = "RIGHT"
    OK = "OK"
    BACK = "BACK"
    HOME = "HOME"
    DIGIT_0 = "DIGIT_0"
    DIGIT_1 = "DIGIT_1"
    DIGIT_2 = "DIGIT_2"
    DIGIT_3 = "DIGIT_3"
    DIGIT_4 = "DIGIT_4"
    DIGIT_5 = "DIGIT_5"
    DIGIT_6 = "DIGIT_6"
    DIGIT_7 = "DIGIT_7"
    DIGIT_8 = "DIGIT_8"
    DIGIT_9 = "DIGIT_9"
    RED = "RED"
    GREEN = "GREEN"
    YELLOW = "YELLOW"
    BLUE = "BLUE"
    INFO = "INFO"
    PAGE_UP = "PAGE_UP"
    PAGE_DOWN = "PAGE_DOWN"
    TALK = "TALK"

    @property
    def digit(self) -> str:
        """`5` for DIGIT_5, empty for every other command."""
        return self.value.removeprefix("DIGIT_") if self.value.startswith("DIGIT_") else ""


class RemoteError(ContentError):
    """A remote's file or a word of a key walk is not understood."""


def profile_names() -> list[str]:
    """The remotes there are files for."""
    return sorted(path.stem for path in REMOTES_FOLDER.glob("*.yaml"))


def load_profile(name: str) -> Mapping[str, Command]:
    """Key names of one source → commands. Raises RemoteError for an unknown profile or an unknown command in it."""
    if name not in profile_names():
        raise RemoteError(f"没有这个遥控器: {name}；可以用的有: {'、'.join(profile_names())}")
    keys = load_plain(REMOTES_FOLDER / f"{name}.yaml")["keys"]
    try:
        return {key: Command(word) for key, word in keys.items()}
    except ValueError as error:
        raise RemoteError(f"remotes/{name}.yaml: {error}") from error


def parse_walk(text: str) -> list[Command]:
    """`down right ok 1` → commands. Raises RemoteError naming the word that is none."""
    return [_parse_word(word) for word in text.split()]


def _parse_word(word: str) -> Command:
    name = f"DIGIT_{word}" if word.isascii() and word.isdigit() and len(word) == 1 else word.upper()
    if name not in Command.__members__:
        words = " ".join(command.digit or command.value.lower() for command in Command)
        raise RemoteError(f"遥控器上没有这个键: {word[:20]}；可以写: {words}")
    return Command[name]
