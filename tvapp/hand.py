"""The hand that holds the remote: trembling, or resting on a key. Pure; the only clock is the time given."""

from __future__ import annotations

TAUGHT_KEY_SECONDS = 0.7  # while a remote is taught: a held key repeats after half a second and still counts once
DOUBLE_OK_SECONDS = 0.4  # a trembling finger presses twice; the second press must not choose on the new screen


class Hand:
    """Knows which presses were meant."""

    def __init__(self) -> None:
        self._changed_at = float("-inf")

    def changed_screen(self, at_seconds: float) -> None:
        """The key led to another screen."""
        self._changed_at = at_seconds

    def means_ok(self, at_seconds: float) -> bool:
        """Whether an OK at this time was meant for the screen in front."""
        return at_seconds - self._changed_at >= DOUBLE_OK_SECONDS

    def means_lesson_key(self, at_seconds: float) -> bool:
        """Whether a key of a lesson is another press, and not the last one trembling or held."""
        is_another = at_seconds - self._changed_at >= TAUGHT_KEY_SECONDS
        self._changed_at = at_seconds
        return is_another
