"""The server as real processes: the television's own, and gunicorn with several workers."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.request import urlopen

import pytest

from channel_api.client.client import ChannelClient
from channel_api.client.errors import NotFound
from channel_api.exporting import export_folder
from channel_api.http_worker import limit_waits
from channel_api.preparing import prepare_embedded, prepare_served
from channel_api.publishing import load_published
from channel_api.runtime import Services
from channel_api.serving import bind_address, default_workers, is_loopback
from channel_api.store.database import Database
from channel_api.store.demand_report import load_report
from content.faults import FaultyContentError
from content.model import Topic
from tests.channel_api.sample_content import sample_content

PATIENCE_SECONDS = 30
START = [sys.executable, "-m", "channel_api", "serve"]


def environment(folder: Path, **extra: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHANNEL_")}
    return {**kept, "CHANNEL_DATA_DIR": str(folder), **extra}


@contextmanager
def embedded(folder: Path, **extra: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [*START, "--embedded"],
        env=environment(folder, **extra),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(PATIENCE_SECONDS)
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                stream.close()


def fetch(url: str) -> dict[str, object]:
    with urlopen(url, timeout=PATIENCE_SECONDS) as answer:
        plain: dict[str, object] = json.load(answer)
    return plain


def address_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    word, _, address = process.stdout.readline().strip().partition(" ")
    assert word == "READY"
    return address


def test_the_embedded_server_is_ready_when_it_says_so_and_ends_with_its_parent(tmp_path: Path) -> None:
    with embedded(tmp_path) as process:
        address = address_of(process)
        assert address.startswith("http://127.0.0.1:")
        assert fetch(f"{address}/readyz")["status"] == "ready"
        assert fetch(f"{address}/v1/services/id-card-lost?region=330106")["id"] == "id-card-lost"
        assert fetch(f"{address}/v1/regions/330106")["has_case_feed"] is True
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(PATIENCE_SECONDS) == 0
    assert (tmp_path / "channel.sqlite3").is_file()


def test_the_embedded_server_ends_when_it_is_told_to(tmp_path: Path) -> None:
    with embedded(tmp_path) as process:
        address_of(process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_SECONDS) == 0


def test_the_embedded_server_keeps_what_was_counted_when_its_parent_goes(tmp_path: Path) -> None:
    with embedded(tmp_path) as process:
        fetch(f"{address_of(process)}/v1/search?q=%E8%BA%AB%E4%BB%BD%E8%AF%81")
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(PATIENCE_SECONDS) == 0
    assert searches_counted(f"sqlite:///{tmp_path}/channel.sqlite3") == 1


def test_the_embedded_server_says_nothing_but_where_it_is(tmp_path: Path) -> None:
    with embedded(tmp_path) as process:
        address = address_of(process)
        fetch(f"{address}/v1/search?q=%E8%BA%AB%E4%BB%BD%E8%AF%81")
        out, err = process.communicate(timeout=PATIENCE_SECONDS)
        assert (out, err) == ("", "")


def test_the_embedded_server_promises_telephones_no_page(tmp_path: Path) -> None:
    """The television's own pages may have a public address; what listens on loopback has none."""
    with embedded(tmp_path, CHANNEL_PUBLIC_URL="https://tv.example.cn") as process:
        client = ChannelClient(address_of(process), folder=tmp_path / "last-known")
        with pytest.raises(NotFound):
            client.make_take("id-card-lost", "330106", [])


def test_a_typing_error_in_the_content_leaves_the_channel_as_it_was(services: Services, tmp_path: Path) -> None:
    export_folder(sample_content(), tmp_path / "content")
    (tmp_path / "content" / "topics.yaml").write_text("- id: ：")
    prepare_embedded(services, tmp_path / "content")
    assert "id-card-lost" in load_published(services.database).guides


def test_a_typing_error_before_anything_was_published_is_told(services: Services, tmp_path: Path) -> None:
    empty = make_empty(services, tmp_path)
    export_folder(sample_content(), tmp_path / "content")
    (tmp_path / "content" / "topics.yaml").write_text("- id: ：")
    with pytest.raises(FaultyContentError):
        prepare_embedded(empty, tmp_path / "content")


def test_what_an_operator_imported_stays_when_the_server_starts_again(services: Services, tmp_path: Path) -> None:
    export_folder(
        sample_content(
            guides={}, overlays=(), offices=(), scenarios=(), topics=(Topic(id="other", title="其他", order=1),)
        ),
        tmp_path / "content",
    )
    assert prepare_served(services, tmp_path / "content") is False
    assert "id-card-lost" in load_published(services.database).guides
    empty = make_empty(services, tmp_path)
    assert prepare_served(empty, tmp_path / "content") is True
    assert load_published(empty.database).guides == {}


