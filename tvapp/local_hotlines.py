"""The public telephone numbers packaged with the box: an emergency does not wait for a server."""

from __future__ import annotations

from functools import cache

from content.codec import decode
from content.files import content_folder
from content.model import Hotline
from content.yaml_text import load_plain


@cache
def load_local_hotlines() -> tuple[Hotline, ...]:
    """In their order. Raises FaultyContentError where the packaged file is broken."""
    lines = load_plain(content_folder() / "hotlines.yaml")
    return tuple(sorted((decode(Hotline, line, from_text=True) for line in lines), key=lambda line: line.order))
