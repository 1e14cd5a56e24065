"""What the box remembers of its household: where it lives and whether captions are shown. Nothing personal.

One small file, written whole and renamed into place, so that a lost plug never leaves half of it.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from content.model import NATIONAL_REGION
from tvapp.scene import Outcome

MEMORY_FILE = "television.json"


@dataclass(frozen=True, slots=True)
class Memory:
    """`region` six digits; 000000 = not chosen yet. `welcomed`: the three screens of the first start were seen."""

    region: str = NATIONAL_REGION
    captions: bool = True
    welcomed: bool = False

    def changed_by(self, outcome: Outcome) -> Memory:
        """The memory after a choice."""
        if outcome.forget:
            return Memory()
        captions = self.captions if outcome.captions is None else outcome.captions
        welcomed = self.welcomed or outcome.welcomed
        return replace(self, region=outcome.region or self.region, captions=captions, welcomed=welcomed)


def load_memory(folder: Path) -> Memory:
    """What was remembered; a missing or spoiled file means nothing was."""
    try:
        plain = json.loads((folder / MEMORY_FILE).read_text(encoding="utf-8"))
        region, captions, welcomed = plain["region"], plain["captions"], plain.get("welcomed", True)
    except (OSError, ValueError, KeyError, TypeError):
        return Memory()
    has_region = isinstance(region, str) and len(region) == 6 and region.isascii() and region.isdigit()
    is_sound = has_region and isinstance(captions, bool) and isinstance(welcomed, bool)
    return Memory(region, captions, welcomed) if is_sound else Memory()


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
