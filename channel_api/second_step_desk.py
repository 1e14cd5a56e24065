"""The second step of signing in: a number of one's authenticator app, once each, or one of ten recovery codes.

The app's key is shown while it is set up, and stored only sealed; codes are stored as keyed hashes.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from channel_api import authenticator
from channel_api.cases.limits import Limit, seconds_to_wait
from channel_api.clock import Clock
from channel_api.config import Keys
from channel_api.editing.workflow import Person
from channel_api.sealing import seal, unseal
from channel_api.store import second_steps
from channel_api.store.database import Connection, Database
from channel_api.store.editing_trail import add_trace
from channel_api.store.limits import AttemptLog
from channel_api.store.second_steps import SecondStep

KEY_PURPOSE = "authenticator key"
CODE_PURPOSE = "recovery code"
NUMBER_PURPOSE = "second step"
CODES = 10
CODE_CHARACTERS = 10  # of 32 letters and digits: 50 bits each
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are taken for one another
# Wrong ones only. Three numbers are right at a time: 20 a day guess one in 45 years on average.
LIMITS = (Limit(most=5, within=timedelta(minutes=15)), Limit(most=20, within=timedelta(days=1)))
KEPT = timedelta(days=1)


class TooManyNumbersError(Exception):
    """Too many wrong numbers or codes for this account."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__("too many numbers")
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True, slots=True)
class SetUp:
    """What a person puts into the app."""

    key: str
    picture: str


class SecondStepDesk:
    """`site`: how the app calls what the number is for."""

    def __init__(self, database: Database, keys: Keys, clock: Clock, site: str) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._site = site

    def is_on(self, name: str, connection: Connection) -> bool:
        """Whether this person has the second step."""
        return second_steps.is_confirmed(connection, name)

    def count_codes(self, name: str) -> int:
        """How many recovery codes are left."""
        with self._database.read() as connection:
            return second_steps.count_recovery_codes(connection, name)

    def begin(self, person: Person) -> SetUp | None:
        """A new key, which nothing asks for before `confirm`; None where the second step is on already."""
        key, now = authenticator.make_key(), self._clock()
        sealed = seal(self._keys, _key_purpose(person.name), key)
        with self._database.write() as connection:
            known = second_steps.find_second_step(connection, person.name)
            is_on = known is not None and known.is_confirmed
            if not is_on:
                second_steps.begin_second_step(connection, person.name, sealed, now)
        return None if is_on else self._show(person, key)

    def find_begun(self, person: Person) -> SetUp | None:
        """What was begun and is not confirmed yet, to be shown again."""
        with self._database.write() as connection:
            known = second_steps.find_second_step(connection, person.name)
        key = self._open(person.name, known) if known and not known.is_confirmed else None
        return self._show(person, key) if key else None

    def _show(self, person: Person, key: str) -> SetUp:
        return SetUp(authenticator.grouped(key), authenticator.picture_of(key, name=person.name, site=self._site))

    def confirm(self, person: Person, typed: str) -> list[str] | None:
        """The recovery codes, readable this once; None for a wrong number. Raises TooManyNumbersError."""
        with self._database.write() as connection:
            step = second_steps.find_second_step(connection, person.name)
            if step is None or step.is_confirmed or not self._take(connection, person.name, step, typed):
                codes = None
            else:
                now = self._clock()
                second_steps.confirm_second_step(connection, person.name, now)
                codes = self._make_codes(connection, person.name)
                add_trace(connection, who=person.name, act="second_step", subject=person.name, now=now)
        return codes

    def make_new_codes(self, person: Person, typed: str) -> list[str] | None:
        """In place of all earlier ones; None for a wrong number. Raises TooManyNumbersError."""
        with self._database.write() as connection:
            codes = None
            if self.is_right(connection, person.name, typed):
                codes = self._make_codes(connection, person.name)
                add_trace(connection, who=person.name, act="new_codes", subject=person.name, now=self._clock())
        return codes

    def turn_off(self, person: Person, typed: str) -> bool:
        """False for a wrong number or code. Raises TooManyNumbersError."""
        with self._database.write() as connection:
            is_right = self.is_right(connection, person.name, typed)
            if is_right:
                second_steps.forget_second_step(connection, person.name)
                add_trace(connection, who=person.name, act="second_step_off", subject=person.name, now=self._clock())
        return is_right

    def is_right(self, connection: Connection, name: str, typed: str) -> bool:
        """Whether somebody who knows the password may go on: always where there is no second step.

        In a write transaction that is kept whatever comes of it. Raises TooManyNumbersError."""
        step = second_steps.find_second_step(connection, name)
        if step is None or not step.is_confirmed:
            return True
        if not typed.strip():  # forgotten, not guessed
            return False
        return self._take(connection, name, step, typed)

    def _take(self, connection: Connection, name: str, step: SecondStep, typed: str) -> bool:
        """A number or code that was taken is never taken again."""
        now = self._clock()
        log, key = AttemptLog(connection, now=now, keep=KEPT), self._keys.sign(NUMBER_PURPOSE, name)
        wait_seconds = seconds_to_wait(log.load([key])[0], LIMITS, now)
        if wait_seconds > 0:
            raise TooManyNumbersError(wait_seconds)
        is_right = self._take_number(connection, name, step, typed, now)
        is_right = is_right or second_steps.use_recovery_code(connection, name, self._hashes(name, typed))
        if not is_right:
            log.add([key], now)
        return is_right

    def _take_number(self, connection: Connection, name: str, step: SecondStep, typed: str, now: datetime) -> bool:
        key = self._open(name, step)
        found = authenticator.find_step(key, typed, now) if key is not None else None
        if found is None or found <= step.last_step:
            return False
        second_steps.note_step(connection, name, found)
        if key is not None and not self._is_sealed_now(name, step):
            second_steps.reseal(connection, name, seal(self._keys, _key_purpose(name), key))
        return True

    def _make_codes(self, connection: Connection, name: str) -> list[str]:
        codes = ["".join(secrets.choice(ALPHABET) for _ in range(CODE_CHARACTERS)) for _ in range(CODES)]
        second_steps.write_recovery_codes(connection, name, [self._hashes(name, code)[0] for code in codes])
        half = CODE_CHARACTERS // 2
        return [f"{code[:half]}-{code[half:]}" for code in codes]

    def _hashes(self, name: str, typed: str) -> list[str]:
        """By each valid key of the server, the current one first."""
        code = authenticator.plain_number(typed).lower()
        return [Keys((secret,)).sign(CODE_PURPOSE, f"{name}\0{code}") for secret in self._keys.secrets]

    def _open(self, name: str, step: SecondStep) -> str | None:
        """None where the server's key of that time is not valid any more: an administrator must reset it."""
        unsealed = unseal(self._keys, _key_purpose(name), step.sealed_key)
        return unsealed.text if unsealed else None

    def _is_sealed_now(self, name: str, step: SecondStep) -> bool:
        unsealed = unseal(self._keys, _key_purpose(name), step.sealed_key)
        return unsealed is not None and unsealed.is_current


def _key_purpose(name: str) -> str:
    """A sealed key copied into somebody else's row opens nothing."""
    return f"{KEY_PURPOSE}\0{name}"
