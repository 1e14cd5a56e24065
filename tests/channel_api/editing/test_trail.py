"""The trail: a chain that shows what was changed, looked through by who, act, subject and day, taken away as a file."""

from __future__ import annotations

import csv
import io
import json
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import IntegrityError

from channel_api.runtime import Services
from channel_api.store import editing_trail, upgrading
from channel_api.store.database import Database
from channel_api.store.editing_trail import (
    EDITING_TRAIL,
    EDITING_TRAIL_HEAD,
    HEAD,
    ROWS_AT_ONCE,
    ChainCheck,
    TrailFilter,
    add_trace,
    check_chain,
)
from channel_api.trail_export import COLUMNS, as_text, export_trail
from tests.channel_api.conftest import StandingClock
from tests.channel_api.editing.people import Browser, People
from tests.channel_api.editing.test_pages import secret_of

TRAIL = "/editors/trail"
OLD_ROW = "INSERT INTO editing_trail (at, who, act, subject, details) VALUES (:at, :who, :act, :subject, :details)"


def note(
    services: Services, count: int, *, who: str = "anna", act: str = "save", subject: str = "id-card-lost"
) -> None:
    for _ in range(count):
        with services.database.write() as connection:
            add_trace(connection, who=who, act=act, subject=subject, now=services.clock(), details={"reason": "因为"})


def add_and_fail(services: Services) -> None:
    """An act whose trace was written already fails after all."""
    with services.database.write() as connection:
        add_trace(connection, who="anna", act="save", subject="x", now=services.clock())
        connection.execute(insert(EDITING_TRAIL_HEAD).values(name=HEAD, row_count=0, hash=""))


def check(services: Services, known_hash: str = "") -> ChainCheck:
    with services.database.read() as connection:
        return check_chain(connection, known_hash=known_hash)


def test_a_trail_that_nobody_touched_is_whole_from_its_first_row_on(services: Services) -> None:
    assert check(services) == ChainCheck(0, editing_trail.FIRST_HASH)
    note(services, 5)
    found = check(services)
    assert (found.rows, found.broken_at, found.is_cut) == (5, None, False)
    note(services, 2)
    later = check(services, found.hash)
    assert (later.rows, later.known_at) == (7, 5)


@pytest.mark.parametrize("column", ["at", "who", "act", "subject", "details"])
def test_a_row_that_was_changed_is_found(services: Services, column: str) -> None:
    note(services, 5)
    other = {"at": "2026-11-23T02:00:00.000001+00:00", "details": "{}"}.get(column, "other")
    with services.database.write() as connection:
        connection.execute(update(EDITING_TRAIL).where(EDITING_TRAIL.c.id == 3).values({column: other}))
    assert check(services).broken_at == 3


def test_a_row_that_was_taken_away_or_put_in_is_found(services: Services) -> None:
    note(services, 5)
    with services.database.write() as connection:
        connection.execute(delete(EDITING_TRAIL).where(EDITING_TRAIL.c.id == 2))
    assert check(services).broken_at == 3


def test_a_trail_that_was_cut_at_its_end_is_found_and_one_cut_with_its_head_by_a_hash_kept_elsewhere(
    services: Services,
) -> None:
    note(services, 3)
    middle = check(services)
    note(services, 2)
    end = check(services)
    with services.database.write() as connection:
        connection.execute(delete(EDITING_TRAIL).where(EDITING_TRAIL.c.id > 3))
    assert check(services).is_cut
    with services.database.write() as connection:
        connection.execute(update(EDITING_TRAIL_HEAD).values(row_count=3, hash=middle.hash))
    assert not check(services).is_cut, "whoever may write everything can cut it cleanly"
    assert check(services, end.hash).known_at is None, "but not so that a hash from before is found again"


def test_what_was_written_before_there_was_a_chain_is_chained_as_it_stands(empty_database: Database) -> None:
    with empty_database.migrate() as connection:
        upgrading._run_alembic(connection, "0011_calendar")
        for number in range(3):
            row = {"at": f"2026-11-2{number}", "who": "王芳", "act": "save", "subject": "x", "details": "{}"}
            connection.execute(text(OLD_ROW), row)
    upgrading.upgrade(empty_database)
    with empty_database.write() as connection:
        add_trace(connection, who="anna", act="save", subject="y", now=StandingClock()())
    with empty_database.read() as connection:
        found = check_chain(connection)
    assert (found.rows, found.broken_at, found.is_cut) == (4, None, False)


