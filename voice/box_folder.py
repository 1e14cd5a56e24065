"""Where a box keeps what it must not lose."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

DATA_FOLDER = "zhengwu-channel"


def data_folder(environment: Mapping[str, str]) -> Path:
    """The folder of this channel, from the environment of the process."""
    given = environment.get("CHANNEL_DATA_DIR")
    base = environment.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(given).expanduser() if given else Path(base).expanduser() / DATA_FOLDER
