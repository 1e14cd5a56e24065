"""What was said, without the marks a recogniser or a hand may put between words: most write none, so none may tell."""

from __future__ import annotations

import re

_MARKS = re.compile(r"[\s，,、。.！!？?；;：:…~]+")


def dense_of(said: str) -> str:
    """Without marks and blanks."""
    return _MARKS.sub("", said)


def clauses_marked(said: str) -> str:
    """With one and the same mark wherever there were any."""
    return _MARKS.sub("，", said)
