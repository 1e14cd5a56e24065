"""All browsers: found again, let go, never more than there are seats; and what each of them remembers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.tvapp.serve.conftest import Household, MakeHousehold
from tvapp.memory import Memory
from tvapp.serve import memories as memories_module
from tvapp.serve.memories import Memories
from tvapp.serve.session import Session
from tvapp.serve.sessions import KEPT_SECONDS, Sessions


class Street:
    """Households by the name of their browser."""

    def __init__(self, make: MakeHousehold, *, seats: int) -> None:
        self._make = make
        self.now = 0.0
        self.houses: dict[str, list[Household]] = {}
        self.sessions = Sessions(self._move_in, clock=lambda: self.now, most=seats)

    def _move_in(self, browser: str) -> Session:
        self.houses.setdefault(browser, []).append(self._make())
        return self.houses[browser][-1].session


@pytest.fixture
def street(make_household: MakeHousehold) -> Street:
    return Street(make_household, seats=2)


def test_a_browser_that_comes_back_gets_its_own_session(street: Street) -> None:
    first = street.sessions.enter("a")
    street.sessions.leave("a")
    street.now += KEPT_SECONDS - 1
    street.sessions.pass_time()
    assert street.sessions.enter("a") is first
    assert street.sessions.enter("b") is not first


def test_who_stays_away_is_let_go(street: Street) -> None:
    first = street.sessions.enter("a")
    street.sessions.leave("a")
    street.now += KEPT_SECONDS
    street.sessions.pass_time()
    assert street.sessions.kept == 0
    assert street.sessions.enter("a") is not first


def test_when_every_seat_is_taken_nobody_loses_theirs(street: Street) -> None:
    first = street.sessions.enter("a")
    street.sessions.enter("b")
    assert street.sessions.enter("c") is None
    assert street.sessions.enter("a") is first
    assert (street.sessions.connected, street.sessions.kept) == (2, 2)


def test_who_has_been_away_longest_makes_room(street: Street) -> None:
    street.sessions.enter("a")
    second = street.sessions.enter("b")
    street.sessions.leave("a")
    street.now += 1
    street.sessions.leave("b")
    assert street.sessions.enter("c") is not None
    assert street.sessions.enter("b") is second
    assert street.sessions.enter("a") is None


def test_leaving_twice_or_without_having_come_is_nothing(street: Street) -> None:
    street.sessions.leave("nobody")
    street.sessions.enter("a")
    street.sessions.leave("a")
    street.now += KEPT_SECONDS - 1
    street.sessions.leave("a")
    street.now += 1
    street.sessions.pass_time()
    assert street.sessions.kept == 0


def test_only_screens_that_wait_are_drawn_anew_when_data_arrives(street: Street) -> None:
    for browser in ("a", "b"):
        street.sessions.enter(browser)
    waiting = street.houses["a"][0]
    waiting.channel.is_slow()
    waiting.presses("49")
    assert waiting.session.is_waiting
    waiting.channel.comes_back()
    street.sessions.refresh_waiting()
    assert not waiting.session.is_waiting
    assert waiting.session.television.page.title == "户籍身份"


def test_each_browser_remembers_for_itself_and_its_name_is_nowhere(tmp_path: Path) -> None:
    memories = Memories(tmp_path / "browsers")
    assert memories.load("a" * 32) == Memory()
    memories.save("a" * 32, Memory(region="330106"))
    assert memories.load("a" * 32).region == "330106"
    assert memories.load("b" * 32) == Memory()
    assert [path for path in (tmp_path / "browsers").rglob("*") if "aaaa" in path.name] == []


def test_a_folder_full_of_memories_forgets_the_oldest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memories_module, "MOST_MEMORIES", 3)
    memories = Memories(tmp_path)
    for number in range(5):
        memories.save(str(number), Memory(region="330106"))
        for place in tmp_path.iterdir():
            stamp = place.stat().st_mtime_ns - 10**9
            os.utime(place, ns=(stamp, stamp))
    assert [memories.load(str(number)).region for number in range(5)] == ["000000", "000000", *["330106"] * 3]


def test_a_disk_that_keeps_nothing_ends_no_session(tmp_path: Path) -> None:
    (tmp_path / "full").write_text("no folder can be made here")
    memories = Memories(tmp_path / "full" / "browsers")
    memories.save("a" * 32, Memory(region="330106"))
    assert memories.load("a" * 32) == Memory()
