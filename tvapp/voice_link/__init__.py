"""The only door from the television to the voice package: how numbers are said, and silence on the terminal; `joining`
speaks and listens."""

from __future__ import annotations

from voice.digits import GROUP_CHARACTERS, group, read_digits, read_number
from voice.library_noise import keep_noise_off_screen

__all__ = ["GROUP_CHARACTERS", "group", "keep_noise_off_screen", "read_digits", "read_number"]
