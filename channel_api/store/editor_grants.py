"""Roles that hold for a department or a region only. Roles held everywhere stand with the account in `editors`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Column, Connection, ForeignKey, String, Table, delete, insert, select

from channel_api.store.editors import EDITORS, LONGEST_NAME
from channel_api.store.metadata import METADATA

LONGEST_DEPARTMENT = 60  # characters

EDITOR_GRANTS = Table(
    "editor_grants",
    METADATA,
    Column("editor", String(LONGEST_NAME), ForeignKey(EDITORS.c.name), primary_key=True),
    Column("role", String(20), primary_key=True),
    Column("department", String(LONGEST_DEPARTMENT), primary_key=True),
    Column("region", String(6), primary_key=True),
)


@dataclass(frozen=True, slots=True)
class StoredGrant:
    """One row; an empty department or region means all of them."""

    role: str
    department: str
    region: str


def load_grants(connection: Connection, name: str) -> list[StoredGrant]:
    """Those of one account, in a fixed order."""
    wanted = select(EDITOR_GRANTS).where(EDITOR_GRANTS.c.editor == name)
    columns = (EDITOR_GRANTS.c.region, EDITOR_GRANTS.c.department, EDITOR_GRANTS.c.role)
    return [StoredGrant(row.role, row.department, row.region) for row in connection.execute(wanted.order_by(*columns))]


def load_all_grants(connection: Connection) -> dict[str, list[StoredGrant]]:
    """By account."""
    columns = (EDITOR_GRANTS.c.editor, EDITOR_GRANTS.c.region, EDITOR_GRANTS.c.department, EDITOR_GRANTS.c.role)
    found: dict[str, list[StoredGrant]] = defaultdict(list)
    for row in connection.execute(select(EDITOR_GRANTS).order_by(*columns)):
        found[row.editor].append(StoredGrant(row.role, row.department, row.region))
    return found


def write_grants(connection: Connection, name: str, grants: Iterable[StoredGrant]) -> None:
    """In place of all that the account had."""
    connection.execute(delete(EDITOR_GRANTS).where(EDITOR_GRANTS.c.editor == name))
    rows = [
        {"editor": name, "role": grant.role, "department": grant.department, "region": grant.region}
        for grant in sorted(set(grants), key=lambda grant: (grant.role, grant.department, grant.region))
    ]
    if rows:
        connection.execute(insert(EDITOR_GRANTS), rows)
