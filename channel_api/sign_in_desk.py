"""Lets editors in and out: accounts, sessions, and how often somebody may try."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from channel_api.cases.limits import Limit, seconds_to_wait
from channel_api.clock import Clock
from channel_api.config import Keys
from channel_api.editing.passwords import PasswordFault, find_password_fault
from channel_api.editing.workflow import Person
from channel_api.passwords import hash_password, is_right_password
from channel_api.persons import person_of
from channel_api.second_step_desk import SecondStepDesk
from channel_api.store import editor_grants, editor_identities, editors
from channel_api.store.database import Connection, Database
from channel_api.store.editing_trail import add_trace
from channel_api.store.editor_identities import Identity
from channel_api.store.editors import Session
from channel_api.store.limits import AttemptLog

NAME_PURPOSE = "editor name"
ADDRESS_PURPOSE = "editor address"
PAIR_PURPOSE = "editor name and address"
FORM_PURPOSE = "editor form"
LONGEST_TRIED = 200  # characters of a name or password that are looked at

# Every try counts, the right ones too: two at once must not slip through while the first is being verified.
PAIR_LIMITS = (Limit(most=8, within=timedelta(minutes=15)),)
ADDRESS_LIMITS = (Limit(most=30, within=timedelta(minutes=15)),)
# Guessed from many addresses at once; the owner waits too, but for an hour at most.
NAME_LIMITS = (Limit(most=40, within=timedelta(hours=1)),)
KEPT = timedelta(hours=1)


class TooManyTriesError(Exception):
    """Too many tries with this name or from this address."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__("too many tries")
        self.retry_after_seconds = retry_after_seconds


class WeakPasswordError(Exception):
    """A new password that is not good enough; `fault` is a key of the words."""

    def __init__(self, fault: PasswordFault) -> None:
        super().__init__(fault)
        self.fault = fault


Owed = Literal["password", "second_step"]
"""A password that nobody else knows, or the second step where the operator requires it."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is here, and the secret that the forms of this session carry. `owes`: what has to be done before anything
    else; a sign-in elsewhere has rules of its own for passwords and second steps."""

    person: Person
    form_secret: str
    owes: Owed | None = None


class SignInDesk:
    """`common`: pieces of passwords that everybody tries first; `is_second_step_required`: of everybody who signs in
    with a password."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        clock: Clock,
        common: Sequence[str],
        *,
        second_step: SecondStepDesk,
        is_second_step_required: bool = False,
    ) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._common = common
        self._second_step = second_step
        self._is_second_step_required = is_second_step_required

    def sign_in(self, name: str, password: str, number: str = "", *, address: str) -> str | None:
        """The token of a new session; None for a wrong name, password or number, which are not told apart.

        Raises TooManyTriesError, TooManyNumbersError."""
        name = "".join(filter(str.isprintable, name.strip()[:LONGEST_TRIED]))  # no database takes a zero byte
        password = password[:LONGEST_TRIED]
        self._count_try(name, address)
        with self._database.read() as connection:
            editor = editors.find_editor(connection, name)
        is_open = editor is not None and editor.ended_at is None
        if not is_right_password(password, editor.password_hash if editor and is_open else None):
            return None
        with self._database.write() as connection:
            now = self._clock()
            is_right = self._second_step.is_right(connection, name, number)
            # A wrong number after the right password is worth a look: somebody may know one and lack the other.
            act = "sign_in" if is_right else "wrong_number"
            if is_right or number:
                add_trace(connection, who=name, act=act, subject=name, now=now)
            return editors.begin_session(connection, name, now) if is_right else None

    def sign_in_linked(self, identity: Identity) -> str | None:
        """The token of a new session for whoever proved elsewhere to be this; None where nobody here is linked."""
        with self._database.write() as connection:
            name = editor_identities.find_owner(connection, identity)
            editor = editors.find_editor(connection, name) if name else None
            if editor is None or editor.ended_at is not None:
                return None
            now, told = self._clock(), {"door": identity.issuer}
            add_trace(connection, who=editor.name, act="sign_in", subject=editor.name, now=now, details=told)
            return editors.begin_session(connection, editor.name, now, door="provider")

    def find_signed_in(self, token: str, *, is_use: bool = True) -> SignedIn | None:
        """Whose session this is; None where there is none, or where it is over.

        Not `is_use`: a page that asks by itself while nobody sits before it keeps no session alive."""
        if not token:
            return None
        now = self._clock()
        with self._database.read() as connection:
            found = editors.find_session(connection, token, now)
            grants = editor_grants.load_grants(connection, found.editor.name) if found else []
            owes = self._owed(connection, found) if found else None
        if found is None:
            return None
        if found.is_to_be_noted and is_use:
            with self._database.write() as connection:
                editors.note_use(connection, token, now)
        return SignedIn(person_of(found.editor, grants), self._keys.sign(FORM_PURPOSE, token), owes)

    def is_form_of(self, token: str, secret: str) -> bool:
        """Whether a form came from a page of this session, and not from somebody else's."""
        return self._keys.matches(FORM_PURPOSE, token, secret)

    def _owed(self, connection: Connection, session: Session) -> Owed | None:
        if session.door != "password":
            return None
        if session.editor.has_first_password:
            return "password"
        is_needed = self._is_second_step_required and not self._second_step.is_on(session.editor.name, connection)
        return "second_step" if is_needed else None

    def sign_out(self, token: str) -> None:
        with self._database.write() as connection:
            editors.end_session(connection, token)

    def change_password(self, person: Person, old: str, new: str, *, token: str, address: str) -> bool:
        """False where the old one is wrong; all other sessions end. Raises WeakPasswordError, TooManyTriesError."""
        self._count_try(person.name, address)
        with self._database.read() as connection:
            editor = editors.find_editor(connection, person.name)
        if editor is None or not is_right_password(old[:LONGEST_TRIED], editor.password_hash):
            return False
        if new == old:  # whoever made a first password would go on knowing it
            raise WeakPasswordError("same")
        hashed = self.hash_good(new, person.name)
        with self._database.write() as connection:
            editors.set_password(connection, person.name, hashed)
            editors.end_sessions(connection, person.name, but=token)
            add_trace(connection, who=person.name, act="password", subject=person.name, now=self._clock())
        return True

    def hash_good(self, password: str, name: str) -> str:
        """What is stored of a new password. Raises WeakPasswordError."""
        fault = find_password_fault(password, name, self._common)
        if fault is not None:
            raise WeakPasswordError(fault)
        return hash_password(password)

    def count_address(self, address: str) -> None:
        """One more try from there, of which the name is not known yet. Raises TooManyTriesError."""
        self._count({self._keys.sign(ADDRESS_PURPOSE, address): ADDRESS_LIMITS})

    def _count_try(self, name: str, address: str) -> None:
        limits = {
            self._keys.sign(NAME_PURPOSE, name): NAME_LIMITS,
            self._keys.sign(ADDRESS_PURPOSE, address): ADDRESS_LIMITS,
            self._keys.sign(PAIR_PURPOSE, f"{name}\0{address}"): PAIR_LIMITS,
        }
        self._count(limits)

    def _count(self, limits: Mapping[str, Sequence[Limit]]) -> None:
        now, keys = self._clock(), sorted(limits)
        with self._database.write() as connection:
            log = AttemptLog(connection, now=now, keep=KEPT)
            tried = dict(zip(keys, log.load(keys), strict=True))
            wait_seconds = max(seconds_to_wait(tried[key], limits[key], now) for key in keys)
            if wait_seconds > 0:
                raise TooManyTriesError(wait_seconds)
            log.add(keys, now)
