"""The only door from the television to the voice package: how numbers are said; `joining` speaks and listens."""

from __future__ import annotations

from voice.digits import GROUP_CHARACTERS, group, read_digits, read_number

__all__ = ["GROUP_CHARACTERS", "group", "read_digits", "read_number"]
