"""What the box remembers of its household: where it lives, how it likes picture and sound, what it looked at last.

No names. One small file, written whole and renamed into place, so that a lost plug never leaves half of it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from content.model import NATIONAL_REGION
from tvapp.kiosk import GRIDS
from tvapp.whole_file import write_whole

MEMORY_FILE = "television.json"


THEMES = ("dark", "light", "yellow")
EDGES = (5, 8, 10)  # percent of the picture that this television may cut off at every edge
TEXT_SIZES = tuple(GRIDS)  # from small to largest
# Characters a minute. Older listeners prefer 180 to 200; below 130 a sentence falls apart, above 245 few can follow.
RATES = (130, 140, 155, 170, 185, 200, 215, 230, 245)
USUAL_RATE = 185
VOLUMES = (20, 40, 60, 80, 100)  # percent of what the box can do; 0 is what `speech_on` is for
USUAL_VOLUME = 80
VOICES = ("female", "male")
MOST_RECENT = 5

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Memory:
    """`region` six digits; 000000 = not chosen yet. `welcomed`: the three screens of the first start were seen.

    `recent`: guides looked at, newest first, never one about a matter people would hide; `remote`: the file of the
    remote this household taught its box, or empty; `text_size` empty = not chosen, `rate` in characters a minute,
    `volume` in percent."""

    region: str = NATIONAL_REGION
    captions: bool = True
    hints: bool = True
    welcomed: bool = False
    theme: str = THEMES[0]
    edge_percent: int = EDGES[0]
    remote: str = ""
    recent: tuple[str, ...] = ()
    speech_on: bool = True
    rate: int = USUAL_RATE
    volume: int = USUAL_VOLUME
    voice: str = VOICES[0]
    text_size: str = ""

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

    def forgotten(self) -> Memory:
        """Nothing of the household is left; a remote it taught stays, for without it nobody could press a key."""
        return Memory(remote=self.remote)


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
    return replace(_load_settings(plain), region=region, captions=captions, welcomed=welcomed)


def _load_settings(plain: dict[str, Any]) -> Memory:
    """What came to be remembered after the first of these files: each may be missing."""
    recent, remote = plain.get("recent"), plain.get("remote")
    names = [name for name in recent if isinstance(name, str)] if isinstance(recent, list) else []
    return Memory(
        hints=plain.get("hints") is not False,
        theme=_one_of(THEMES, plain.get("theme"), THEMES[0]),
        edge_percent=_one_of(EDGES, plain.get("edge_percent"), EDGES[0]),
        remote=remote if isinstance(remote, str) else "",
        recent=tuple(names[:MOST_RECENT]),
        speech_on=plain.get("speech_on") is not False,
        rate=_one_of(RATES, plain.get("rate"), USUAL_RATE),
        volume=_one_of(VOLUMES, plain.get("volume"), USUAL_VOLUME),
        voice=_one_of(VOICES, plain.get("voice"), VOICES[0]),
        text_size=_one_of(TEXT_SIZES, plain.get("text_size"), ""),
    )


def _one_of(values: Sequence[T], found: object, beginning: T) -> T:
    """The value of the list that was found, else the one to begin with."""
    return next((value for value in values if type(value) is type(found) and value == found), beginning)


def _is_region(text: object) -> bool:
    return isinstance(text, str) and len(text) == 6 and text.isascii() and text.isdigit()


def save_memory(folder: Path, memory: Memory) -> bool:
    """Writes it; False where the disk does not let us (the television goes on without)."""
    return write_whole(folder / MEMORY_FILE, json.dumps(asdict(memory)))
