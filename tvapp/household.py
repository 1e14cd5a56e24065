"""What a household's box keeps on its disk, written when it changed: its memory, and the cases it follows."""

from __future__ import annotations

from pathlib import Path

from tvapp.followed import Followed, save_followed
from tvapp.memory import Memory, save_memory


class Household:
    """Knows what is on the disk. What a full disk refused is tried again with the next key."""

    def __init__(self, folder: Path, memory: Memory, followed: Followed) -> None:
        """`memory` and `followed` as they were loaded from the folder."""
        self._folder, self._memory, self._followed = folder, memory, followed

    def keep(self, memory: Memory, followed: Followed) -> bool:
        """Writes what changed; False where something could not be written."""
        if memory != self._memory and save_memory(self._folder, memory):
            self._memory = memory
        if followed != self._followed and save_followed(self._folder, followed):
            self._followed = followed
        return (memory, followed) == (self._memory, self._followed)
