"""What somebody was writing when the session ended or something was owed: hidden fields until it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from flask import current_app, request

from content.understanding.identity_numbers import mask_digit_runs

EDITORS = "/editors/"
CARRIED = "text:"  # before the names of its fields, some of which are called as those of the sign-in are
# What stands in a form besides the text that is written; it is not carried over a sign-in.
WORDS = ("reason", "note", "text")  # a reason, an answer, a comment, beside a button
NOT_CARRIED = frozenset(("form", "password", "old", "new", "again"))


def page_behind() -> str:
    """The page to come back to: of a button that leads to no page of its own, the one it stood on."""
    pages = current_app.url_map.bind_to_environ(request.environ)
    if pages.test(request.path, "GET"):
        return request.path
    try:
        said = unquote(urlsplit(request.headers.get("Referer", "")).path)
    except ValueError:  # brackets that do not close
        said = ""
    is_page = said.startswith(EDITORS) and pages.test(said, "GET")
    return said if is_page else EDITORS


def find_carried() -> list[tuple[str, str]]:
    """What was typed in the form that came: all of a text's own form, of others what somebody put in words."""
    if "token" not in request.form or page_behind() != request.path:
        return [(name, said) for name in WORDS if (said := request.form.get(name, "").strip()) and _is_words(name)]
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_CARRIED]
    return typed if len(typed) > 1 else []  # a button alone sends its token and nothing that was typed


def _is_words(name: str) -> bool:
    """Elsewhere `text` names what was chosen, not what was typed."""
    return name != "text" or "/comments" in request.path


def typed_words(fields: Iterable[tuple[str, str]]) -> list[str]:
    """What was put in words beside a button."""
    return [mask_digit_runs(value) for name, value in fields if name in WORDS]


def read_carried() -> list[tuple[str, str]]:
    """The same, out of the form that carried it on."""
    named = [(name, value) for name, value in request.form.items(multi=True) if name.startswith(CARRIED)]
    return [(name.removeprefix(CARRIED), value) for name, value in named]
