"""Something to look at from a text that is not finished: what is missing is said to be, what is unreadable left out.

Pure. Only for looking: nothing made here is ever checked, stored or published.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from channel_api.editing.texts import Text
from content.faults import Fault

MOST_ROUNDS = 20  # mending one place can uncover another; real drafts take three
_STEP = re.compile(r"[^.\[\]]+")


def finish(text: Text, read: Callable[[Text], tuple[Any, list[Fault]]], unwritten: str) -> Any:
    """What `read` makes of the text as far as it goes, `unwritten` in place of texts it cannot be without; None where
    nothing helps."""
    plain: Any = deepcopy(text)
    tried: set[str] = set()
    for _ in range(MOST_ROUNDS):
        thing, faults = read(plain)
        if thing is not None:
            return thing
        for fault in reversed(faults):  # the last row first, so that the others keep their numbers
            _mend(plain, fault.key, unwritten, tried)
    return None


def _mend(plain: Any, key: str, unwritten: str, tried: set[str]) -> None:
    *steps, last = _STEP.findall(key) or [""]
    holder = _find(plain, steps)
    if isinstance(holder, dict) and last not in holder:
        tried.add(key)
        holder[last] = unwritten
    elif key in tried:  # a number or a choice that nothing can stand in for: without what it belongs to
        _remove(plain, steps)
    else:
        _remove(plain, [*steps, last])


def _remove(plain: Any, steps: list[str]) -> None:
    """Nothing where it is gone already."""
    holder = _find(plain, steps[:-1])
    if isinstance(holder, list) and steps[-1].isdigit() and int(steps[-1]) < len(holder):
        del holder[int(steps[-1])]
    elif isinstance(holder, dict):
        holder.pop(steps[-1] if steps else "", None)


def _find(plain: Any, steps: list[str]) -> Any:
    for step in steps:
        if isinstance(plain, list):
            plain = plain[int(step)] if step.isdigit() and int(step) < len(plain) else None
        else:
            plain = plain.get(step) if isinstance(plain, dict) else None
    return plain