def make_empty(services: Services, folder: Path) -> Services:
    """The same services on a database without tables."""
    return replace(services, database=Database.from_url(f"sqlite:///{folder / 'empty.sqlite3'}"))


def searches_counted(url: str) -> int:
    """What the store knows of searches."""
    database = Database.from_url(url)
    with database.read() as connection:
        counted = load_report(connection, date(2000, 1, 1), date(2999, 1, 1), limit=1).searches
    database.close()
    return counted


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path, *options: str, **extra: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """gunicorn, ready, and its port; what it says on standard error can still be read."""
    port = free_port()
    process = subprocess.Popen(
        [*START, "--port", str(port), *options], env=environment(folder, **extra), stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr is not None
        lines = iter(process.stderr.readline, "")
        assert any(line.startswith("serving on") for line in lines)
        assert any('"message": "worker ready"' in line for line in lines)
        yield process, port
    finally:
        process.kill()
        process.communicate(timeout=PATIENCE_SECONDS)


def test_several_workers_answer_count_together_and_end_when_told(database_url: str, tmp_path: Path) -> None:
    with served(tmp_path, "--workers", "2", CHANNEL_DATABASE_URL=database_url) as (process, port):
        for _ in range(20):
            assert fetch(f"http://127.0.0.1:{port}/v1/services/id-card-lost")["id"] == "id-card-lost"
        with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=PATIENCE_SECONDS) as answer:
            text = answer.read().decode()
        assert 'channel_http_requests_total{method="GET",route="/v1/services/<id>",status="200"} 20.0' in text
        for _ in range(8):
            fetch(f"http://127.0.0.1:{port}/v1/search?q=%E8%BA%AB%E4%BB%BD%E8%AF%81")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_SECONDS) == 0
    assert searches_counted(database_url) == 8, "both workers hand over what they counted before they end"


SECRET = "330106SECRET"
POST = "POST /v1/feedback HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
UNREADABLE = {
    f"GET /v1/search?q=身份证{SECRET} HTTP/1.1\r\nHost: x\r\n\r\n": 400,
    f"GET /v1/search?q={SECRET}\r\n\r\n": 400,
    f"{SECRET}\x01 / HTTP/1.1\r\nHost: x\r\n\r\n": 400,
    f"GET / HTTP/1.1\r\n{SECRET}\r\n\r\n": 400,
    f"GET /v1/search?q={SECRET * 1000} HTTP/1.1\r\n\r\n": 414,
    f"GET / HTTP/1.1\r\nX-Long: {SECRET * 1000}\r\n\r\n": 431,
    f"{POST}Expect: {SECRET}\r\nContent-Length: 2\r\n\r\n{{}}": 400,
    f"{POST}Content-Length: {SECRET}\r\n\r\n{{}}": 400,
    f"{POST}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n{SECRET}\r\n{{}}": 400,
}


def test_what_is_no_request_is_refused_as_the_contract_says_and_leaves_no_trace(
    database_url: str, tmp_path: Path
) -> None:
    with served(tmp_path, CHANNEL_DATABASE_URL=database_url) as (process, port):
        for request, status in UNREADABLE.items():
            with socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS) as connection:
                connection.sendall(request.encode())
                head, _, body = connection.makefile("rb").read().decode().partition("\r\n\r\n")
            assert head.split(" ")[1] == str(status)
            assert "Content-Type: application/problem+json" in head
            assert json.loads(body)["code"] == "bad_request"
            assert SECRET not in head + body
        process.send_signal(signal.SIGTERM)
        assert process.stderr is not None
        log = [line for line in process.stderr if line.strip()]
    assert all("message" in json.loads(line) or "request_id" in json.loads(line) for line in log)
    assert len(log) >= len(UNREADABLE)
    for never in (SECRET, "127.0.0.1", "%E8", "身份证"):
        assert never not in "".join(log)


def test_a_connection_that_stalls_is_given_up() -> None:
    here, there = socket.socketpair()
    with here, there:
        limit_waits(here, 0.01)
        here.setblocking(True)
        with pytest.raises(BlockingIOError):
            here.recv(1)
        with pytest.raises(BlockingIOError):
            here.sendall(b"x" * 10_000_000)


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("[::1]", True), ("localhost", True), ("0.0.0.0", False)],
)
def test_only_this_machine_is_this_machine(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


@pytest.mark.parametrize(
    ("host", "address"), [("::1", "[::1]:80"), ("[::1]", "[::1]:80"), ("tv.example", "tv.example:80")]
)
def test_an_address_is_written_as_in_a_url(host: str, address: str) -> None:
    assert bind_address(host, 80) == address


def test_sqlite_gets_one_process_and_postgresql_two(services: Services) -> None:
    assert default_workers(services.config) == (1 if services.database.is_sqlite else 2)
