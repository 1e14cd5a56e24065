"""Where the keyboard goes on after rows of a form were added, moved or removed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from channel_api.editing.forms import RowOrder


def focus_after(order: RowOrder, text: Mapping[str, Any]) -> str:
    """The id of the row to go on in: the new or moved one, or what took the place of the one removed.

    `text`: the form after the order was carried out. Where no row is left, the id of the list."""
    rows = _rows_at(text, order.list_name)
    wanted = {"add": rows - 1, "up": order.row - 1, "down": order.row + 1}.get(order.act, order.row)
    place = max(0, min(wanted, rows - 1))
    return f"{order.list_name}.{place}" if rows else order.list_name


def _rows_at(text: Mapping[str, Any], name: str) -> int:
    """How many rows stand at a place such as `questions.0.answers`."""
    found: Any = text
    for part in name.split("."):
        if isinstance(found, Mapping):
            found = found.get(part)
        elif isinstance(found, list) and part.isdigit() and int(part) < len(found):
            found = found[int(part)]
        else:
            return 0
    return len(found) if isinstance(found, list) else 0
