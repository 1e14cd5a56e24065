"""What somebody was writing when the session ended or something was owed: hidden fields until it is kept."""

from __future__ import annotations

from flask import request

CARRIED = "text:"  # before the names of its fields, some of which are called as those of the sign-in are
# What stands in a form besides the text that is written; it is not carried over a sign-in.
NOT_CARRIED = frozenset(("form", "password", "old", "new", "again"))


def find_carried() -> list[tuple[str, str]]:
    """What was typed in the form that came; nothing where no token says that it was the form of a text."""
    if "token" not in request.form:
        return []
    return [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_CARRIED]


def read_carried() -> list[tuple[str, str]]:
    """The same, out of the form that carried it on."""
    named = [(name, value) for name, value in request.form.items(multi=True) if name.startswith(CARRIED)]
    return [(name.removeprefix(CARRIED), value) for name, value in named]
