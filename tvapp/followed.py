"""The case numbers a household follows: in a file only its user can read, nothing else beside them, and never a code.

The code is asked each time. Shown and said of a number are its last four characters.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from tvapp.whole_file import FOR_THE_USER_ONLY, write_whole

FOLLOWED_FILE = "followed-cases.json"
MOST_FOLLOWED = 5  # a household with more has forgotten the first ones; each gets a digit on every screen
TAIL_CHARACTERS = 4
_NUMBER = re.compile(r"[0-9A-Z]{6,50}")

Followed = tuple[str, ...]  # newest first


def load_followed(folder: Path) -> Followed:
    """What is followed; a missing or spoiled file means nothing is, and a strange entry is passed over."""
    try:
        plain = json.loads((folder / FOLLOWED_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()
    found = plain if isinstance(plain, list) else []
    numbers = [number for number in found if isinstance(number, str) and _NUMBER.fullmatch(number)]
    return tuple(dict.fromkeys(numbers))[:MOST_FOLLOWED]


def save_followed(folder: Path, followed: Followed) -> bool:
    """Writes it, or takes the file away where nothing is followed; False where the disk does not let us."""
    path = folder / FOLLOWED_FILE
    if followed:
        return write_whole(path, json.dumps(followed), mode=FOR_THE_USER_ONLY)
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def follow(followed: Followed, number: str) -> Followed:
    """With this one first; the oldest makes room."""
    return (number, *unfollow(followed, number))[:MOST_FOLLOWED]


def unfollow(followed: Followed, number: str) -> Followed:
    """Without this one."""
    return tuple(known for known in followed if known != number)


def tail_of(number: str) -> str:
    """What of a number may be shown and said."""
    return number[-TAIL_CHARACTERS:]
