"""Every example of docs/api.md is asked of a server with the content that comes with the program, and answered so."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from channel_api.app import create_app, make_services
from channel_api.config import Config
from channel_api.openapi import declared_operations
from channel_api.preparing import prepare_embedded
from channel_api.store import tokens
from channel_api.store.speech import add_sound
from content.files import content_folder
from content.spoken_sentences import load_voices, speech_key
from tests.channel_api.conftest import StandingClock

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "api.md"
EXAMPLE = re.compile(
    r"```http\n(?P<method>[A-Z]+) (?P<target>\S+)\n(?P<body>\{.*\}\n)?```\n(?:```json\n(?P<answer>.*)\n```\n)?"
)
SPOKEN = "补一张收四十块钱。"  # the sentence the document asks for by its hash
EXAMPLES = list(EXAMPLE.finditer(DOCUMENT.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The server as the television starts it."""
    folder = tmp_path_factory.mktemp("packaged")
    config = Config(
        data_folder=folder,
        database_url=f"sqlite:///{folder}/channel.sqlite3",
        public_url="https://channel.example.cn",
    )
    services = make_services(config, clock=StandingClock())
    prepare_embedded(services, content_folder())
    with services.database.write() as connection:
        token = tokens.add(connection, "reader of the document", services.clock())
        spoken = speech_key(load_voices()["female"], SPOKEN)
        add_sound(connection, spoken, b"as if it were sound", now=services.clock())
    app = create_app(services)
    app.config["OPERATOR"] = {"Authorization": f"Bearer {token}"}
    yield app
    services.demand.stop()
    services.database.close()


def holds(whole: Any, part: Any) -> bool:
    """Whether an answer holds what is shown of it."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(key in whole and holds(whole[key], part[key]) for key in part)
    if isinstance(part, list):
        return isinstance(whole, list) and len(whole) >= len(part) and all(map(holds, whole, part))
    return bool(whole == part)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example['method']} {example['target']}")
def test_an_example_of_the_document_is_answered_so(packaged: Flask, example: re.Match[str]) -> None:
    body = json.loads(example["body"]) if example["body"] else None
    headers = packaged.config["OPERATOR"]
    response = packaged.test_client().open(example["target"], method=example["method"], json=body, headers=headers)
    answer = json.loads(example["answer"]) if example["answer"] else {}
    status = answer.get("status") if isinstance(answer, dict) else None
    statuses = (status,) if isinstance(status, int) else (200, 201)  # a problem names its status
    assert response.status_code in statuses, response.get_data(as_text=True)
    if answer:
        assert holds(response.get_json(), answer), response.get_data(as_text=True)


def test_every_endpoint_has_an_example(packaged: Flask) -> None:
    shown = set()
    routes = packaged.url_map.bind("localhost")
    for example in EXAMPLES:
        rule, _ = routes.match(example["target"].partition("?")[0], method=example["method"], return_rule=True)
        shown.add((rule.rule, example["method"]))
    assert {(rule, method) for rule, method, _ in declared_operations(packaged)} - shown == set()


def test_an_answer_that_says_something_else_is_noticed() -> None:
    assert holds({"a": 1, "b": [{"c": 2}, 3]}, {"b": [{"c": 2}]})
    assert not holds({"a": 1}, {"a": 2})
    assert not holds({"b": []}, {"b": [{}]})
    assert not holds({}, {"a": None})
