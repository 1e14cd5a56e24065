"""Whether this box can be heard at all; asked before anything large is loaded."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path

CARDS = Path("/proc/asound/cards")
NO_CARDS = "no soundcards"
# Where the sound servers of a desktop listen, below XDG_RUNTIME_DIR.
SERVERS = ("pulse/native", "pipewire-0")
LOG = logging.getLogger(__name__)


def has_sound_card() -> bool:
    """False without the library, the system's part of it, or a card. Never raises."""
    if sys.platform == "linux" and not is_likely(CARDS, os.environ):
        return False
    try:
        import sounddevice  # type: ignore[import-untyped]  # with the system's part of it twenty megabytes

        sounddevice.query_devices(kind="output")
    except Exception as error:  # the library's own error class cannot be named before it is imported
        LOG.info("no sound card: %s", type(error).__name__)
        return False
    return True


def is_likely(cards: Path, environment: Mapping[str, str]) -> bool:
    """Whether the kernel knows a card, or a sound server listens."""
    if environment.get("PULSE_SERVER"):
        return True
    runtime = environment.get("XDG_RUNTIME_DIR", "")
    if runtime and any((Path(runtime) / name).exists() for name in SERVERS):
        return True
    try:
        return NO_CARDS not in cards.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False  # a kernel without sound
