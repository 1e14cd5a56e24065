"""What each browser remembers, in a folder of its own; the random name in its cookie is nowhere on the disk."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

from tvapp.memory import Memory, load_memory, save_memory

MOST_MEMORIES = 2000  # each some hundred bytes; who comes with a new cookie every time must not fill the disk


class Memories:
    """A folder of memories."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def remotes(self, browser: str) -> Path:
        """Where the remote taught to a browser is kept."""
        return self._place(browser) / "remotes"

    def load(self, browser: str) -> Memory:
        """An unknown browser remembers nothing."""
        return load_memory(self._place(browser))

    def save(self, browser: str, memory: Memory) -> None:
        """Written only when something was chosen; where the folder is full, the oldest make room. A full disk only
        means that it has to be chosen again."""
        place = self._place(browser)
        if not place.exists():
            self._make_room()
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            save_memory(place, memory)

    def _place(self, browser: str) -> Path:
        return self._folder / sha256(browser.encode()).hexdigest()[:32]

    def _make_room(self) -> None:
        try:
            places = sorted(self._folder.iterdir(), key=lambda place: place.stat().st_mtime)
        except OSError:
            return  # nobody has chosen anything yet
        for place in places[: max(len(places) - MOST_MEMORIES + 1, 0)]:
            rmtree(place, ignore_errors=True)
