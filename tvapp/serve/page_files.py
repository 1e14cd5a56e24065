"""The three files of the page, and what a browser is told about them. They name no other host."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

from content.yaml_text import load_plain
from tvapp.remote import Profile

HERE = Path(__file__).parent
KINDS = {"tv.css": "text/css", "tv.js": "text/javascript"}


def load_file(name: str) -> str:
    """One of KINDS."""
    return (HERE / "page" / name).read_text("utf-8")


def render_page(profile: Profile) -> str:
    """The page with the keys it may keep from the browser, and the words it says where the television cannot."""
    words = load_plain(HERE / "words.yaml")
    keys = {key: command.value for key, command in profile.items()}
    return load_file("tv.html").format(
        title=escape(words["title"]),
        opening=escape(words["opening"]),
        keys=escape(json.dumps(keys)),
        words=escape(json.dumps(words, ensure_ascii=False)),
    )


def security_headers(host: str) -> dict[str, str]:
    """Nothing from elsewhere, in no frame of another page. `host` is one we have checked to be ours."""
    # Older browsers do not count a WebSocket of the same host as 'self'.
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
        f"connect-src 'self' ws://{host} wss://{host}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
