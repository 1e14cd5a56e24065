"""The embedded server and what happens when it dies."""

from pathlib import Path

import pytest

from channel_api.client.embedded import EmbeddedServer
from channel_api.client.errors import Unreachable
from tests.channel_api.client.fake_server import running_server
from tests.channel_api.client.samples import SEARCH, plain
from tvapp.connecting import MOST_RESTARTS, Connector


class FakeServer(EmbeddedServer):
    """A child process that needs none."""

    def __init__(self, address: str) -> None:
        self.url, self.lives, self.stopped = address, True, False

    def dies(self) -> None:
        self.lives = False

    def address(self) -> str:
        return self.url

    def is_running(self) -> bool:
        return self.lives

    def stop(self) -> None:
        self.stopped = True


class Household:
    """Starts servers on ever new ports, as a real one would."""

    def __init__(self) -> None:
        self.servers: list[FakeServer] = []

    def start(self) -> FakeServer:
        self.servers.append(FakeServer(f"http://127.0.0.1:{9000 + len(self.servers)}"))
        return self.servers[-1]


@pytest.fixture
def household() -> Household:
    return Household()


def test_with_an_address_no_server_is_started(household: Household, tmp_path: Path) -> None:
    connector = Connector("http://127.0.0.1:8000", tmp_path, household.start)
    assert connector() is connector()
    connector.stop()
    assert household.servers == []


def test_the_box_says_its_id_with_a_search(household: Household, tmp_path: Path) -> None:
    with running_server() as server:
        server.answers["/v1/search"] = plain(SEARCH)
        connector = Connector(server.url, tmp_path, household.start, device="0" * 32)
        connector().search("身份证", "330106")
    assert server.asked[0].headers["X-Device"] == "0" * 32


def test_a_server_that_died_is_started_again_and_asked_at_its_new_address(household: Household, tmp_path: Path) -> None:
    connector = Connector("", tmp_path, household.start)
    first = connector()
    household.servers[0].dies()
    assert connector() is not first
    assert len(household.servers) == 2
    connector.stop()
    assert household.servers[1].stopped


def test_a_server_that_dies_again_and_again_is_left_alone(household: Household, tmp_path: Path) -> None:
    connector = Connector("", tmp_path, household.start)
    for _ in range(MOST_RESTARTS):
        household.servers[-1].dies()
        connector()
    household.servers[-1].dies()
    with pytest.raises(Unreachable):
        connector()


def test_a_real_child_answers_and_ends_with_its_parent(tmp_path: Path) -> None:
    server = EmbeddedServer({"CHANNEL_DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"})
    assert server.address().startswith("http://127.0.0.1:")
    assert server.is_running()
    server.stop()
    assert not server.is_running()


def test_a_child_that_cannot_start_is_unreachable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    server = EmbeddedServer({"CHANNEL_DATA_DIR": str(tmp_path / "file" / "below"), "PATH": "/usr/bin:/bin"})
    with pytest.raises(Unreachable):
        server.address()
    server.stop()
