"""Accounts in the hands of administrators: made, changed, ended, signed out, linked. Each act is one transaction with
its trace.

Nobody gives or takes what reaches further than what they administer themselves, and nobody changes their own account:
a second administrator or the operator's command does.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence

from channel_api.belonging import Belonging
from channel_api.clock import Clock
from channel_api.editing.grants import Grant, codes_named, may_change, parse_grant
from channel_api.editing.workflow import Person
from channel_api.passwords import hash_password
from channel_api.persons import Account, account_of, grants_to_store, person_of, roles_to_store, spell_grants
from channel_api.store import editor_grants, editor_identities, editors, second_steps
from channel_api.store.database import Connection, Database
from channel_api.store.editing_trail import add_trace
from channel_api.store.editor_identities import LONGEST_SUBJECT, Identity
from channel_api.store.editors import LONGEST_NAME

PASSWORD_BYTES = 15  # 20 characters to type once: 120 bits
OPERATOR = "operator"  # who appears in the trail for what was done by command
MOST_GRANTS = 50  # more than anybody can read on a page


class NoSuchPersonError(Exception):
    """No account in use has this name."""


class PeopleFaultError(Exception):
    """What was typed cannot be done; `reason` is a key of the words of the pages."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    @property
    def is_forbidden(self) -> bool:
        """Whether somebody else may do it."""
        return self.reason in ("own_account", "beyond")


