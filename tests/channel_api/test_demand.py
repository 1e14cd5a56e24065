"""What is asked is counted by all replicas together, and nothing that is stored or logged says who asked."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, Table, select

from channel_api.answers import DemandCount, DemandReport, SearchAnswer
from channel_api.clock import day_of
from channel_api.demand import MOST_BOX_KEYS, MOST_TEXTS, DemandCounter
from channel_api.runtime import Services
from channel_api.store import demand, demand_waiting
from channel_api.store.database import Database, StoreUnavailableError
from channel_api.store.demand_report import load_report
from channel_api.store.demand_tables import DEMAND_BOXES, DEMAND_SEARCHES, DEMAND_TEXTS, DEMAND_WAITING
from tests.channel_api.conftest import NOW, StandingClock

PATIENCE_SECONDS = 10
TABLES = (DEMAND_SEARCHES, DEMAND_TEXTS, DEMAND_WAITING, DEMAND_BOXES)
NOTHING = SearchAnswer(q="", region="000000", verdict="none", results=())
QUESTION = "怎么去月球"


def boxes(count: int) -> list[str]:
    """The ids of so many boxes."""
    return [f"{number:032x}" for number in range(1, count + 1)]


def ask(counter: DemandCounter, question: str, devices: list[str], answer: SearchAnswer = NOTHING) -> None:
    """Each box at an address of its own."""
    for device in devices:
        counter.count_search(question, answer, device=device, address=home_of(device))


def ask_from(counter: DemandCounter, address: str, devices: list[str]) -> None:
    for device in devices:
        counter.count_search(QUESTION, NOTHING, device=device, address=address)


def home_of(device: str) -> str:
    """Networks are told apart by eight bits only; with the key of the tests these first ones have different ones."""
    return f"10.9.{int(device or '0', 16)}.7"


def rows(database: Database, table: Table) -> list[tuple[object, ...]]:
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(select(table))]


def report_of(database: Database, *, limit: int = 20) -> DemandReport:
    today = day_of(NOW)
    with database.read() as connection:
        return load_report(connection, today - timedelta(days=6), today, limit=limit)


def texts_of(database: Database) -> list[tuple[str, int]]:
    return [(asked.text, asked.count) for asked in report_of(database).most_asked]


@pytest.fixture
def database(services: Services) -> Database:
    return services.database


@pytest.fixture
def counter(services: Services) -> DemandCounter:
    return services.demand


@pytest.fixture
def other_replica(services: Services, clock: StandingClock) -> Iterator[DemandCounter]:
    """Another process on the same database."""
    made = DemandCounter(Database.from_url(services.config.database_url), services.keys, clock)
    yield made
    made.stop()


# -- whose text is kept ------------------------------------------------------------------------------------------------


def test_a_text_that_four_boxes_asked_is_nowhere_in_the_database(counter: DemandCounter, database: Database) -> None:
    ask(counter, QUESTION, boxes(4) * 3)
    counter.flush()
    assert rows(database, DEMAND_TEXTS) == []
    assert QUESTION not in str([rows(database, table) for table in TABLES])
    assert report_of(database).searches == 12


def test_a_text_that_five_boxes_asked_is_kept_and_its_boxes_are_forgotten(
    counter: DemandCounter, database: Database
) -> None:
    ask(counter, QUESTION, boxes(4))
    counter.flush()
    assert len(rows(database, DEMAND_WAITING)) == 4
    ask(counter, QUESTION, boxes(5)[4:])
    counter.flush()
    assert texts_of(database) == [(QUESTION, 5)]
    assert rows(database, DEMAND_WAITING) == []
    ask(counter, QUESTION, boxes(2))
    counter.flush()
    assert texts_of(database) == [(QUESTION, 7)]


def test_a_text_may_become_known_within_one_batch(counter: DemandCounter, database: Database) -> None:
    ask(counter, QUESTION, boxes(7))
    counter.flush()
    assert [text for text, _ in texts_of(database)] == [QUESTION]
    assert rows(database, DEMAND_WAITING) == []


def test_one_box_that_asks_a_hundred_times_is_one_box(counter: DemandCounter, database: Database) -> None:
    for _ in range(3):
        ask(counter, QUESTION, boxes(1) * 100)
        counter.flush()
    assert rows(database, DEMAND_TEXTS) == []
    assert len(rows(database, DEMAND_WAITING)) == 1


def test_boxes_without_a_proper_id_never_make_a_text_known(client: FlaskClient, services: Services) -> None:
    for number in range(20):
        for header in ({}, {"X-Device": f"王大爷{number}".encode()}, {"X-Device": "A" * 31 + str(number % 10)}):
            client.get("/v1/search", query_string={"q": QUESTION}, headers=header)
    services.demand.flush()
    assert rows(services.database, DEMAND_TEXTS) == []
    assert rows(services.database, DEMAND_WAITING) == []
    assert report_of(services.database).searches == 60


@pytest.mark.parametrize("question", ["我的电话13800138000", "我住502室", "电话〔数字〕"])
def test_a_text_with_digits_is_never_kept_however_many_ask_it(
    counter: DemandCounter, database: Database, question: str
) -> None:
    ask(counter, question, boxes(9))
    counter.flush()
    assert rows(database, DEMAND_TEXTS) == []
    assert rows(database, DEMAND_WAITING) == []
    assert report_of(database).searches == 9


def test_two_questions_of_one_box_cannot_be_told_to_be_of_one_box(counter: DemandCounter, database: Database) -> None:
    ask(counter, QUESTION, boxes(1))
    ask(counter, "怎么去火星", boxes(1))
    counter.flush()
    kept = rows(database, DEMAND_WAITING)
    assert len({row[0] for row in kept}) == len({row[1] for row in kept}) == 2


def test_a_question_that_stays_alone_is_forgotten_after_a_month(
    counter: DemandCounter, database: Database, clock: StandingClock
) -> None:
    ask(counter, QUESTION, boxes(4))
    counter.flush()
    clock.advance(days=demand_waiting.WAITING_DAYS + 1)
    ask(counter, "别的", [""])
    counter.flush()
    assert rows(database, DEMAND_WAITING) == []
    ask(counter, QUESTION, boxes(5)[4:])
    counter.flush()
    assert rows(database, DEMAND_TEXTS) == []


def test_counts_are_forgotten_after_a_year_and_a_month(
    counter: DemandCounter, database: Database, clock: StandingClock
) -> None:
    ask(counter, QUESTION, boxes(5))
    counter.count_boxes([DemandCount(door="keypad", service="id-card-lost", count=2)])
    counter.flush()
    clock.advance(days=demand.KEPT_DAYS + 1)
    ask(counter, "别的", [""])
    counter.flush()
    assert [len(rows(database, table)) for table in TABLES] == [1, 0, 0, 0]


# -- from where --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["203.0.113.9", "2001:db8:1:2::/64", "unknown"])
def test_boxes_made_up_at_one_address_never_make_a_text_known(
    counter: DemandCounter, database: Database, clock: StandingClock, address: str
) -> None:
    for day in range(20):
        ask_from(counter, address, [f"{day * 100 + number:032x}" for number in range(1, 7)])
        counter.flush()
        clock.advance(days=1)
    assert rows(database, DEMAND_TEXTS) == []


def test_the_addresses_of_one_network_are_one(counter: DemandCounter, database: Database) -> None:
    for number, device in enumerate(boxes(60)):
        ask_from(counter, f"203.0.113.{number}", [device])
        ask_from(counter, f"2001:db8:1:{number:x}::/64", [device])
    counter.flush()
    assert rows(database, DEMAND_TEXTS) == []
    assert len(rows(database, DEMAND_WAITING)) == 1, "the same box, whichever way it asks"


def test_two_networks_are_too_few_however_long_they_ask(
    counter: DemandCounter, database: Database, clock: StandingClock
) -> None:
    for day in range(10):
        ask_from(counter, "203.0.113.9", [f"{day + 1:032x}"])
        ask_from(counter, "198.51.100.9", [f"{day + 101:032x}"])
        counter.flush()
        clock.advance(days=1)
    assert rows(database, DEMAND_TEXTS) == []


def test_households_behind_one_address_count_one_a_day_beside_others(
    counter: DemandCounter, database: Database, clock: StandingClock
) -> None:
    for day in range(3):
        ask_from(counter, "203.0.113.9", [f"{day * 10 + number:032x}" for number in range(1, 4)])
        counter.flush()
        clock.advance(days=1)
    assert len(rows(database, DEMAND_WAITING)) == 3
    for number, address in ((91, "198.51.100.9"), (92, "192.0.2.9")):
        assert rows(database, DEMAND_TEXTS) == []
        ask_from(counter, address, [f"{number:032x}"])
        counter.flush()
    assert len(rows(database, DEMAND_TEXTS)) == 1
    assert rows(database, DEMAND_WAITING) == []


def test_whoever_comes_first_from_a_network_does_not_shut_out_other_networks(
    counter: DemandCounter, database: Database
) -> None:
    ask_from(counter, "203.0.113.9", boxes(200)[100:])
    ask(counter, QUESTION, boxes(4))
    counter.flush()
    assert [text for text, _ in texts_of(database)] == [QUESTION]


def test_a_network_is_kept_in_so_few_bits_that_thousands_share_them(counter: DemandCounter, database: Database) -> None:
    for number, sign in enumerate("甲乙丙丁戊己庚辛壬癸"):
        counter.count_search(f"问题{sign}", NOTHING, device=boxes(1)[0], address="203.0.113.9")
        counter.count_search(f"问题{sign}", NOTHING, device=boxes(2)[1], address=f"198.51.{number}.9")
    counter.flush()
    with database.read() as connection:
        kept = list(connection.execute(select(DEMAND_WAITING.c.text_key, DEMAND_WAITING.c.network)))
    assert all(0 <= network < 256 for _, network in kept)
    assert len({network for _, network in kept}) > 10, "another number for every text"


# -- nothing that identifies anyone ------------------------------------------------------------------------------------


def test_nothing_in_the_database_or_the_log_tells_who_asked(
    services: Services, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    device, address, secret = secrets.token_hex(16), "203.0.113.77", "张三家的房子怎么分"
    known_device_hash = services.keys.sign("demand device", device)
    for question in (secret, "13800138000", "110101194912310020"):
        client.get(
            "/v1/search",
            query_string={"q": question},
            headers={"X-Device": device},
            environ_overrides={"REMOTE_ADDR": address},
        )
    told = {"counts": [{"door": "voice", "count": 1}]}
    client.post("/v1/demand", json=told, headers={"X-Device": device}, environ_overrides={"REMOTE_ADDR": address})
    services.demand.flush()
    written = str([rows(services.database, table) for table in TABLES])
    logged = caplog.text + str([record.__dict__ for record in caplog.records])
    for trace in (device, known_device_hash, address, secret, "张三", "13800138000", "110101194912310020"):
        assert trace not in written
        assert trace not in logged
    assert NOW.strftime("%H:%M") not in written, "only the day is kept"


def test_a_store_that_fails_says_nothing_of_what_was_asked(
    services: Services, clock: StandingClock, caplog: pytest.LogCaptureFixture
) -> None:
    gone = DemandCounter(Database.from_url("postgresql+psycopg://nobody@127.0.0.1:1/nothing"), services.keys, clock)
    ask(gone, QUESTION, boxes(6))
    gone.flush()
    gone.stop()
    assert "demand not stored yet" in caplog.text
    assert QUESTION not in caplog.text


# -- counting ----------------------------------------------------------------------------------------------------------


def test_replicas_add_up_and_know_a_text_together(
    counter: DemandCounter, other_replica: DemandCounter, database: Database
) -> None:
    ask(counter, QUESTION, boxes(3))
    ask(other_replica, QUESTION, boxes(5)[2:])
    counter.flush()
    assert rows(database, DEMAND_TEXTS) == []
    other_replica.flush()
    assert texts_of(database) == [(QUESTION, 6)]
    assert report_of(database).searches == 6


def test_replicas_that_hand_over_at_the_same_moment_lose_nothing(
    services: Services, clock: StandingClock, database: Database
) -> None:
    replicas = [DemandCounter(database, services.keys, clock) for _ in range(6)]
    for number, replica in enumerate(replicas):
        for turn in range(20):
            order = range(20) if number % 2 else reversed(range(20))
            ask(replica, f"问题{'甲乙丙丁'[turn % 4]}", [boxes(6)[number]])
            services_told = [DemandCount(door="keypad", service=f"service-{place}", count=1) for place in order]
            replica.count_boxes(services_told)
    threads = [Thread(target=replica.flush) for replica in replicas]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for replica in replicas:
        replica.stop()
    assert report_of(database).searches == 120
    assert sum(counted.count for counted in report_of(database, limit=100).boxes) == 6 * 20 * 20
    assert len(texts_of(database)) == 4
    assert rows(database, DEMAND_WAITING) == []


def test_while_the_database_is_away_counts_wait(
    counter: DemandCounter, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable() -> None:
        raise StoreUnavailableError("gone")

    with monkeypatch.context() as away:
        away.setattr(database, "write", unreachable)
        ask(counter, QUESTION, boxes(3))
        counter.flush()
        ask(counter, QUESTION, boxes(5)[3:])
        counter.count_boxes([DemandCount(door="voice", service="", count=2)])
        counter.flush()
    counter.flush()
    assert texts_of(database) == [(QUESTION, 5)]
    assert [counted.count for counted in report_of(database).boxes] == [2]


def test_memory_is_bounded_whatever_is_asked(counter: DemandCounter, database: Database) -> None:
    for number in range(MOST_TEXTS + 50):
        counter.count_search("问" + chr(0x4E00 + number), NOTHING, device=boxes(1)[0], address="10.1.0.7")
    for number in range(MOST_BOX_KEYS + 50):
        counter.count_boxes([DemandCount(door="keypad", service=f"s-{number}", count=1)])
    counter.flush()
    assert report_of(database).searches == MOST_TEXTS + 50
    assert len(rows(database, DEMAND_WAITING)) == MOST_TEXTS
    assert len(rows(database, DEMAND_BOXES)) == MOST_BOX_KEYS


def test_made_up_boxes_cannot_fill_the_disk(
    counter: DemandCounter, database: Database, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demand_waiting, "MOST_WAITING", 3)
    monkeypatch.setattr(demand, "MOST_TEXTS_A_DAY", 2)
    for day in range(3):
        ask(counter, f"问题{'甲乙丙'[day]}", boxes(3))
        counter.flush()
        clock.advance(days=1)
    assert len(rows(database, DEMAND_WAITING)) <= 6
    for sign in "丁戊己庚":
        ask(counter, f"问题{sign}", boxes(5))
    counter.flush()
    assert len(rows(database, DEMAND_TEXTS)) == 2
    ask(counter, str(rows(database, DEMAND_TEXTS)[0][0]), boxes(2))
    counter.flush()
    assert 7 in [row[5] for row in rows(database, DEMAND_TEXTS)], "a text that has its row goes on counting"


class TellingDatabase(Database):
    """Says when a batch has been stored."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.has_stored = Event()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with super().write() as connection:
            yield connection
        self.has_stored.set()


def test_a_batch_is_stored_in_the_background_without_anybody_asking(services: Services, clock: StandingClock) -> None:
    telling = TellingDatabase.from_url(services.config.database_url)
    assert isinstance(telling, TellingDatabase)
    counter = DemandCounter(telling, services.keys, clock, flush_seconds=0.01)
    ask(counter, QUESTION, boxes(1))
    assert telling.has_stored.wait(PATIENCE_SECONDS)
    assert report_of(services.database).searches == 1
    counter.stop()
    telling.close()


def test_what_was_counted_last_is_stored_at_the_end(
    services: Services, clock: StandingClock, database: Database
) -> None:
    counter = DemandCounter(database, services.keys, clock)
    ask(counter, QUESTION, boxes(5))
    counter.stop()
    assert texts_of(database) == [(QUESTION, 5)]


def test_a_fault_of_the_store_costs_one_batch_and_not_the_counter(
    counter: DemandCounter, database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(QUESTION)

    with monkeypatch.context() as fault:
        fault.setattr("channel_api.demand.add_gathered", broken)
        ask(counter, QUESTION, boxes(5))
        counter.stop()
    assert "demand not stored: RuntimeError" in caplog.text
    assert QUESTION not in caplog.text
