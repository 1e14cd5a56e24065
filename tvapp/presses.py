"""Keys that go down and up, to commands: short and long presses, repeats no faster than can be followed.

Pure: the only clock is the time inside the events. Input devices and browsers speak the same three motions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from tvapp.remote import Command, Profile

LONG_PRESS_SECONDS = 0.8  # phones take 0.5; a slow, careful press of an older hand lasts longer than that
REPEATS_PER_SECOND = 5  # a held arrow can still be followed by eye and ear; keyboards repeat 30 times
STEPS = frozenset({Command.UP, Command.DOWN, Command.LEFT, Command.RIGHT, Command.PAGE_UP, Command.PAGE_DOWN})
# Going back once is on the way home anyway, so a held BACK need not wait to learn whether it is a long one.
ACTS_AT_ONCE = frozenset({Command.BACK})

# A terminal tells no releases. Its held key comes 25 to 33 times a second; no hand presses one key so often.
HELD_GAP_SECONDS = 0.05

Motion = Literal["release", "press", "repeat"]
MOTIONS: tuple[Motion, ...] = get_args(Motion)


@dataclass(frozen=True, slots=True)
class KeyEvent:
    """What one key did; `key` is what its source calls it, `at_seconds` the time the source gave it."""

    key: str
    motion: Motion
    at_seconds: float


@dataclass(slots=True)
class _Held:
    """The key that is down.

    `waits`: nothing was said for it yet; `long`: what holding it still would mean, None where nothing does any more.
    """

    key: str
    command: Command
    since: float
    waits: bool
    long: Command | None
    repeated_at: float

    def is_long_at(self, now: float) -> bool:
        return self.long is not None and now - self.since >= LONG_PRESS_SECONDS


class Presses:
    """Hears key events in order, and tells what the remote said."""

    def __init__(self, profile: Profile, *, has_releases: bool = True) -> None:
        """`has_releases`: False for a source that may never tell when a key is let go; the first release tells."""
        self._profile = profile
        self._has_releases = has_releases
        self._held: _Held | None = None

    def use(self, profile: Profile) -> None:
        """From the next key on it is another remote."""
        self._profile = profile

    def let_go(self) -> None:
        """The key that is down means nothing any more."""
        self._held = None

    def hear(self, event: KeyEvent) -> Iterator[Command]:
        """The commands that are complete with this event."""
        held = self._held if self._held and self._held.key == event.key else None
        if event.motion == "release":
            self._has_releases = True
        if event.motion == "press":
            yield from self._end_held(event.at_seconds)
            yield from self._begin(event)
        elif held is None:
            return  # a key that was down before we came, or one of many at once
        elif event.motion == "repeat":
            yield from self._hold(held, event.at_seconds)
        else:
            yield from self._end_held(event.at_seconds, is_release=True)

    def _begin(self, event: KeyEvent) -> Iterator[Command]:
        command = self._profile.get(event.key)
        if command is None:
            return
        long = self._profile.long_presses.get(command) if self._has_releases else None
        waits = long is not None and command not in ACTS_AT_ONCE
        self._held = _Held(event.key, command, event.at_seconds, waits, long, event.at_seconds)
        if not waits:
            yield command

    def _hold(self, held: _Held, now: float) -> Iterator[Command]:
        can_repeat = held.command in STEPS and not held.waits
        if held.long is not None and held.is_long_at(now):
            yield held.long
            held.waits, held.long = False, None
        elif can_repeat and now - held.repeated_at >= 1 / REPEATS_PER_SECOND:
            held.repeated_at = now
            yield held.command

    def _end_held(self, now: float, *, is_release: bool = False) -> Iterator[Command]:
        """A release, or the next key, ends what is held; a long press whose release was lost means nothing."""
        held, self._held = self._held, None
        if held is None:
            return
        if held.long is not None and held.is_long_at(now):
            if is_release:
                yield held.long
        elif held.waits:
            yield held.command


class TerminalPresses:
    """Hears the commands of a terminal and tells which were meant: a held arrow steps, any other key counts once."""

    def __init__(self) -> None:
        self._command: Command | None = None
        self._heard_at = self._acted_at = float("-inf")

    def means(self, command: Command, at_seconds: float) -> bool:
        """Whether to act on it; `at_seconds` is when the terminal told it, however late it is handled."""
        is_held = command == self._command and at_seconds - self._heard_at < HELD_GAP_SECONDS
        self._command, self._heard_at = command, at_seconds
        can_step = command in STEPS and at_seconds - self._acted_at >= 1 / REPEATS_PER_SECOND
        if is_held and not can_step:
            return False
        self._acted_at = at_seconds
        return True