class PeopleDesk:
    """`by` None is the operator at the server itself, who may do everything."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._belonging = Belonging()

    def load_accounts(self, by: Person | None) -> list[Account]:
        """All accounts by name."""
        with self._database.read() as connection:
            regions = self._belonging.load_regions(connection)
            grants, confirmed = editor_grants.load_all_grants(connection), second_steps.load_confirmed(connection)
            people = editors.load_editors(connection)
        return [
            account_of(editor, grants.get(editor.name, []), editor.name in confirmed, by, regions) for editor in people
        ]

    def find_account(self, by: Person, name: str) -> Account:
        """Raises NoSuchPersonError."""
        with self._database.read() as connection:
            regions = self._belonging.load_regions(connection)
            editor = editors.find_editor(connection, name)
            if editor is None:
                raise NoSuchPersonError(name)
            grants = editor_grants.load_grants(connection, name)
            has_step = second_steps.is_confirmed(connection, name)
            identities = tuple(editor_identities.load_identities(connection, name))
        return account_of(editor, grants, has_step, by, regions, identities)

    def load_region_names(self) -> dict[str, str]:
        """By code, for those who read grants."""
        with self._database.read() as connection:
            return {code: region.name for code, region in self._belonging.load_regions(connection).items()}

    def count_texts(self, grants: Iterable[Grant]) -> dict[Grant, int]:
        """How many published texts each of them covers."""
        with self._database.read() as connection:
            return {grant: self._belonging.count_texts(connection, grant) for grant in grants}

    def parse_grants(self, roles: Iterable[str], department: str, region: str) -> list[Grant]:
        """Raises PeopleFaultError."""
        with self._database.read() as connection:
            regions = self._belonging.load_regions(connection)
        named = codes_named(region.strip(), regions)
        if len(named) > 1:
            raise PeopleFaultError("ambiguous_region")
        try:
            found = [parse_grant(role, department, (named or [region])[0], regions) for role in dict.fromkeys(roles)]
        except ValueError as error:
            raise PeopleFaultError(f"bad_{error}") from None
        if not found:
            raise PeopleFaultError("bad_role")
        return found

    def add(self, by: Person | None, name: str, grants: Sequence[Grant]) -> str:
        """The first password, readable this once. Raises PeopleFaultError."""
        if not is_good_name(name):
            raise PeopleFaultError("bad_name")
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        hashed, now = hash_password(password), self._clock()
        with self._database.write() as connection:
            self._require_mine(connection, by, grants)
            try:
                editors.add_editor(connection, name, hashed, roles_to_store(grants), now, has_first_password=True)
            except KeyError:
                raise PeopleFaultError("name_taken") from None
            editor_grants.write_grants(connection, name, grants_to_store(grants))
            self._trace(connection, by, "add", name, {"grants": spell_grants(grants)})
        return password

    def change_grants(
        self, by: Person | None, name: str, *, add: Iterable[Grant] = (), take: Iterable[Grant] = ()
    ) -> None:
        """Raises NoSuchPersonError, PeopleFaultError."""
        with self._database.write() as connection:
            before = self._require(connection, by, name)
            after = (before | frozenset(add)) - frozenset(take)
            if len(after) > MOST_GRANTS:
                raise PeopleFaultError("too_many_grants")
            self._require_mine(connection, by, after)
            if after == before:
                return
            editors.set_roles(connection, name, roles_to_store(after))
            editor_grants.write_grants(connection, name, grants_to_store(after))
            told = {"given": spell_grants(after - before), "taken": spell_grants(before - after)}
            self._trace(connection, by, "change_grants", name, told)

    def make_new_password(self, by: Person | None, name: str) -> str:
        """For whoever forgot theirs, readable this once; signs them out. Raises NoSuchPersonError, PeopleFaultError."""
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        hashed = hash_password(password)
        with self._database.write() as connection:
            self._require(connection, by, name)
            editors.set_password(connection, name, hashed, is_first=True)
            editors.end_sessions(connection, name)
            self._trace(connection, by, "new_password", name)
        return password

    def reset_second_step(self, by: Person | None, name: str) -> None:
        """For whoever lost the telephone; signs them out. Raises NoSuchPersonError, PeopleFaultError."""
        with self._database.write() as connection:
            self._require(connection, by, name)
            if not second_steps.forget_second_step(connection, name):
                raise PeopleFaultError("no_second_step")
            editors.end_sessions(connection, name)
            self._trace(connection, by, "reset_second_step", name)

    def end_sessions(self, by: Person | None, name: str) -> None:
        """Signs somebody out everywhere, oneself too. Raises NoSuchPersonError, PeopleFaultError."""
        with self._database.write() as connection:
            self._require(connection, by, name, may_be_self=True)
            ended = editors.end_sessions(connection, name)
            self._trace(connection, by, "end_sessions", name, {"sessions": str(ended)})

    def end(self, by: Person | None, name: str) -> None:
        """Nobody signs in with it any more, and its name stays taken. Raises NoSuchPersonError, PeopleFaultError."""
        with self._database.write() as connection:
            self._require(connection, by, name)
            editors.end_editor(connection, name, self._clock())
            self._trace(connection, by, "end", name)

    def link(self, by: Person | None, name: str, identity: Identity) -> None:
        """Whoever signs in elsewhere as this subject is this person here.

        Raises NoSuchPersonError, PeopleFaultError."""
        subject = identity.subject.strip()
        if not (0 < len(subject) <= LONGEST_SUBJECT and subject.isprintable()):
            raise PeopleFaultError("bad_subject")
        with self._database.write() as connection:
            self._require(connection, by, name)
            whose, now = by.name if by else OPERATOR, self._clock()
            try:
                editor_identities.link(connection, Identity(identity.issuer, subject), name, by=whose, now=now)
            except KeyError:
                raise PeopleFaultError("subject_taken") from None
            self._trace(connection, by, "link_account", name)

    def unlink(self, by: Person | None, name: str, identity: Identity) -> None:
        """Signs them out as well. Raises NoSuchPersonError, PeopleFaultError."""
        with self._database.write() as connection:
            self._require(connection, by, name)
            if not editor_identities.unlink(connection, identity, name):
                raise PeopleFaultError("no_account_link")
            editors.end_sessions(connection, name)
            self._trace(connection, by, "unlink_account", name)

    def _require(
        self, connection: Connection, by: Person | None, name: str, *, may_be_self: bool = False
    ) -> frozenset[Grant]:
        """The grants of an account in use that `by` may change."""
        editor = editors.find_editor(connection, name, is_held=True)
        if editor is None or editor.ended_at is not None:
            raise NoSuchPersonError(name)
        grants = person_of(editor, editor_grants.load_grants(connection, name)).all_grants
        if by is not None and by.name == name:
            if not may_be_self:
                raise PeopleFaultError("own_account")
            return grants
        self._require_mine(connection, by, grants)
        return grants

    def _require_mine(self, connection: Connection, by: Person | None, grants: Iterable[Grant]) -> None:
        if by is None:
            return
        is_allowed = by.is_administrator_somewhere and may_change(
            by.all_grants, grants, self._belonging.load_regions(connection)
        )
        if not is_allowed:
            raise PeopleFaultError("beyond")

    def _trace(
        self, connection: Connection, by: Person | None, act: str, name: str, told: dict[str, str] | None = None
    ) -> None:
        details = {key: value for key, value in (told or {}).items() if value}
        who = by.name if by else OPERATOR
        add_trace(connection, who=who, act=act, subject=name, now=self._clock(), details=details)


def is_good_name(name: str) -> bool:
    """Whether people can type and read it, and it is not taken for the operator."""
    is_plain = name.isprintable() and name == name.strip() and "/" not in name
    return is_plain and 0 < len(name) <= LONGEST_NAME and name not in (OPERATOR, ".", "..")
