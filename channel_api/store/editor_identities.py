"""Which account of an organisation's own sign-in belongs to which account here. An administrator links them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Connection, ForeignKey, String, Table, delete, insert, select

from channel_api.clock import to_stored
from channel_api.store.editors import EDITORS, LONGEST_NAME
from channel_api.store.metadata import METADATA

LONGEST_ISSUER = 200  # characters
LONGEST_SUBJECT = 255  # OpenID Connect Core 1.0, section 2

EDITOR_IDENTITIES = Table(
    "editor_identities",
    METADATA,
    Column("issuer", String(LONGEST_ISSUER), primary_key=True),
    Column("subject", String(LONGEST_SUBJECT), primary_key=True),
    Column("editor", String(LONGEST_NAME), ForeignKey(EDITORS.c.name), nullable=False, index=True),
    Column("linked_by", String(LONGEST_NAME), nullable=False),
    Column("linked_at", String(32), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Identity:
    """An account elsewhere: a subject means something only together with its issuer."""

    issuer: str
    subject: str


def find_owner(connection: Connection, identity: Identity) -> str | None:
    """The name of the account here."""
    wanted = select(EDITOR_IDENTITIES.c.editor).where(*_is(identity))
    return connection.execute(wanted).scalar_one_or_none()


def load_identities(connection: Connection, name: str) -> list[Identity]:
    """All that belong to one account here."""
    columns = (EDITOR_IDENTITIES.c.issuer, EDITOR_IDENTITIES.c.subject)
    wanted = select(*columns).where(EDITOR_IDENTITIES.c.editor == name).order_by(*columns)
    return [Identity(row.issuer, row.subject) for row in connection.execute(wanted)]


def link(connection: Connection, identity: Identity, name: str, *, by: str, now: datetime) -> None:
    """Raises KeyError where it is somebody's already."""
    if find_owner(connection, identity) is not None:
        raise KeyError(identity.subject)
    row = {"issuer": identity.issuer, "subject": identity.subject, "editor": name, "linked_by": by}
    connection.execute(insert(EDITOR_IDENTITIES).values({**row, "linked_at": to_stored(now)}))


def unlink(connection: Connection, identity: Identity, name: str) -> bool:
    """False where it was not linked with this account."""
    is_it = (*_is(identity), EDITOR_IDENTITIES.c.editor == name)
    return connection.execute(delete(EDITOR_IDENTITIES).where(*is_it)).rowcount > 0


def _is(identity: Identity) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (EDITOR_IDENTITIES.c.issuer == identity.issuer, EDITOR_IDENTITIES.c.subject == identity.subject)
