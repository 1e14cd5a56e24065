"""The ledger on a real database: what was told is there as it was told, and the projection is what the events say."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from channel_api.case_records import CaseEvent
from channel_api.cases.recording import open_case, record_event
from channel_api.cases.states import CaseStateError
from channel_api.cases.texts import IdentityNumberError
from channel_api.runtime import Services
from channel_api.store.case_feeds import load_feed_regions, register_feed
from channel_api.store.cases import CaseLedger, NoSuchCaseError
from channel_api.store.database import Database
from tests.channel_api.cases.case_examples import event, moment, opening, record
from tests.channel_api.conftest import NOW

NUMBER = "330106260001"
RECEIVED = event("received", "2026-11-16", office="西湖示例网点")
ACCEPTED = event("accepted", "2026-11-17", note="已经照相")


@pytest.fixture
def database(services: Services) -> Database:
    with services.database.write() as connection:
        open_case(CaseLedger(connection), opening(NUMBER), RECEIVED, now=NOW)
    return services.database


def add(database: Database, told: CaseEvent, number: str = NUMBER) -> None:
    with database.write() as connection:
        record_event(CaseLedger(connection), number, told, now=NOW)


def test_events_come_back_as_they_were_told_and_in_order(database: Database) -> None:
    corrected = replace(event("correction_needed", "2026-11-18"), due_on=date(2026, 11, 30))
    add(database, ACCEPTED)
    add(database, corrected)
    with database.read() as connection:
        assert CaseLedger(connection).load_events(NUMBER) == (RECEIVED, ACCEPTED, corrected)


def test_the_projection_is_what_the_events_add_up_to(database: Database) -> None:
    events = [RECEIVED]
    for told in (ACCEPTED, event("reviewing", "2026-11-18"), event("decided", "2026-11-19")):
        add(database, told)
        events.append(told)
        with database.read() as connection:
            assert CaseLedger(connection).find_case(NUMBER) == record(opening(NUMBER), *events)


def test_an_event_that_may_not_follow_leaves_no_trace(database: Database) -> None:
    with pytest.raises(CaseStateError, match="received to delivered"):
        add(database, event("delivered", "2026-11-18"))
    with pytest.raises(CaseStateError, match="before the one"):
        add(database, event("accepted", "2026-11-15"))
    with database.read() as connection:
        assert CaseLedger(connection).load_events(NUMBER) == (RECEIVED,)


def test_an_identity_number_in_a_note_is_refused_and_not_repeated(database: Database) -> None:
    with pytest.raises(IdentityNumberError) as refused:
        add(database, event("accepted", "2026-11-17", note="身份证11010119900307002X已核对"))
    assert "1101" not in str(refused.value)


def test_control_characters_never_reach_the_ledger(database: Database) -> None:
    add(database, event("accepted", "2026-11-17", note="第一行\n\x1b[31m红\u202e色\x00"))
    with database.read() as connection:
        assert CaseLedger(connection).load_events(NUMBER)[-1].note == "第一行 [31m红色"


def test_an_unknown_number_has_no_case_no_events_and_takes_none(database: Database) -> None:
    with database.read() as connection:
        assert CaseLedger(connection).find_case("330106269999") is None
        assert CaseLedger(connection).load_events("330106269999") == ()
    with pytest.raises(NoSuchCaseError):
        add(database, ACCEPTED, "330106269999")


def test_only_samples_can_be_taken_out(database: Database) -> None:
    sample = replace(opening("330106260002"), is_sample=True)
    with database.write() as connection:
        ledger = CaseLedger(connection)
        open_case(ledger, sample, RECEIVED, now=NOW)
        ledger.remove_samples([NUMBER, sample.number])
    with database.read() as connection:
        assert CaseLedger(connection).find_case(NUMBER) is not None
        assert CaseLedger(connection).find_case(sample.number) is None


def test_the_code_stands_nowhere_but_as_its_hash(database: Database) -> None:
    with database.read() as connection:
        columns = connection.execute(text("SELECT * FROM cases")).keys()
    assert "code_hash" in columns
    assert "code" not in columns


def test_a_feed_covers_its_region_once_and_a_sample_never_replaces_a_real_one(database: Database) -> None:
    with database.write() as connection:
        assert register_feed(connection, "330100", name="示例", is_sample=True)
        assert not register_feed(connection, "330100", name="示例", is_sample=True)
        assert register_feed(connection, "330100", name="杭州市", is_sample=False)
        assert not register_feed(connection, "330100", name="示例", is_sample=True)
        assert load_feed_regions(connection) == {"330100"}


def test_events_keep_their_moment_to_the_microsecond_whatever_their_zone(database: Database) -> None:
    precise = replace(ACCEPTED, at=moment("2026-11-17") + timedelta(microseconds=123456))
    add(database, precise)
    with database.read() as connection:
        assert CaseLedger(connection).load_events(NUMBER)[-1].at == precise.at
