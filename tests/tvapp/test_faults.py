"""The television on a server and a box as homes have them: slow, cut off, somebody else's, with a wrong clock or a full
disk. Real requests over a real connection; every screen keeps a control, and recovers without a key."""

from __future__ import annotations

import resource
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from datetime import datetime
from pathlib import Path
from threading import Event

import pytest

from channel_api.client.client import ChannelClient
from content.calendar import Calendar
from content.hours import CHINA
from tests.channel_api.client.fake_server import FakeServer, Given, running_server
from tests.channel_api.client.samples import (
    CITY,
    GUIDE,
    HOTLINE,
    NOTICE,
    OFFICE,
    REGION,
    SCENARIO,
    SUMMARY,
    TOPIC,
    plain_guide,
)
from tests.channel_api.client.samples import plain as as_json
from tests.tvapp.conftest import MONDAY_MORNING, MakeTelevision
from tests.tvapp.fake_channel import FakeChannel
from tests.tvapp.samples import CASE_CODE, CASE_NUMBER, packaged_words
from tests.tvapp.test_every_screen import FILLED
from tvapp.executors import AtOnce, in_threads
from tvapp.frame import Size
from tvapp.guide_source import RETRY_SECONDS, GuideSource
from tvapp.memory import Memory, load_memory, save_memory
from tvapp.remote import Command
from tvapp.television import Television

ROUTES = ("home", f"topic/{TOPIC.id}", f"guide/{GUIDE.id}", "hotlines", "notices", "scenarios")
SHORT_SECONDS, LONG_SECONDS = 0.2, 20.0
FOCUS_MARK = "►"
PATIENCE_SECONDS = 30
MEBIBYTE = 1024 * 1024
HUGE_MEBIBYTES = 300


class Box:
    """A television on a server that can fail; its clock stands until it is told."""

    def __init__(self, server: FakeServer, folder: Path, *, executor: Executor, read_seconds: float) -> None:
        self.seconds = 1000.0
        self.arrived = Event()
        client = ChannelClient(
            server.url, folder=folder, connect_timeout_seconds=read_seconds, read_timeout_seconds=read_seconds
        )
        self._source = GuideSource(lambda: client, executor, clock=lambda: self.seconds)
        self._source.on_change = self.arrived.set

    def open(self, route: str) -> Television:
        return Television(
            self._source,
            Memory(region=REGION.code, welcomed=True),
            words=packaged_words(),
            calendar=Calendar(),
            size=Size(80, 23),
            now=MONDAY_MORNING,
            route=route,
        )

    def waits_for_an_answer(self) -> None:
        assert self.arrived.wait(PATIENCE_SECONDS)
        self.arrived.clear()

    def time_passes(self, television: Television, seconds: float) -> None:
        """Nobody touches a key."""
        self.seconds += seconds
        television.pass_time(seconds, now=MONDAY_MORNING)
        television.refresh()


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with running_server() as running:
        running.lists = {
            "/v1/regions": [as_json(REGION)],
            "/v1/topics": [as_json(TOPIC)],
            "/v1/services": [as_json(SUMMARY)],
            f"/v1/services/{GUIDE.id}/offices": [as_json(OFFICE)],
            "/v1/hotlines": [as_json(HOTLINE)],
            "/v1/notices": [as_json(NOTICE)],
            "/v1/scenarios": [as_json(SCENARIO)],
        }
        running.answers = {
            f"/v1/regions/{REGION.code}": as_json(REGION),
            f"/v1/regions/{CITY.code}": as_json(CITY),
            f"/v1/services/{GUIDE.id}": plain_guide(),
            f"/v1/scenarios/{SCENARIO.id}": as_json(SCENARIO),
        }
        yield running


@pytest.fixture
def box(server: FakeServer, tmp_path: Path) -> Box:
    return Box(server, tmp_path / "last-known", executor=AtOnce(), read_seconds=SHORT_SECONDS)


def assert_has_a_control(television: Television) -> None:
    assert television.focused_item() is not None
    assert FOCUS_MARK in television.frame().text()


def answers_everywhere(server: FakeServer, given: Given) -> None:
    for path in (*server.lists, *server.answers):
        server.given[path] = given


def packed(mebibytes: int) -> Given:
    """A small answer that unpacks to a very long one, made without ever holding that."""
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS + 16)
    body = b"".join(packer.compress(b"[" * MEBIBYTE) for _ in range(mebibytes)) + packer.flush()
    return Given(200, body, {"Content-Type": "application/json", "Content-Encoding": "gzip"})


TROUBLES: dict[str, Callable[[FakeServer], None]] = {
    "absent": FakeServer.goes_offline,
    "silent": FakeServer.is_slow,
    "drips": FakeServer.drips,
    "cut in mid-answer": FakeServer.cuts_in_mid_answer,
    "a page of somebody else": FakeServer.answers_garbage,
    "another server": FakeServer.is_somebody_else,
    "broken": FakeServer.breaks,
    "limited": FakeServer.limits,
}
SLOW = ("silent", "drips")  # they cost a second of waiting each
ANSWERS: dict[str, Given] = {
    "nothing at all": Given(200, b""),
    "broken JSON": Given(200, b'{"items": [{"id": "hou'),
    "no UTF-8": Given(200, '{"items": ["政务"]}'.encode("gbk")),
    "another shape": Given(200, b'{"items": 5, "id": []}'),
    "names without values": Given(200, b'{"items": [null, {}], "next_cursor": null}'),
    "a number": Given(200, b"7"),
    "very deep": Given(200, b"[" * 100_000),
    "huge": Given(200, b" " * (6 * MEBIBYTE)),
    "huge when unpacked": packed(64),
    "not packed as it says": Given(200, b"[]", {"Content-Encoding": "gzip"}),
}


