"""Accounts as they are stored, and the people with their rights as the rules know them: one becomes the other here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from channel_api.editing.grants import ROLES, Grant, may_change
from channel_api.editing.workflow import Person
from channel_api.store import editors
from channel_api.store.database import Connection
from channel_api.store.editor_grants import StoredGrant, load_grants
from channel_api.store.editor_identities import Identity
from channel_api.store.editors import Editor
from content.model import Region


def find_person(connection: Connection, name: str) -> Person | None:
    """Somebody with the rights of today; None where no account in use has this name."""
    editor = editors.find_editor(connection, name)
    is_open = editor is not None and editor.ended_at is None
    return person_of(editor, load_grants(connection, name)) if editor and is_open else None


def person_of(editor: Editor, grants: Sequence[StoredGrant] = ()) -> Person:
    """Roles that a newer version stored and this one does not know give nobody any right."""
    known = frozenset(role for role in ROLES if role in editor.roles)
    narrow = [Grant(role, grant.department, grant.region) for grant in grants for role in ROLES if role == grant.role]
    return Person(editor.name, known, frozenset(narrow))


def roles_to_store(grants: Iterable[Grant]) -> list[str]:
    """The roles that hold everywhere, which stand with the account."""
    return sorted({grant.role for grant in grants if grant.is_everywhere})


def grants_to_store(grants: Iterable[Grant]) -> list[StoredGrant]:
    """All others, a row each."""
    return [StoredGrant(grant.role, grant.department, grant.region) for grant in grants if not grant.is_everywhere]


def spell_grants(grants: Iterable[Grant]) -> str:
    """For trail and terminal: `editor` everywhere, `editor@330100`, `editor:民政@330100`."""
    said = []
    for grant in grants:
        department = f":{grant.department}" if grant.department else ""
        said.append(f"{grant.role}{department}{f'@{grant.region}' if grant.region else ''}")
    return " ".join(sorted(said))


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account with all that is to be seen of it. `may_change`: by whoever looks."""

    editor: Editor
    grants: tuple[Grant, ...]
    has_second_step: bool
    identities: tuple[Identity, ...] = ()
    may_change: bool = False


def account_of(
    editor: Editor,
    stored: Sequence[StoredGrant],
    has_second_step: bool,
    by: Person | None,
    regions: dict[str, Region],
    identities: tuple[Identity, ...] = (),
) -> Account:
    """As `by` sees it; None is the operator."""
    grants = person_of(editor, stored).all_grants
    is_others = by is None or (by.name != editor.name and may_change(by.all_grants, grants, regions))
    return Account(
        editor=editor,
        grants=tuple(sorted(grants, key=lambda grant: (grant.region, grant.department, grant.role))),
        has_second_step=has_second_step,
        identities=identities,
        may_change=is_others and editor.ended_at is None,
    )
