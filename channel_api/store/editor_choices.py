"""What editors chose for themselves, as one small JSON text a person. What it means is not known here."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, String, Table, Text, insert, select, update

from channel_api.store.editors import EDITORS, LONGEST_NAME
from channel_api.store.metadata import METADATA

EDITOR_CHOICES = Table(
    "editor_choices",
    METADATA,
    Column("editor", String(LONGEST_NAME), ForeignKey(EDITORS.c.name), primary_key=True),
    Column("choices", Text, nullable=False),
)


def load_choices(connection: Connection) -> dict[str, dict[str, Any]]:
    """Everybody's who chose anything."""
    rows = connection.execute(select(EDITOR_CHOICES)).all()
    return {row.editor: json.loads(row.choices) for row in rows}


def find_choices(connection: Connection, name: str) -> dict[str, Any]:
    """Empty where somebody never chose."""
    found = connection.execute(select(EDITOR_CHOICES.c.choices).where(EDITOR_CHOICES.c.editor == name)).scalar()
    return json.loads(found) if found else {}


def write_choices(connection: Connection, name: str, choices: dict[str, Any]) -> None:
    """In place of those of before."""
    told = {"choices": json.dumps(choices, ensure_ascii=False, sort_keys=True)}
    changed = connection.execute(update(EDITOR_CHOICES).where(EDITOR_CHOICES.c.editor == name).values(told))
    if not changed.rowcount:
        connection.execute(insert(EDITOR_CHOICES).values(editor=name, **told))
