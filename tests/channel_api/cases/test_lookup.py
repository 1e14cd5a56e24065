"""The door to a case does for an unknown number what it does for a wrong code, operation by operation."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from channel_api.case_records import CaseEvent, CaseRecord
from channel_api.cases.lookup import CODE_PURPOSE, CaseDoor, Found, Limited, NotFound, code_text
from channel_api.config import Keys
from tests.channel_api.cases.case_examples import event, moment, opening, record

NUMBER, CODE, OTHER = "330106260001", "112358", "330106269999"
NOW = moment("2026-11-23", "10:00")
ALICE, BOB = "203.0.113.5", "203.0.113.6"


class CountingKeys:
    """Real keyed hashes; writes down each operation, but not on what."""

    def __init__(self, done: list[str]) -> None:
        self.done = done
        self._keys = Keys((b"k" * 32, b"previous"))

    def sign(self, purpose: str, text: str) -> str:
        self.done.append(f"sign {purpose}")
        return self._keys.sign(purpose, text)

    def matches(self, purpose: str, text: str, stored: str) -> bool:
        self.done.append(f"match {purpose} {len(text)} {len(stored)}")
        return self._keys.matches(purpose, text, stored)


class LedgerOfOne:
    """Holds one case."""

    def __init__(self, case: CaseRecord, done: list[str]) -> None:
        self.case = case
        self.done = done

    def find_case(self, number: str) -> CaseRecord | None:
        self.done.append("find case")
        return self.case if number == self.case.opening.number else None

    def load_events(self, number: str) -> tuple[CaseEvent, ...]:
        self.done.append("load events")
        return ()


class RememberedAttempts:
    """Attempts in a dictionary, which outlives one request as a database does."""

    def __init__(self, done: list[str]) -> None:
        self.done = done
        self.times: dict[str, list[datetime]] = {}

    def load(self, keys: Sequence[str]) -> list[list[datetime]]:
        self.done.append(f"load attempts {len(keys)}")
        return [list(self.times.get(key, [])) for key in keys]

    def add(self, keys: Sequence[str], at: datetime) -> None:
        self.done.append(f"add attempts {len(keys)}")
        for key in keys:
            self.times.setdefault(key, []).append(at)


class Door:
    """A door with one case behind it, and a list of what it did."""

    def __init__(self) -> None:
        self.done: list[str] = []
        keys = CountingKeys(self.done)
        code_hash = keys.sign(CODE_PURPOSE, code_text(NUMBER, CODE))
        self.case = record(opening(NUMBER, code_hash=code_hash), event("received", "2026-11-20"))
        self.attempts = RememberedAttempts(self.done)
        self.door = CaseDoor(ledger=LedgerOfOne(self.case, self.done), attempts=self.attempts, keys=keys)
        self.done.clear()

    def knock(self, number: str, code: str, *, address: str = ALICE, later_minutes: float = 0) -> object:
        return self.door.open(number, code, address=address, now=NOW + timedelta(minutes=later_minutes))


def test_the_right_number_and_code_open_and_are_not_counted() -> None:
    door = Door()
    assert door.knock(NUMBER, CODE) == Found(door.case)
    assert door.attempts.times == {}


def test_an_unknown_number_takes_the_same_operations_in_the_same_order_as_a_wrong_code() -> None:
    wrong_code, unknown = Door(), Door()
    assert wrong_code.knock(NUMBER, "000000") == unknown.knock(OTHER, "000000") == NotFound()
    assert wrong_code.done == unknown.done
    assert [step.split()[0] for step in unknown.done] == ["sign", "sign", "load", "find", "match", "add"]


def test_they_stay_alike_attempt_by_attempt_until_both_are_limited() -> None:
    wrong_code, unknown = Door(), Door()
    answers = [(wrong_code.knock(NUMBER, "000000"), unknown.knock(OTHER, "000000")) for _ in range(8)]
    assert all(left == right for left, right in answers)
    assert wrong_code.done == unknown.done
    assert [left for left, _ in answers] == [NotFound()] * 5 + [Limited(900)] * 3


def test_once_limited_the_right_code_opens_nothing_and_nothing_is_looked_up() -> None:
    door = Door()
    for guess in range(5):
        door.knock(NUMBER, f"{guess:06d}")
    door.done.clear()
    assert door.knock(NUMBER, CODE) == Limited(900)
    assert not any(step.startswith(("find", "match", "add")) for step in door.done)
    assert door.knock(NUMBER, CODE, later_minutes=15) == Found(door.case)


def test_a_number_is_limited_whoever_guesses() -> None:
    door = Door()
    for guess in range(5):
        door.knock(NUMBER, "000000", address=f"203.0.113.{guess}")
    assert isinstance(door.knock(NUMBER, CODE, address="198.51.100.1"), Limited)


def test_an_address_is_limited_whatever_number_it_guesses_and_others_are_not() -> None:
    door = Door()
    for guess in range(5):
        door.knock(f"33010626{guess:04d}", "000000")
    assert isinstance(door.knock(NUMBER, CODE), Limited)
    assert door.knock(NUMBER, CODE, address=BOB) == Found(door.case)


def test_twenty_wrong_codes_a_day_are_the_end_for_that_day() -> None:
    door = Door()
    for guess in range(20):
        assert door.knock(NUMBER, "000000", later_minutes=16 * guess) == NotFound()
    assert door.knock(NUMBER, CODE, later_minutes=16 * 20) == Limited((24 * 60 - 16 * 20) * 60)
    assert door.knock(NUMBER, CODE, later_minutes=24 * 60) == Found(door.case)


def test_neither_number_nor_code_nor_address_stands_in_what_is_remembered() -> None:
    door = Door()
    door.knock(NUMBER, "000000")
    remembered = " ".join(door.attempts.times)
    assert len(door.attempts.times) == 2
    for secret in (NUMBER, ALICE, "000000"):
        assert secret not in remembered


def test_a_code_is_bound_to_its_number() -> None:
    keys = Keys((b"k" * 32,))
    assert keys.sign(CODE_PURPOSE, code_text(NUMBER, CODE)) != keys.sign(CODE_PURPOSE, code_text(OTHER, CODE))
