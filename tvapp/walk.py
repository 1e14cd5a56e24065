"""A key walk without a screen: presses keys one after another and tells what is said and shown. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tvapp.remote import Command
from tvapp.television import Television

SECONDS_BETWEEN_KEYS = 1.0  # slower than a trembling finger, so that every OK counts


@dataclass(frozen=True, slots=True)
class Step:
    """What one key did; the first step is the start, with `key` empty."""

    key: str
    said: tuple[str, ...]
    route: str


def take_walk(television: Television, commands: Sequence[Command]) -> list[Step]:
    """The start and one step a key."""
    steps = [Step("", television.telling.last_said, television.visit.route.text)]
    for count, command in enumerate(commands, start=1):
        steps.append(press(television, command, count * SECONDS_BETWEEN_KEYS))
    return steps


def press(television: Television, command: Command, at_seconds: float) -> Step:
    """One key, and what came of it."""
    recorder = Recorder()
    television.telling.speakers.append(recorder)
    television.press(command, at_seconds=at_seconds)
    television.telling.speakers.remove(recorder)
    return Step(command.digit or command.value.lower(), recorder.sentences, television.visit.route.text)


class Recorder:
    """A speaker that only writes down."""

    def __init__(self) -> None:
        self.sentences: tuple[str, ...] = ()
        self.on_started: Callable[[str], None] = lambda sentence: None
        self.on_finished: Callable[[str], None] = lambda sentence: None

    def say(self, utterances: Sequence[str]) -> None:
        """Keeps the sentences of this key."""
        self.sentences = (*self.sentences, *utterances)

    def stop(self) -> None:
        """Has nothing to stop."""

    def forget(self) -> None:
        """Is read before the next key."""

    def foresee(self, sentences: Sequence[str]) -> None:
        """Writes down only what is said."""


def spoken_text(steps: Sequence[Step]) -> str:
    """One line a sentence; what belongs to one key stands together, an empty line before the next."""
    return "\n\n".join("\n".join(step.said) for step in steps if step.said)
