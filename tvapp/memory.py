"""What the box remembers of its household: where it lives, how it likes the picture, what it looked at last. No names.

One small file, written whole and renamed into place, so that a lost plug never leaves half of it.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from content.model import NATIONAL_REGION

MEMORY_FILE = "television.json"


THEMES = ("dark", "light", "yellow")
EDGES = (5, 8, 10)  # percent of the picture that this television may cut off at every edge
MOST_RECENT = 5


@dataclass(frozen=True, slots=True)
class Memory:
    """`region` six digits; 000000 = not chosen yet. `welcomed`: the three screens of the first start were seen.

    `recent`: guides looked at, newest first, never one about a matter people would hide; `remote`: the file of the
    remote this household taught its box, or empty."""

    region: str = NATIONAL_REGION
    captions: bool = True
    hints: bool = True
    welcomed: bool = False
    theme: str = THEMES[0]
    edge_percent: int = EDGES[0]
    remote: str = ""
    recent: tuple[str, ...] = ()

    @property
    def safe_share(self) -> float:
        """The share of the picture kept free at every edge."""
        return self.edge_percent / 100

    def with_recent(self, service: str) -> Memory:
        """The memory after a guide was looked at."""
        if self.recent[:1] == (service,):
            return self
        others = tuple(known for known in self.recent if known != service)
        return replace(self, recent=(service, *others)[:MOST_RECENT])


def load_memory(folder: Path) -> Memory:
    """What was remembered; a missing or spoiled file means nothing was, a spoiled setting is left at its beginning."""
    try:
        plain = json.loads((folder / MEMORY_FILE).read_text(encoding="utf-8"))
        region, captions, welcomed = plain["region"], plain["captions"], plain.get("welcomed", True)
    except (OSError, ValueError, KeyError, TypeError):
        return Memory()
    is_sound = _is_region(region) and isinstance(captions, bool) and isinstance(welcomed, bool)
    if not is_sound:
        return Memory()
    recent = plain.get("recent")
    names = [name for name in recent if isinstance(name, str)] if isinstance(recent, list) else []
    hints, theme, edge, remote = (plain.get(key) for key in ("hints", "theme", "edge_percent", "remote"))
    return Memory(
        region=region,
        captions=captions,
        hints=hints is not False,
        welcomed=welcomed,
        theme=theme if theme in THEMES else THEMES[0],
        edge_percent=edge if edge in EDGES else EDGES[0],
        remote=remote if isinstance(remote, str) else "",
        recent=tuple(names[:MOST_RECENT]),
    )


def _is_region(text: object) -> bool:
    return isinstance(text, str) and len(text) == 6 and text.isascii() and text.isdigit()


def save_memory(folder: Path, memory: Memory) -> bool:
    """Writes it; False where the disk does not let us (the television goes on without)."""
    target = folder / MEMORY_FILE
    draft = folder / f"{MEMORY_FILE}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with draft.open("w", encoding="utf-8") as file:
            json.dump(asdict(memory), file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError:
        return False
    return True
