"""Whether the terminal we draw on is still there. A window that was closed sends no key any more, and reading from it
only burns the processor: the television then ends, and its embedded server with it."""

from __future__ import annotations

import sys
import termios
from collections.abc import Callable


def watch_terminal() -> Callable[[], bool]:
    """Tells whether the terminal that was there at the call is gone. Where there was none, none can go."""
    descriptor = _descriptor()
    if descriptor is None or _is_gone(descriptor):
        return lambda: False
    return lambda: _is_gone(descriptor)


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
