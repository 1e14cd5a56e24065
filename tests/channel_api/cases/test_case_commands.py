"""`zhengwu-api case demo` and `zhengwu-api feedback …`, typed as an operator types them."""

import argparse
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from channel_api.case_commands import add_parsers
from channel_api.cases.samples import load_samples
from channel_api.config import Config
from channel_api.runtime import Services
from channel_api.store.cases import CaseLedger
from channel_api.store.database import Database
from channel_api.store.upgrading import upgrade
from tests.channel_api.conftest import StandingClock


class CommandLine:
    """Runs commands on the test's own services."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._parser = argparse.ArgumentParser()
        add_parsers(self._parser.add_subparsers(required=True), self._open)

    def _open(self, _config: Config) -> Services:
        return self._services

    def run(self, *words: str) -> int:
        options = self._parser.parse_args(words)
        code: int = options.run(options, self._services.config)
        return code


@pytest.fixture
def line(services: Services) -> CommandLine:
    return CommandLine(services)


def tell(client: FlaskClient, **body: str) -> dict[str, str]:
    receipt: dict[str, str] = client.post("/v1/feedback", json={"kind": "complaint", **body}).get_json()
    return receipt


def test_the_demo_prints_number_code_and_state_of_every_sample(
    line: CommandLine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert line.run("case", "demo") == 0
    lines = capsys.readouterr().out.splitlines()
    samples = load_samples().cases
    assert len(lines) == len(samples)
    for told, sample in zip(lines, samples, strict=True):
        assert told.split()[:3] == [sample.number, sample.code, sample.events[-1].state]


def test_the_demo_of_a_fresh_database_belongs_to_the_services_of_the_program(
    services: Services, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fresh = Database.from_url(f"sqlite:///{tmp_path / 'fresh.sqlite3'}")
    upgrade(fresh)
    assert CommandLine(replace(services, database=fresh)).run("case", "demo") == 0
    sample = load_samples().cases[0]
    with fresh.read() as connection:
        case = CaseLedger(connection).find_case(sample.number)
    fresh.close()
    assert case is not None
    assert case.opening.service_id == sample.service


def test_a_message_is_listed_answered_and_closed(
    line: CommandLine, client: FlaskClient, clock: StandingClock, capsys: pytest.CaptureFixture[str]
) -> None:
    number = tell(client, text="门口的斜坡太陡", choice="unfriendly", region="330106")["number"]
    assert line.run("feedback", "list") == 0
    listed = capsys.readouterr().out
    assert number in listed
    assert "门口的斜坡太陡" in listed
    assert "工作人员态度不好" in listed
    clock.advance(minutes=5)
    assert line.run("feedback", "answer", f"{number[:4]} {number[4:]}", "已经报给大厅") == 0
    assert line.run("feedback", "list") == 0
    assert "reviewing" in capsys.readouterr().out
    assert line.run("feedback", "close", number, "斜坡改好了") == 0
    assert line.run("feedback", "list") == 0
    assert number not in capsys.readouterr().out
    assert line.run("feedback", "list", "--all") == 0
    assert "completed" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", " \n", "长" * 501])
def test_an_answer_says_something_and_fits_the_screen(line: CommandLine, client: FlaskClient, text: str) -> None:
    number = tell(client)["number"]
    for action in ("answer", "close"):
        with pytest.raises(SystemExit):
            line.run("feedback", action, number, text)


def test_what_is_closed_stays_closed(
    line: CommandLine, client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    number = tell(client)["number"]
    assert line.run("feedback", "close", number) == 0
    assert line.run("feedback", "answer", number, "还有一句") == 1
    assert "completed to reviewing" in capsys.readouterr().err


def test_an_answer_with_an_identity_number_is_refused(
    line: CommandLine, client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    number = tell(client)["number"]
    assert line.run("feedback", "answer", number, "11010119900307002X已登记") == 1
    told = capsys.readouterr()
    assert "identity" in told.err
    assert "1101" not in told.err + told.out
    assert line.run("feedback", "list") == 0
    assert "received" in capsys.readouterr().out, "the refused answer did not even accept the message"


@pytest.mark.parametrize("number", ["330106261024", "000000000000", "x"])
def test_a_case_of_a_department_is_no_feedback(line: CommandLine, services: Services, number: str) -> None:
    assert line.run("case", "demo") == 0
    assert line.run("feedback", "answer", number, "好") == 1
    assert line.run("feedback", "close", number) == 1
