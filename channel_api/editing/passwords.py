"""Which passwords are good enough. Length counts (NIST SP 800-63B); what everybody tries first counts for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

PasswordFault = Literal["too_short", "too_long", "too_common", "holds_name", "same"]

FEWEST_CHARACTERS = 12
MOST_CHARACTERS = 128  # more is somebody's file
FEWEST_OF_ITS_OWN = 6  # characters that remain without what everybody tries first
SHORTEST_RUN = 3  # abc, 123, aaa


def find_password_fault(password: str, name: str, common: Iterable[str]) -> PasswordFault | None:
    """None where it will do. `common`: pieces that everybody tries, in small letters."""
    if len(password) < FEWEST_CHARACTERS:
        return "too_short"
    if len(password) > MOST_CHARACTERS:
        return "too_long"
    plain = password.lower()
    if len(name) >= SHORTEST_RUN and name.lower() in plain:
        return "holds_name"
    for piece in sorted(common, key=len, reverse=True):
        plain = plain.replace(piece, "")
    own = "".join(_without_runs(plain))
    has_little = len(own) < FEWEST_OF_ITS_OWN or len(set(own)) < FEWEST_OF_ITS_OWN - 1
    is_repeated = re.fullmatch(r"(.{1,6}?)\1+", own) is not None
    return "too_common" if has_little or is_repeated else None


def _without_runs(text: str) -> Iterator[str]:
    """The characters that are not in a row of equal or neighbouring ones."""
    at = 0
    while at < len(text):
        end = at + 1
        step = ord(text[end]) - ord(text[at]) if end < len(text) else 0
        while end < len(text) and step in (-1, 0, 1) and ord(text[end]) - ord(text[end - 1]) == step:
            end += 1
        if end - at < SHORTEST_RUN:
            yield text[at]
            at += 1
        else:
            at = end
