"""Whether the terminal we draw on is still there. A window that was closed sends no key any more, and reading from it
only burns the processor: the television then ends, and its embedded server with it."""

from __future__ import annotations

import os
import sys
import termios
from collections.abc import Callable
from pathlib import Path


def watch_terminal() -> Callable[[], bool]:
    """Tells whether the terminal that was there at the call is gone. Where there was none, none can go."""
    descriptor = _descriptor()
    if descriptor is None or _is_gone(descriptor):
        return lambda: False
    return lambda: _is_gone(descriptor)


def keep_noise_off_screen() -> Callable[[], None]:
    """From here on what libraries of sound print by themselves is lost, for it would stand in the picture.
    What the toolkit draws gets a way of its own to the same terminal. Returns what undoes it."""
    before = sys.__stderr__
    try:
        screen = os.dup(2)
    except OSError:  # nothing there to draw on
        return lambda: None
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    sys.__stderr__ = open(screen, "w", encoding="utf-8", buffering=1, closefd=False)  # type: ignore[misc]  # noqa: SIM115

    def restore() -> None:
        sys.__stderr__ = before  # type: ignore[misc]
        os.dup2(screen, 2)
        os.close(screen)

    return restore


def _descriptor() -> int | None:
    try:
        return sys.__stdin__.fileno() if sys.__stdin__ else None
    except ValueError:  # closed
        return None


def _is_gone(descriptor: int) -> bool:
    try:
        termios.tcgetattr(descriptor)
    except (termios.error, OSError):
        return True
    return False
