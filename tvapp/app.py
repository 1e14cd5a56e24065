"""The television in a terminal: key events in, frames out. It decides nothing; `Television` does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from time import monotonic

from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Size as CellSize

from tvapp.adjusting import text_size_of
from tvapp.canvas import Canvas
from tvapp.frame import Size
from tvapp.household import Household
from tvapp.kiosk import OTHER_SIZE_WANTED
from tvapp.own_remote import OwnRemote
from tvapp.presses import TerminalPresses
from tvapp.remote import Command, Profile
from tvapp.talk import Heard
from tvapp.television import Television
from tvapp.terminal import watch_terminal
from tvapp.voice_link.joining import JoinedVoice

TICK_SECONDS = 1.0  # private screens count seconds
TICKS_BETWEEN_LOOKS = 5  # retries, opening hours and ages need no more


class TelevisionApp(App[None]):
    """Owns the terminal; every key goes through the remote's profile to the television."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "Screen { background: #0b1530; overflow: hidden; }"

    def __init__(
        self,
        television: Television,
        keys: Mapping[str, Command],
        *,
        memory_folder: Path,
        wall_clock: Callable[[], datetime],
        on_region: Callable[[str], None] = lambda region: None,
        on_tick: Callable[[], None] = lambda: None,
        own_remote: OwnRemote | None = None,
        leave_place: Callable[[str], None] | None = None,
        voice: JoinedVoice | None = None,
        clock: Callable[[], float] = monotonic,
        time_of_key: Callable[[events.Key], float] = lambda event: event.time,
    ) -> None:
        """`on_region` is told where the household lives, at start and whenever that changes; `on_tick` that we live;
        `own_remote` hears lessons and takes up what was taught; `leave_place` is told where the viewer is before the
        application ends to be started anew in another text size, and is None where nobody would start it; `voice`
        speaks and listens."""
        super().__init__()
        self._television, self._keys = television, keys
        self._wall_clock, self._leave_place = wall_clock, leave_place
        self._household = Household(memory_folder, television.memory, television.followed)
        self._region, self._text_size = television.memory.region, television.memory.text_size
        self._on_region, self._on_tick = on_region, on_tick
        self._own_remote, self._taught, self._is_lesson = own_remote, television.taught, False
        self._voice = voice
        self._clock, self._time_of_key, self._presses = clock, time_of_key, TerminalPresses()
        self._last_key_at = clock()
        self._ticks = 0
        self._is_terminal_gone = watch_terminal()
        self._canvas = Canvas()
        self._bindings.key_to_bindings.clear()  # the toolkit's own keys (ctrl+q, tab …) are no keys of a remote

    def compose(self) -> ComposeResult:
        yield self._canvas

    def on_mount(self) -> None:
        """From here on arriving data and passing time may change the picture."""
        self._television.data.on_change = self._data_arrived
        self._show_at_size(self.size)
        self.set_interval(TICK_SECONDS, self._tick)
        self._on_region(self._region)
        self._on_tick()
        if self._voice:
            self._voice.begin(self._television.memory, self._heard)

    def on_resize(self, event: events.Resize) -> None:
        """The window changed."""
        self._show_at_size(event.size)

    def on_key(self, event: events.Key) -> None:
        """A key of the keyboard or of a remote that types."""
        event.stop()
        event.prevent_default()
        if event.key == "ctrl+c":
            self.exit()
            return
        if self._is_lesson and self._television.remote_source == "terminal":
            self._hear(event.key)
            return
        command = self._keys.get(event.key)
        if command is not None and self._presses.means(command, self._time_of_key(event)):
            self._press(command)

    def command_arrived(self, command: Command) -> None:
        """Called from the thread that reads an input device."""
        if self.is_running:
            self.call_later(self._press, command)

    def _heard(self, heard: Heard) -> None:
        """Called from the thread of the conversation."""
        if self.is_running:
            self.call_later(self._converse, heard)

    def _converse(self, heard: Heard) -> None:
        self._last_key_at = self._clock()
        self._television.converse(heard, now=self._wall_clock())
        self._show()
        self._save()

    def _press(self, command: Command) -> None:
        self._last_key_at = self._clock()
        self._television.press(command, at_seconds=self._last_key_at, now=self._wall_clock())
        self._show()
        self._save()

    def _key_named(self, key: str) -> None:
        """Called from the thread that reads an input device, while a remote is taught."""
        if self.is_running:
            self.call_later(self._hear, key)

    def _hear(self, key: str) -> None:
        self._last_key_at = self._clock()
        self._television.hear(key, at_seconds=self._last_key_at)
        self._take_up(self._television.taught)
        self._show()
        self._save()

    def _take_up(self, taught: Profile | None) -> None:
        if taught is None or taught is self._taught or self._own_remote is None:
            return
        self._taught = taught
        profile = self._own_remote.take_up(taught)
        if self._television.remote_source == "terminal":
            self._keys = profile

    def _show_at_size(self, size: CellSize) -> None:
        self._television.resize(Size(max(size.width, 1), max(size.height, 1)))
        self._show()

    def _show(self) -> None:
        self._canvas.show(self._television.frame())
        is_lesson = self._television.page.hears_keys
        if is_lesson != self._is_lesson and self._own_remote is not None:
            self._is_lesson = is_lesson
            self._own_remote.let_hear(self._key_named if is_lesson else None)

    def _data_arrived(self) -> None:
        """Called from a fetching thread."""
        if self.is_running:
            self.call_later(self._refresh)

    def _refresh(self) -> None:
        self._television.refresh(now=self._wall_clock())
        self._show()
        self._save()

    def _tick(self) -> None:
        if self._is_terminal_gone():
            self.exit()
            return
        self._on_tick()
        self._ticks += 1
        is_due = self._ticks % TICKS_BETWEEN_LOOKS == 0
        if not (is_due or self._television.visit.route.is_private):
            return
        self._television.pass_time(self._clock() - self._last_key_at, now=self._wall_clock())
        self._show()

    def _save(self) -> None:
        memory = self._television.memory
        is_kept = self._household.keep(memory, self._television.followed)
        if self._voice:
            self._voice.adapt(memory)
        if memory.region != self._region:
            self._region = memory.region
            self._on_region(self._region)
        if memory.text_size != self._text_size:
            self._text_size = memory.text_size
            is_in_sight = self._text_size in ("", text_size_of(self._television.size.columns))
            if is_kept and not is_in_sight:
                self._start_anew()

    def _start_anew(self) -> None:
        """In the text size just chosen, on the same screen and item."""
        if self._leave_place is None:
            return
        visit = self._television.visit
        # A case is never carried over: whoever was looking at one is asked for it again.
        place = "case" if visit.route.is_private else f"{visit.route.text} {visit.focused}"
        with suppress(OSError):  # then it begins at home
            self._leave_place(place)
        self.exit(return_code=OTHER_SIZE_WANTED)
