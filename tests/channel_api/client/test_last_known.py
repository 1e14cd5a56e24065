"""The folder of last known answers: whole or absent, bounded, and harmless whatever the disk does."""

import os
import threading
from pathlib import Path

import pytest

from channel_api.client.last_known import LastKnown, Page
from channel_api.client.office_index import OfficeIndex
from tests.channel_api.client.conftest import Clock

REQUEST = "GET /v1/topics?region=330106"
PAGES = (Page('"a"', "第一页".encode()), Page("", b"\n\n{}"))


@pytest.fixture
def last_known(folder: Path, box_clock: Clock) -> LastKnown:
    return LastKnown(folder, clock=box_clock)


def only_file(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def test_what_is_kept_comes_back_byte_for_byte(last_known: LastKnown) -> None:
    assert last_known.find(REQUEST) is None
    last_known.keep(REQUEST, PAGES)
    kept = last_known.find(REQUEST)
    assert kept is not None
    assert kept.pages == PAGES


def test_age_counts_from_the_last_word_of_the_server(last_known: LastKnown, box_clock: Clock) -> None:
    last_known.keep(REQUEST, PAGES)
    box_clock.advance(100)
    last_known.confirm(REQUEST)
    box_clock.advance(7)
    kept = last_known.find(REQUEST)
    assert kept is not None
    assert last_known.age_seconds(kept) == 7


def test_a_clock_that_was_ahead_makes_no_answer_from_the_future(last_known: LastKnown, box_clock: Clock) -> None:
    last_known.keep(REQUEST, PAGES)
    box_clock.advance(-5000)
    kept = last_known.find(REQUEST)
    assert kept is not None
    assert last_known.age_seconds(kept) == 0


def test_a_file_cut_anywhere_counts_as_none(last_known: LastKnown, folder: Path) -> None:
    last_known.keep(REQUEST, PAGES)
    path = only_file(folder)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert last_known.find(REQUEST) is None
    path.write_bytes(whole + b"x")
    assert last_known.find(REQUEST) is None


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\x00" * 300,
        b"[]\n",
        b"5\n",
        b'{"format": 1}\n',
        b'{"format": 1, "request": "GET /v1/topics?region=330106", "pages": [["", -1]]}\n',
        b'{"format": 1, "request": "GET /v1/topics?region=330106", "pages": [5]}\n',
        b'{"format": 1, "request": "GET /v1/topics?region=330106", "pages": []}\n',
        b'{"format": 2, "request": "GET /v1/topics?region=330106", "pages": [["", 1]]}\nx',
        b'{"format": 1, "request": "GET /v1/other", "pages": [["", 1]]}\nx',
        b"[" * 100_000 + b"\n",
    ],
)
def test_a_damaged_or_foreign_file_counts_as_none_and_is_replaced(
    last_known: LastKnown, folder: Path, damage: bytes
) -> None:
    last_known.keep(REQUEST, PAGES)
    only_file(folder).write_bytes(damage)
    assert last_known.find(REQUEST) is None
    last_known.keep(REQUEST, PAGES)
    assert last_known.find(REQUEST) is not None


def test_the_oldest_answers_go_when_there_are_too_many(folder: Path, box_clock: Clock) -> None:
    last_known = LastKnown(folder, clock=box_clock, most_bytes=20_000)
    for number in range(40):
        box_clock.advance(1)
        last_known.keep(f"GET /v1/{number}", [Page("", b"x" * 1000)])
        if number == 20:
            last_known.confirm("GET /v1/3")
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 20_000
    assert last_known.find("GET /v1/39") is not None
    assert last_known.find("GET /v1/10") is None
    kept = [number for number in range(40) if last_known.find(f"GET /v1/{number}")]
    assert len(kept) >= 15
    assert kept == list(range(kept[0], 40))


def test_a_folder_that_was_full_before_the_start_is_bounded_too(folder: Path, box_clock: Clock) -> None:
    earlier = LastKnown(folder, clock=box_clock)
    for number in range(30):
        box_clock.advance(1)
        earlier.keep(f"GET /v1/{number}", [Page("", b"x" * 1000)])
    LastKnown(folder, clock=box_clock, most_bytes=10_000).keep("GET /v1/new", PAGES)
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 10_000


def test_what_a_power_cut_left_is_cleared_away(folder: Path, box_clock: Clock) -> None:
    folder.mkdir()
    old, young = folder / "0.part", folder / "1.part"
    for path, age in ((old, 7200), (young, 10)):
        path.write_bytes(b"half")
        os.utime(path, (box_clock() - age, box_clock() - age))
    LastKnown(folder, clock=box_clock).keep(REQUEST, PAGES)
    assert not old.exists()
    assert young.exists()


def test_a_disk_that_takes_nothing_harms_nothing(tmp_path: Path, box_clock: Clock) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("no folder can be here")
    last_known = LastKnown(blocked / "kept", clock=box_clock)
    last_known.keep(REQUEST, PAGES)
    last_known.confirm(REQUEST)
    last_known.forget(REQUEST)
    assert last_known.find(REQUEST) is None


def test_readers_beside_a_writer_see_whole_answers_only(last_known: LastKnown) -> None:
    bodies = [str(number).encode() * 20_000 for number in range(10)]
    last_known.keep(REQUEST, [Page("", bodies[0])])
    seen: set[bytes] = set()
    is_over = threading.Event()

    def read() -> None:
        while not is_over.is_set():
            kept = last_known.find(REQUEST)
            seen.add(kept.pages[0].body if kept else b"none")

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(20):
        for body in bodies:
            last_known.keep(REQUEST, [Page("", body)])
    is_over.set()
    reader.join()
    assert seen <= set(bodies)


def test_a_damaged_index_of_offices_is_as_none(last_known: LastKnown) -> None:
    index = OfficeIndex(last_known)
    index.note("330106", "id-card-lost", ["hall"])
    assert index.services_of("330106", "hall") == ["id-card-lost"]
    for damage in (b"[", b"5", b'{"hall": 5}'):
        last_known.keep("offices seen in 330106", [Page("", damage)])
        assert index.services_of("330106", "hall") == []


def test_an_office_seen_everywhere_is_noted_a_few_times_only(last_known: LastKnown) -> None:
    index = OfficeIndex(last_known)
    for number in range(10):
        index.note("330106", f"service-{number}", ["hall"])
    assert index.services_of("330106", "hall") == ["service-0", "service-1", "service-2"]
