"""The word of life to the service manager."""

import socket
from pathlib import Path

import pytest

from tvapp.supervisor import Supervisor


@pytest.fixture
def manager(tmp_path: Path) -> socket.socket:
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listening.bind(str(tmp_path / "notify"))
    listening.settimeout(5)
    return listening


def test_the_manager_hears_that_the_start_is_over_and_that_the_television_lives(
    manager: socket.socket, tmp_path: Path
) -> None:
    Supervisor({"NOTIFY_SOCKET": str(tmp_path / "notify")}).tell_alive()
    assert set(manager.recv(100).split()) == {b"READY=1", b"WATCHDOG=1"}


def test_a_manager_with_an_abstract_socket_is_heard_too() -> None:
    name = f"channel-test-{id(object())}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(f"\0{name}")
        listening.settimeout(5)
        Supervisor({"NOTIFY_SOCKET": f"@{name}"}).tell_alive()
        assert b"WATCHDOG=1" in listening.recv(100)


def test_without_a_manager_nothing_happens(tmp_path: Path) -> None:
    Supervisor({}).tell_alive()
    Supervisor({"NOTIFY_SOCKET": str(tmp_path / "gone")}).tell_alive()


def test_a_manager_that_does_not_read_is_not_waited_for(manager: socket.socket, tmp_path: Path) -> None:
    supervisor = Supervisor({"NOTIFY_SOCKET": str(tmp_path / "notify")})
    for _ in range(2000):
        supervisor.tell_alive()
    assert b"WATCHDOG=1" in manager.recv(100)