def test_many_at_once_make_one_chain(services: Services) -> None:
    threads = [Thread(target=note, args=(services, 5)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = check(services)
    assert (found.rows, found.broken_at, found.is_cut) == (30, None, False)


def test_what_is_undone_leaves_neither_row_nor_link(services: Services) -> None:
    note(services, 1)
    with pytest.raises(IntegrityError):
        add_and_fail(services)
    note(services, 1)
    assert check(services).rows == 2
    assert check(services).broken_at is None


def test_a_trail_of_thousands_is_read_piece_by_piece(services: Services) -> None:
    with services.database.write() as connection:
        for number in range(ROWS_AT_ONCE + 5):
            add_trace(connection, who="anna", act="save", subject=str(number), now=services.clock())
    assert check(services).rows == ROWS_AT_ONCE + 5
    lines = "".join(export_trail(services.database, TrailFilter(), "jsonl")).splitlines()
    assert [json.loads(line)["subject"] for line in lines] == [str(number) for number in range(ROWS_AT_ONCE + 5)]


@pytest.fixture
def chen(people: People) -> Browser:
    return people.join("chen", "administrator")


def test_an_administrator_looks_through_it_by_person_act_subject_and_day(
    chen: Browser, services: Services, clock: StandingClock
) -> None:
    note(services, 1)
    clock.advance(days=2)
    note(services, 1, who="bao", act="approve")
    note(services, 1, who="bao", act="publish", subject="medical-claim")
    chen = chen.sign_in()

    def rows(query: str) -> int:
        return chen.open(f"{TRAIL}?{query}").page.count("<tr ") - 1

    assert rows("who=bao") == 2
    assert rows("who=bao&act=publish") == 1
    assert rows("subject=id-card-lost") == 2
    assert rows("since=2026-11-25&until=2026-11-25&who=anna") < 1
    assert rows("since=2026-11-23&until=2026-11-23") == 1
    assert rows("until=9999-12-31&who=bao") == 2
    assert chen.open(f"{TRAIL}?who=nobody").reads("没有这样的记录")
    assert chen.open(f"{TRAIL}?since=2026-11-31").status == 422
    assert chen.reads("日期没有看懂")
    assert chen.open(f"{TRAIL}?who=%00&subject=%00").status == 200


def test_the_next_page_keeps_what_is_looked_for(chen: Browser, services: Services) -> None:
    note(services, 101)
    chen.open(f"{TRAIL}?who=anna&act=save")
    assert "/editors/trail?who=anna&amp;act=save&amp;before=" in chen.page


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_it_is_taken_away_as_a_file_and_that_stands_in_it_too(chen: Browser, services: Services, form: str) -> None:
    note(services, 2)
    note(services, 1, who="=1+1", subject="-2+3")
    fields = {"form": secret_of(chen), "format": form}
    response = chen.client.post(f"{TRAIL}/export", data=fields)
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith('attachment; filename="trail-2026')
    text = response.get_data(as_text=True)
    if form == "csv":
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
        assert tuple(rows[0]) == COLUMNS
        assert rows[3][2] == "'=1+1", "text is no formula"
        assert rows[3][4] == "'-2+3"
        acts = [row[3] for row in rows[1:]]
    else:
        objects = [json.loads(line) for line in text.splitlines()]
        assert objects[2]["who"] == "=1+1"
        assert objects[-1]["hash"] == check(services).hash
        acts = [row["act"] for row in objects]
    assert acts == ["save", "save", "save", "export"]


def test_only_what_is_looked_for_is_taken_away(chen: Browser, services: Services) -> None:
    note(services, 2)
    note(services, 1, who="bao")
    chen.open(f"{TRAIL}?who=bao")
    fields = chen.form(f"{TRAIL}/export").fields
    text = chen.client.post(f"{TRAIL}/export", data={**fields, "format": "jsonl"}).get_data(as_text=True)
    assert [json.loads(line)["who"] for line in text.splitlines()] == ["bao"]
    assert chen.client.post(f"{TRAIL}/export", data={**fields, "format": "exe"}).status_code == 400


@given(st.text(max_size=20))
def test_no_text_is_a_formula_for_a_spreadsheet(text: str) -> None:
    shown = as_text(text)
    assert shown in (text, f"'{text}")
    assert not shown.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
