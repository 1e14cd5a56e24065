"""Writes a small file whole or not at all, so that a pulled plug never leaves half of it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

FOR_THE_USER_ONLY = 0o600
FOR_EVERYBODY = 0o644


def write_whole(path: Path, text: str, *, mode: int = FOR_EVERYBODY) -> bool:
    """Writes beside the old file, then renames; False where the disk does not let us, and the old file stands.

    What a power cut left behind of an earlier attempt is cleared away first."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for left in path.parent.glob(f"{path.name}.*"):
            left.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        _settle(path.parent)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        return False
    return True


def _settle(folder: Path) -> None:
    """The new name itself reaches the disk too."""
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