@pytest.mark.parametrize(
    ("trouble", "route"),
    [(trouble, route) for trouble in TROUBLES for route in ROUTES if trouble not in SLOW or route == ROUTES[0]],
)
def test_whatever_the_server_does_there_is_a_control_and_it_recovers_without_a_key(
    server: FakeServer, box: Box, route: str, trouble: str
) -> None:
    TROUBLES[trouble](server)
    television = box.open(route)
    assert_has_a_control(television)
    assert not television.page.is_waiting
    for command in (Command.DOWN, Command.OK, Command.UP, Command.RIGHT):
        television.press(command, at_seconds=box.seconds)
        assert_has_a_control(television)
    television.history.replace(route)
    troubled = television.frame().text()
    server.comes_back()
    box.time_passes(television, RETRY_SECONDS + 1)
    assert_has_a_control(television)
    assert television.frame().text() != troubled
    assert television.page.find("retry") is None


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_that_makes_no_sense_is_a_problem_said_in_words_and_is_asked_again(
    server: FakeServer, box: Box, answer: str
) -> None:
    answers_everywhere(server, ANSWERS[answer])
    television = box.open(f"guide/{GUIDE.id}")
    assert_has_a_control(television)
    assert television.page.find("retry") is not None
    server.given.clear()
    box.time_passes(television, RETRY_SECONDS + 1)
    assert GUIDE.title in television.frame().text()


def test_a_small_answer_that_unpacks_to_a_huge_one_takes_no_memory(server: FakeServer, box: Box) -> None:
    answers_everywhere(server, packed(HUGE_MEBIBYTES))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert_has_a_control(box.open(f"guide/{GUIDE.id}"))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < HUGE_MEBIBYTES // 4 * 1024


def test_while_a_slow_server_thinks_every_key_works_and_the_answer_is_shown_when_it_comes(
    server: FakeServer, tmp_path: Path
) -> None:
    server.is_slow()
    with in_threads() as threads:
        box = Box(server, tmp_path, executor=threads, read_seconds=LONG_SECONDS)
        television = box.open(f"guide/{GUIDE.id}")
        assert television.page.is_waiting
        for command in (Command.YELLOW, Command.BACK, Command.INFO, Command.BACK, Command.DOWN, Command.RED):
            television.press(command, at_seconds=box.seconds)
            assert_has_a_control(television)
        assert television.visit.route.text == f"guide/{GUIDE.id}"
        server.answers_at_last()
        while GUIDE.title not in television.frame().text():
            box.waits_for_an_answer()
            television.refresh()
        assert television.page.find("retry") is None


def test_what_was_seen_once_is_there_with_its_age_whatever_the_server_does(server: FakeServer, tmp_path: Path) -> None:
    assert "刚才" not in open_guide(server, tmp_path).page.status
    for name in ("absent", "a page of somebody else", "another server", "broken", "limited", "silent"):
        TROUBLES[name](server)
        television = open_guide(server, tmp_path)
        assert GUIDE.title in television.frame().text()
        assert "刚才" in television.page.status, name
        server.comes_back()


def open_guide(server: FakeServer, folder: Path) -> Television:
    """On a box that was just started."""
    return Box(server, folder, executor=AtOnce(), read_seconds=SHORT_SECONDS).open(f"guide/{GUIDE.id}")


@pytest.mark.parametrize("year", [1970, 2009, 2039, 2099])
@pytest.mark.parametrize("route", FILLED)
def test_a_clock_that_is_wrong_by_years_breaks_no_screen(
    make_television: MakeTelevision, channel: FakeChannel, route: str, year: int
) -> None:
    channel.has_feeds_in(["330106"])
    television = make_television(route)
    television.refresh(now=datetime(year, 1, 1, 0, 0, 7, tzinfo=CHINA))
    assert_has_a_control(television)
    for command in (Command.DOWN, Command.OK, Command.RED, Command.BACK):
        television.press(command, at_seconds=1000, now=datetime(year, 1, 1, 0, 1, tzinfo=CHINA))
        assert_has_a_control(television)


@pytest.mark.parametrize("year", [1970, 2099])
def test_a_case_clears_after_a_minute_however_the_clock_jumps(
    channel: FakeChannel, make_television: MakeTelevision, year: int
) -> None:
    channel.has_feeds_in(["330106"])
    television = make_television("case/progress")
    television.history.replace("case/progress", {"number": CASE_NUMBER, "code": CASE_CODE})
    television.refresh()
    television.pass_time(5, now=datetime(year, 6, 1, tzinfo=CHINA))
    assert television.visit.route.text == "case/progress"
    television.pass_time(61, now=datetime(year, 6, 1, tzinfo=CHINA))
    assert not television.history.has_private


def test_on_a_full_disk_the_television_shows_all_it_gets_and_keeps_what_it_had(
    server: FakeServer, tmp_path: Path
) -> None:
    memory = Memory("330106", welcomed=True)
    assert save_memory(tmp_path, memory)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))  # the kernel refuses the eleventh byte of any file
    try:
        box = Box(server, tmp_path / "last-known", executor=AtOnce(), read_seconds=SHORT_SECONDS)
        for route in ROUTES:
            television = box.open(route)
            assert_has_a_control(television)
            assert television.page.find("retry") is None
        assert not save_memory(tmp_path, Memory("330100", theme="yellow"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert load_memory(tmp_path) == memory
    assert list((tmp_path / "last-known").iterdir()) == []


def test_where_no_folder_can_be_made_the_television_goes_on_without(server: FakeServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    box = Box(server, tmp_path / "file" / "last-known", executor=AtOnce(), read_seconds=SHORT_SECONDS)
    television = box.open(f"guide/{GUIDE.id}")
    assert GUIDE.title in television.frame().text()
    assert "连不上" not in television.page.status
