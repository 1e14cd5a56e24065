"""The television in a terminal: key events in, frames out. It decides nothing; `Television` does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from time import monotonic

from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Size as CellSize

from tvapp.canvas import Canvas
from tvapp.frame import Size
from tvapp.memory import save_memory
from tvapp.remote import Command
from tvapp.television import Television

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
    ) -> None:
        """`on_region` is told where the household lives, at start and whenever that changes; `on_tick` that we live."""
        super().__init__()
        self._television, self._keys = television, keys
        self._memory_folder, self._wall_clock = memory_folder, wall_clock
        self._saved = television.memory
        self._on_region, self._on_tick = on_region, on_tick
        self._last_key_at = monotonic()
        self._ticks = 0
        self._canvas = Canvas()
        self._bindings.key_to_bindings.clear()  # the toolkit's own keys (ctrl+q, tab …) are no keys of a remote

    def compose(self) -> ComposeResult:
        yield self._canvas

    def on_mount(self) -> None:
        """From here on arriving data and passing time may change the picture."""
        self._television.data.on_change = self._data_arrived
        self._show_at_size(self.size)
        self.set_interval(TICK_SECONDS, self._tick)
        self._on_region(self._saved.region)
        self._on_tick()

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
        command = self._keys.get(event.key)
        if command is not None:
            self._press(command)

    def command_arrived(self, command: Command) -> None:
        """Called from the thread that reads an input device."""
        if self.is_running:
            self.call_later(self._press, command)

    def _press(self, command: Command) -> None:
        self._last_key_at = monotonic()
        self._television.press(command, at_seconds=self._last_key_at, now=self._wall_clock())
        self._show()
        self._save()

    def _show_at_size(self, size: CellSize) -> None:
        self._television.resize(Size(max(size.width, 1), max(size.height, 1)))
        self._show()

    def _show(self) -> None:
        self._canvas.show(self._television.frame())

    def _data_arrived(self) -> None:
        """Called from a fetching thread."""
        if self.is_running:
            self.call_later(self._refresh)

    def _refresh(self) -> None:
        self._television.refresh(now=self._wall_clock())
        self._show()

    def _tick(self) -> None:
        self._on_tick()
        self._ticks += 1
        is_due = self._ticks % TICKS_BETWEEN_LOOKS == 0
        if not (is_due or self._television.visit.route.is_private):
            return
        self._television.pass_time(monotonic() - self._last_key_at, now=self._wall_clock())
        self._show()

    def _save(self) -> None:
        if self._television.memory != self._saved:
            self._saved = self._television.memory
            save_memory(self._memory_folder, self._saved)
            self._on_region(self._saved.region)
