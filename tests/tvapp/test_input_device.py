"""A device that is read in its own thread, through a real pipe: taken, lost, found again, given back."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

import pytest

from tests.tvapp.input_bytes import FakeKernel, Waits, tap
from tvapp.input_device import FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS, InputDevice
from tvapp.remote import Command, load_profile

UP, DOWN, OK = 103, 108, 352
PATIENCE_SECONDS = 10


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "event7"
    os.mkfifo(target)
    return target


@pytest.fixture
def heard() -> Queue[Command]:
    return Queue()


@contextmanager
def reading(device: InputDevice) -> Iterator[None]:
    device.start()
    try:
        yield
    finally:
        device.stop()


def make_device(path: Path, heard: Queue[Command], **options: object) -> InputDevice:
    return InputDevice(path, load_profile("linux-cec"), heard.put, **options)  # type: ignore[arg-type]


def test_keys_of_the_device_arrive_as_commands(path: Path, heard: Queue[Command]) -> None:
    with reading(make_device(path, heard)), path.open("wb", buffering=0) as remote:
        remote.write(tap(UP, 1) + tap(OK, 2)[:30])
        assert heard.get(timeout=PATIENCE_SECONDS) == Command.UP
        remote.write(tap(OK, 2)[30:])
        assert heard.get(timeout=PATIENCE_SECONDS) == Command.OK


def test_an_unplugged_remote_is_found_again_and_nothing_stays_held(path: Path, heard: Queue[Command]) -> None:
    waits = Waits()
    with reading(make_device(path, heard, wait=waits)):
        with path.open("wb", buffering=0) as remote:
            remote.write(tap(UP, 1) + tap(OK, 2)[: len(tap(OK, 2)) // 2 + 7])
            assert heard.get(timeout=PATIENCE_SECONDS) == Command.UP
        assert waits.has_begun.wait(PATIENCE_SECONDS)  # it has noticed that the plug is out
        with path.open("wb", buffering=0) as remote:
            remote.write(tap(DOWN, 3))
            assert heard.get(timeout=PATIENCE_SECONDS) == Command.DOWN


def test_a_device_that_is_not_there_is_asked_for_ever_more_rarely(tmp_path: Path, heard: Queue[Command]) -> None:
    waits = Waits()
    waits.ends_after = 8
    device = make_device(tmp_path / "event9", heard, wait=waits)
    device.start()
    device._thread.join(PATIENCE_SECONDS)
    assert waits.seconds[:3] == [FIRST_WAIT_SECONDS, 2 * FIRST_WAIT_SECONDS, 4 * FIRST_WAIT_SECONDS]
    assert waits.seconds[-1] == LONGEST_WAIT_SECONDS
    device.stop()


def test_the_device_is_taken_from_the_console_and_given_back(path: Path, heard: Queue[Command]) -> None:
    kernel = FakeKernel()
    with reading(make_device(path, heard, control=kernel.control)), path.open("wb", buffering=0) as remote:
        remote.write(tap(UP, 1))
        heard.get(timeout=PATIENCE_SECONDS)
        assert kernel.grabs == [1]
    assert kernel.grabs == [1, 0]


def test_the_device_is_not_taken_while_a_key_is_down(path: Path, heard: Queue[Command]) -> None:
    kernel, waits = FakeKernel(), Waits()
    kernel.has_keys_down(for_questions=3)
    device = make_device(path, heard, control=kernel.control, wait=waits)
    with reading(device), path.open("wb", buffering=0) as remote:
        remote.write(tap(UP, 1))
        heard.get(timeout=PATIENCE_SECONDS)
    assert kernel.asked_for_keys >= 4
    assert kernel.grabs[0] == 1


def test_a_device_another_program_holds_is_asked_for_again(path: Path, heard: Queue[Command]) -> None:
    kernel, waits = FakeKernel(), Waits()
    kernel.refuses_once()
    device = make_device(path, heard, control=kernel.control, wait=waits)
    with reading(device), path.open("wb", buffering=0) as remote:
        remote.write(tap(UP, 1))
        assert heard.get(timeout=PATIENCE_SECONDS) == Command.UP
    assert waits.seconds[0] == FIRST_WAIT_SECONDS


def test_a_device_that_breaks_while_it_is_let_go_is_still_closed(path: Path, heard: Queue[Command]) -> None:
    kernel = FakeKernel()

    def gone(handle: int, request: int, argument: int | bytes) -> int | bytes:
        if argument == 0:
            raise OSError(errno.ENODEV, "no such device")
        return kernel.control(handle, request, argument)

    with reading(make_device(path, heard, control=gone)), path.open("wb", buffering=0) as remote:
        remote.write(tap(UP, 1))
        heard.get(timeout=PATIENCE_SECONDS)


def test_while_a_remote_is_taught_its_bare_keys_are_heard_instead(path: Path, heard: Queue[Command]) -> None:
    names: Queue[str] = Queue()
    device = make_device(path, heard)
    last = tap(OK, 2)
    with reading(device), path.open("wb", buffering=0) as remote:
        device.listen(names.put)
        remote.write(tap(777, 1) + last[: len(last) // 2])
        assert [names.get(timeout=PATIENCE_SECONDS) for _ in range(2)] == ["777", "352"]
        device.listen(None)
        remote.write(last[len(last) // 2 :] + tap(DOWN, 3))
        assert heard.get(timeout=PATIENCE_SECONDS) == Command.DOWN
        assert names.empty()


def test_a_device_that_waits_for_its_plug_can_be_stopped(tmp_path: Path, heard: Queue[Command]) -> None:
    device = make_device(tmp_path / "event9", heard)
    with reading(device):
        pass
    assert not device._thread.is_alive()
