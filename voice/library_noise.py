"""Keeps what libraries of sound print by themselves off the terminal: a picture or a line of text stands there."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path


def keep_noise_off_screen() -> Callable[[], None]:
    """From here on what libraries of sound print by themselves is lost. What a toolkit draws gets a way of its own to
    the same terminal. Returns what undoes it."""
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
