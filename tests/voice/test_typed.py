"""`zhengwu-voice type --json` with a real server, and without it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from channel_api.client.embedded import EmbeddedServer

KEYS = {"said", "intent", "slots", "decision", "speech", "screen", "expects"}


def environment_of(folder: Path) -> dict[str, str]:
    return {**os.environ, "CHANNEL_DATA_DIR": str(folder)}


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a box."""
    return tmp_path_factory.mktemp("box")


@pytest.fixture(scope="module")
def server(box: Path) -> Iterator[EmbeddedServer]:
    started = EmbeddedServer(environment_of(box))
    started.address()
    yield started
    started.stop()


def converse(box: Path, api: str, lines: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "voice", "type", "--json", "--region", "330106", "--api", api]
    done = subprocess.run(
        command, input=lines.encode(), capture_output=True, env=environment_of(box), timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_a_conversation_is_typed_and_goes_on_when_the_server_is_gone(box: Path, server: EmbeddedServer) -> None:
    address = server.address()
    said = converse(box, address, "身份证丢了咋办\n要带什么\n\n要带什么\n查进度\n330106261024\n112358\n")
    assert [set(line) for line in said] == [KEYS] * 6
    assert said[1]["slots"] == {"service": "id-card-lost", "aspect": "materials"}
    assert said[2]["slots"]["service"] == ""  # the empty line began a new conversation
    assert (said[5]["slots"], said[5]["said"]) == ({"digits": "******"}, "〔数字〕")
    assert said[5]["screen"] == "case/progress"
    server.stop()
    alone = converse(box, address, "身份证丢了咋办\n要带什么\n煤气漏了\n查进度\n330106261024\n112358\n")
    assert alone[1] == said[1]
    assert alone[2]["intent"] == "emergency"
    assert "连不上" in alone[5]["speech"]


def test_a_box_that_never_had_a_server_still_hears_danger_and_says_what_is_wrong(tmp_path: Path) -> None:
    said = converse(tmp_path, "http://127.0.0.1:9", "着火了\n身份证丢了怎么办\n\xff\n")
    assert said[0]["slots"] == {"number": "119", "danger": "fire"}
    assert said[1]["decision"] == "reject"


def test_a_wrong_region_is_refused_in_one_line() -> None:
    command = [sys.executable, "-m", "voice", "type", "--region", "hangzhou"]
    done = subprocess.run(command, input=b"", capture_output=True, timeout=60, check=False)
    assert done.returncode == 2
    assert len(done.stderr.decode().splitlines()) == 1
