"""Teaching the box a remote nobody wrote a file for: it asks for one key after the other and hears what comes.

Pure: a lesson is a value, every key makes the next one. Six keys suffice to drive the channel; all others may be
skipped with the OK that was just learned, and the BACK that was just learned takes the last answer back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from tvapp.remote import Command, Profile, Source

REQUIRED = (Command.UP, Command.DOWN, Command.LEFT, Command.RIGHT, Command.OK, Command.BACK)
ASKED = (*REQUIRED, *(command for command in Command if command not in REQUIRED))
LONGEST_KEY_CHARACTERS = 40  # no source has a longer name for a key; a paste into the terminal might
# Of a device nobody knows, only what is safe where releases come late: BACK acts at once, held or not.
LONG_PRESSES: Mapping[Source, Mapping[Command, Command]] = {
    "linux": {Command.BACK: Command.HOME},
    "browser": {Command.BACK: Command.HOME},
    "terminal": {},
}

Verdict = Literal["learned", "skipped", "undone", "taken", "unusable", "finished"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to one question; an empty key means that the remote has no such key."""

    command: Command
    key: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """How far teaching has come: one answer for each command asked so far."""

    source: Source
    answers: tuple[Answer, ...] = field(default_factory=tuple)

    @property
    def asking(self) -> Command | None:
        """The command whose key is wanted now; None when all were asked."""
        return ASKED[len(self.answers)] if len(self.answers) < len(ASKED) else None

    @property
    def can_skip(self) -> bool:
        """Whether the key wanted now is one a remote may lack."""
        return self.asking is not None and self.asking not in REQUIRED

    @property
    def commands(self) -> dict[str, Command]:
        """The keys learned so far."""
        return {answer.key: answer.command for answer in self.answers if answer.key}

    def hear(self, key: str) -> tuple[Lesson, Verdict]:
        """One key of the remote, by the name its source gives it."""
        if self.asking is None:
            return self, "finished"
        if not key or len(key) > LONGEST_KEY_CHARACTERS or not key.isprintable():
            return self, "unusable"
        known = self.commands.get(key)
        if known is None:
            return self._answered(key), "learned"
        if known == Command.OK and self.can_skip:
            return self.skip(), "skipped"
        if known == Command.BACK:
            return self.undo(), "undone"
        return self, "taken"

    def skip(self) -> Lesson:
        """The remote has no such key; a key it cannot do without goes on being asked for."""
        return self._answered("") if self.can_skip else self

    def undo(self) -> Lesson:
        """The question before is asked again."""
        return replace(self, answers=self.answers[:-1])

    def profile(self, title: str) -> Profile | None:
        """What was learned, as soon as it suffices to drive the channel."""
        if set(REQUIRED) - set(self.commands.values()):
            return None
        return Profile(title, self.source, self.commands, LONG_PRESSES[self.source])

    def _answered(self, key: str) -> Lesson:
        return replace(self, answers=(*self.answers, Answer(ASKED[len(self.answers)], key)))
