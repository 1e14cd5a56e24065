"""Whether this box can be heard at all; asked before anything large is loaded."""

from __future__ import annotations

import logging

LOG = logging.getLogger(__name__)


def has_sound_card() -> bool:
    """False without the library, the system's part of it, or a card. Never raises."""
    try:
        import sounddevice  # type: ignore[import-untyped]

        sounddevice.query_devices(kind="output")
    except Exception as error:  # the library's own error class cannot be named before it is imported
        LOG.info("no sound card: %s", type(error).__name__)
        return False
    return True
