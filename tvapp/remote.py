"""The verbs of the remote and the data files that translate a source's keys to them.

A source is a terminal, an input device or a browser. The files of known remotes come with the television; those a
household taught its own box lie in its data folder and never replace one that came with the television.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Literal, get_args

from content.codec import Plain
from content.faults import ContentError
from content.yaml_text import load_plain, render

REMOTES_FOLDER = Path(__file__).parent / "remotes"
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")  # of a file, so nothing a file system could misread

OWN_REMOTE = "own"  # the file of the remote this household taught its box

Source = Literal["terminal", "linux", "browser"]
SOURCES: tuple[str, ...] = get_args(Source)


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


@dataclass(frozen=True, slots=True)
class Profile(Mapping[str, Command]):
    """Key names of one source → commands, and what a command means when its key is held down.

    A key name is what the source itself calls the key: a word of the terminal, the number of a Linux input event,
    the number of a browser's key event.
    """

    title: str
    source: Source
    commands: Mapping[str, Command]
    long_presses: Mapping[Command, Command] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Command:
        return self.commands[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.commands)

    def __len__(self) -> int:
        return len(self.commands)


def profile_names(own_folder: Path | None = None) -> list[str]:
    """The remotes there are files for; `own_folder` holds those this household taught its box."""
    return sorted({path.stem for folder in _folders(own_folder) for path in folder.glob("*.yaml")})


def load_profile(name: str, own_folder: Path | None = None) -> Profile:
    """Raises RemoteError for an unknown profile, and for a file of one that is not understood."""
    names = profile_names(own_folder)
    if name not in names:
        raise RemoteError(f"没有这个遥控器: {name[:40]}；可以用的有: {'、'.join(names)}")
    path = next(path for folder in _folders(own_folder) if (path := folder / f"{name}.yaml").exists())
    try:
        return _parse_profile(load_plain(path))
    except (AttributeError, KeyError, TypeError, ValueError, OSError, ContentError) as error:
        raise RemoteError(f"remotes/{path.name}: {type(error).__name__} {error}") from error


def save_profile(name: str, profile: Profile, own_folder: Path) -> Path:
    """Writes the file of a remote this household taught its box, whole or not at all. Raises RemoteError or OSError."""
    is_free = NAME.fullmatch(name) and not (REMOTES_FOLDER / f"{name}.yaml").exists()
    if not is_free:
        raise RemoteError(f"遥控器不能叫这个名字: {name[:40]}")
    own_folder.mkdir(parents=True, exist_ok=True)
    target, draft = own_folder / f"{name}.yaml", own_folder / f".{name}.{os.getpid()}"
    with draft.open("w", encoding="utf-8") as file:
        file.write(render(_plain_profile(profile)))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)
    return target


def _folders(own_folder: Path | None) -> list[Path]:
    """Where files of remotes lie; what came with the television is found first."""
    return [REMOTES_FOLDER, *([own_folder] if own_folder else [])]


def _parse_profile(plain: Plain) -> Profile:
    if plain["source"] not in SOURCES:
        raise ValueError(f"source: {' | '.join(SOURCES)}")
    return Profile(
        title=str(plain["name"]),
        source=plain["source"],
        commands={key: Command(word) for key, word in plain["keys"].items()},
        long_presses={Command(short): Command(long) for short, long in plain.get("long_presses", {}).items()},
    )


def _plain_profile(profile: Profile) -> Plain:
    plain: dict[str, Plain] = {"name": profile.title, "source": profile.source}
    if profile.long_presses:
        plain["long_presses"] = {short.value: long.value for short, long in profile.long_presses.items()}
    return {**plain, "keys": {key: command.value for key, command in profile.items()}}


def parse_walk(text: str) -> list[Command]:
    """`down right ok 1` → commands. Raises RemoteError naming the word that is none."""
    return [_parse_word(word) for word in text.split()]


def _parse_word(word: str) -> Command:
    name = f"DIGIT_{word}" if word.isascii() and word.isdigit() and len(word) == 1 else word.upper()
    if name not in Command.__members__:
        words = " ".join(command.digit or command.value.lower() for command in Command)
        raise RemoteError(f"遥控器上没有这个键: {word[:20]}；可以写: {words}")
    return Command[name]
