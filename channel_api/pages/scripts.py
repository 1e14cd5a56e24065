"""The scripts of the pages, ours and those of others, each under a name that says which bytes it holds."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

# In the order they run: ours registers with both of the others, and Alpine begins when all have run.
SCRIPTS = ("vendored/htmx.js", "editors.js", "vendored/alpine.js")
HASH_CHARACTERS = 16


@cache
def load_scripts() -> dict[str, bytes]:
    """By name; the order is the one they run in."""
    folder = files("channel_api.pages")
    found: dict[str, bytes] = {}
    for script in SCRIPTS:
        content = folder.joinpath(script).read_bytes()
        stem = script.rpartition("/")[2].removesuffix(".js")
        found[f"{stem}.{hashlib.sha256(content).hexdigest()[:HASH_CHARACTERS]}.js"] = content
    return found
