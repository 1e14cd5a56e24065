"""The random id of this box, made at its first start. It serves statistics only and says nothing about anybody."""

from __future__ import annotations

import os
import re
from pathlib import Path

DEVICE_FILE = "device"
RANDOM_BYTES = 16
_DEVICE = re.compile(r"[0-9a-f]{32}")


def load_device(folder: Path) -> str | None:
    """The id kept in the folder, made and kept there (readable by this user only) where there is none.

    None where it cannot be kept: a new one at every start would count one household as many."""
    path = folder / DEVICE_FILE
    found = _find(path)
    if found is not None:
        return found
    made = os.urandom(RANDOM_BYTES).hex()
    draft = folder / f"{DEVICE_FILE}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(made)
        draft.replace(path)
    except OSError:
        return None
    return made


def _find(path: Path) -> str | None:
    """What is kept; a spoiled file means nothing is."""
    try:
        text = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return text if _DEVICE.fullmatch(text) else None
