"""The remote a household taught its box: heard while it is taught, kept in a file, in use from then on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from content.faults import ContentError
from tvapp.input_device import InputDevice
from tvapp.memory import Memory
from tvapp.remote import OWN_REMOTE, Profile, load_profile, save_profile


class OwnRemote:
    """`given` is the remote the television was started with; `devices` are those that read it, none in a terminal."""

    def __init__(self, given: Profile, folder: Path) -> None:
        """`folder` holds the files of taught remotes."""
        self._given, self._folder = given, folder
        self.devices: list[InputDevice] = []

    def remembered(self, memory: Memory) -> Profile:
        """The remote to begin with: the taught one where there is one for this source and its file is whole."""
        with suppress(ContentError):
            own = load_profile(memory.remote, self._folder) if memory.remote else self._given
            return self._with_given(own) if own.source == self._given.source else self._given
        return self._given

    def let_hear(self, listener: Callable[[str], None] | None) -> None:
        """Sends the names of pressed keys to a lesson; None ends it."""
        for device in self.devices:
            device.listen(listener)

    def take_up(self, taught: Profile) -> Profile:
        """Uses it from now on and keeps it; a full disk only means that it has to be taught again."""
        with suppress(OSError, ContentError):
            save_profile(OWN_REMOTE, taught, self._folder)
        profile = self._with_given(taught)
        for device in self.devices:
            device.use(profile)
        return profile

    def _with_given(self, own: Profile) -> Profile:
        """Keys that were not taught go on meaning what they meant: no lesson leaves a box that hears nothing."""
        return replace(own, commands={**self._given.commands, **own.commands})
