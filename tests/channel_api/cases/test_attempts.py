"""Attempts are counted in the database: a restart forgets nothing, and guesses sent at once are counted one by one."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from threading import Barrier

from sqlalchemy import select

from channel_api.cases.limits import LONGEST_WINDOW
from channel_api.cases.lookup import CaseDoor, Limited, NotFound
from channel_api.runtime import Services
from channel_api.store.case_tables import ATTEMPTS
from channel_api.store.cases import CaseLedger
from channel_api.store.database import Database
from channel_api.store.limits import AttemptLog
from tests.channel_api.conftest import NOW

KEYS = ["a" * 64, "b" * 64]
AT_ONCE = 8


@dataclass(frozen=True)
class Guess:
    """One wrong code for one number from one address."""

    services: Services
    number: str
    address: str

    def send(self, together: Barrier) -> object:
        together.wait()
        with self.services.database.write() as connection:
            attempts = AttemptLog(connection, now=NOW, keep=LONGEST_WINDOW)
            door = CaseDoor(ledger=CaseLedger(connection), attempts=attempts, keys=self.services.keys)
            return door.open(self.number, "000000", address=self.address, now=NOW)


def send_at_once(guesses: list[Guess]) -> list[object]:
    together = Barrier(len(guesses))
    with ThreadPoolExecutor(len(guesses)) as pool:
        return list(pool.map(lambda guess: guess.send(together), guesses))


def test_what_a_wrong_clock_noted_locks_nobody_out_until_that_day(services: Services) -> None:
    with services.database.write() as connection:
        fast = AttemptLog(connection, now=NOW + timedelta(days=3650), keep=LONGEST_WINDOW)
        for _ in range(9):
            fast.add(KEYS, NOW + timedelta(days=3650))
    with services.database.write() as connection:
        replica_a_second_behind = AttemptLog(connection, now=NOW, keep=LONGEST_WINDOW)
        assert replica_a_second_behind.load(KEYS) == [[], []]
        replica_a_second_behind.add(KEYS, NOW + timedelta(seconds=1))
    with services.database.write() as connection:
        counted = [NOW + timedelta(seconds=1)]
        assert AttemptLog(connection, now=NOW, keep=LONGEST_WINDOW).load(KEYS) == [counted, counted]


def test_a_new_connection_remembers(services: Services) -> None:
    with services.database.write() as connection:
        log = AttemptLog(connection, now=NOW, keep=LONGEST_WINDOW)
        assert log.load(KEYS) == [[], []]
        log.add(KEYS[:1], NOW)
    services.database.close()
    with services.database.write() as connection:
        assert AttemptLog(connection, now=NOW, keep=LONGEST_WINDOW).load(KEYS) == [[NOW], []]


def test_what_is_older_than_any_window_is_forgotten_and_leaves_no_row(services: Services) -> None:
    later = NOW + LONGEST_WINDOW + timedelta(seconds=1)
    with services.database.write() as connection:
        AttemptLog(connection, now=NOW, keep=LONGEST_WINDOW).add(KEYS[:1], NOW)
    with services.database.write() as connection:
        log = AttemptLog(connection, now=later, keep=LONGEST_WINDOW)
        log.add(KEYS[1:], later)
        assert list(connection.execute(select(ATTEMPTS.c.key)).scalars()) == KEYS[1:]


def test_guesses_sent_at_once_are_counted_one_after_the_other(services: Services) -> None:
    guesses = [Guess(services, "330106260001", f"203.0.113.{turn}") for turn in range(AT_ONCE)]
    answers = send_at_once(guesses)
    assert answers.count(NotFound()) == 5
    assert sum(isinstance(answer, Limited) for answer in answers) == AT_ONCE - 5


def test_crossing_numbers_and_addresses_never_wait_in_a_circle(services: Services) -> None:
    guesses = [Guess(services, f"33010626000{turn % 2}", f"203.0.113.{turn // 2 % 2}") for turn in range(AT_ONCE)]
    answers = send_at_once(guesses)
    assert all(isinstance(answer, (NotFound, Limited)) for answer in answers)
    assert rows(services.database) == 4


def rows(database: Database) -> int:
    with database.read() as connection:
        return len(connection.execute(select(ATTEMPTS.c.key)).all())
