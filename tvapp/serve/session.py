"""One browser in front of the television: its keys in, messages for its page out. No network, no clock of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import cast

from tvapp.frame import Frame, Size
from tvapp.kiosk import GRIDS, USUAL
from tvapp.memory import Memory
from tvapp.own_remote import OwnRemote
from tvapp.presses import MOTIONS, KeyEvent, Motion, Presses
from tvapp.remote import Command
from tvapp.serve.pictures import Message, changes, whole
from tvapp.serve.place import Place, place_of
from tvapp.serve.sounds import Sounds
from tvapp.television import Television
from tvapp.theme import THEMES

MOST_KEYS_AT_ONCE = 20  # commands; a hand makes eight a second, and a program that floods must not slow the others
KEYS_PER_SECOND = 15
LOOK_SECONDS = 5.0  # retries, opening hours and ages need no more
MILLISECONDS = 1000


def parse_key(key: object, motion: object, at_milliseconds: object) -> KeyEvent | None:
    """What a page told of a key; None for what no page of ours would tell."""
    is_sound = isinstance(key, str) and motion in MOTIONS and isinstance(at_milliseconds, int | float)
    if not is_sound:
        return None
    return KeyEvent(cast(str, key), cast(Motion, motion), cast(float, at_milliseconds) / MILLISECONDS)


class Session:
    """Lives longer than a connection: a page that comes back finds its screen again, but never a case."""

    def __init__(
        self,
        television: Television,
        own_remote: OwnRemote,
        *,
        save: Callable[[Memory], None],
        clock: Callable[[], float],
        wall_clock: Callable[[], datetime],
        sounds: Sounds | None = None,
    ) -> None:
        """`own_remote` keeps the remote taught to this browser, `save` what else it remembers; `sounds`: what its page
        plays."""
        self.television = television
        self._sounds = sounds
        self._own_remote, self._save, self._clock, self._wall_clock = own_remote, save, clock, wall_clock
        self._profile, self._taught = own_remote.remembered(television.memory), television.taught
        self._presses = Presses(self._profile, has_releases=False)
        self._saved = television.memory
        self._sent: Frame | None = None
        self._told: Place = ()  # where the page knows that it is
        self._times_said = 0
        self._asked_size = USUAL
        self._key_at = self._looked_at = self._allowance_at = clock()
        self._allowance = float(MOST_KEYS_AT_ONCE)

    @property
    def is_waiting(self) -> bool:
        """Whether the screen waits for data."""
        return self.television.page.is_waiting

    def enter(self, text_size: str = "") -> None:
        """A page has connected: it gets everything anew, in the text size it asks for."""
        self._sent, self._told = None, ()
        self._presses = Presses(self._profile, has_releases=False)
        self._key_at = self._clock()
        self._asked_size = text_size if text_size in GRIDS else USUAL
        self._fit()
        self.refresh()

    def reopen(self, place: Place) -> None:
        """This program was started anew under a page that had been further than home."""
        self.television.history.reopen(place)

    def leave(self) -> None:
        """The page is gone, whoever comes next: what is personal goes with it."""
        self.television.history.drop_private()
        self.refresh()

    def hear(self, event: KeyEvent) -> None:
        """One motion of a key."""
        if self.television.page.hears_keys:
            self._presses.let_go()  # the last key that is taught must not act when it is released
            if event.motion == "press":
                self._learn(event.key)
            return
        for command in self._presses.hear(event):
            self.press(command)

    def press(self, command: Command) -> None:
        """One word of the remote; what comes faster than a hand can press is not heard."""
        if not self._is_allowed():
            return
        self._key_at = self._clock()
        self.television.press(command, at_seconds=self._key_at, now=self._wall_clock())
        self._fit()
        self._remember()

    def refresh(self) -> None:
        """Data arrived."""
        self.television.refresh(now=self._wall_clock())

    def pass_time(self) -> None:
        """Called every second, which only a private screen counts; all others are looked at more rarely."""
        now = self._clock()
        if self.television.visit.route.is_private or now - self._looked_at >= LOOK_SECONDS:
            self._looked_at = now
            self.television.pass_time(now - self._key_at, now=self._wall_clock())

    def message(self) -> Message | None:
        """What the page does not know yet; None where it knows everything."""
        before, frame, telling = self._sent, self.television.frame(), self.television.telling
        is_new = before is None or (before.size, before.theme) != (frame.size, frame.theme)
        message = whole(frame, THEMES[frame.theme]) if before is None or is_new else changes(before, frame)
        if is_new or telling.times_said != self._times_said:
            message = {**(message or {}), "said": list(telling.last_said)}
            if self._sounds and self.television.memory.speech_on:
                message["sounds"] = self._sounds.addresses(telling.last_said, self.television.memory)
        place = place_of(self.television.history)
        if message is not None and place != self._told:
            message["place"], self._told = place, place
        self._sent, self._times_said = frame, telling.times_said
        return message

    def _fit(self) -> None:
        """The text size of the settings; where none was chosen, the one the page asked for."""
        size = Size(*GRIDS[self.television.memory.text_size or self._asked_size])
        if size != self.television.size:
            self.television.resize(size)

    def _learn(self, key: str) -> None:
        self._key_at = self._clock()
        self.television.hear(key, at_seconds=self._key_at)
        taught = self.television.taught
        if taught is not None and taught is not self._taught:
            self._taught, self._profile = taught, self._own_remote.take_up(taught)
            self._presses.use(self._profile)
        self._remember()

    def _remember(self) -> None:
        if self.television.memory != self._saved:
            self._saved = self.television.memory
            self._save(self._saved)

    def _is_allowed(self) -> bool:
        now = self._clock()
        earned = (now - self._allowance_at) * KEYS_PER_SECOND
        self._allowance, self._allowance_at = min(self._allowance + earned, MOST_KEYS_AT_ONCE), now
        if self._allowance < 1:
            return False
        self._allowance -= 1
        return True
