"""Every endpoint says who may call it, and docs/api.md lists exactly the endpoints there are."""

import re
from pathlib import Path

import pytest
from flask import Flask

from channel_api.app import create_app
from channel_api.config import Config

ROOT = Path(__file__).resolve().parents[2]
ACCESS = {"public", "operator", "loopback", "editor"}
# A row of the table of endpoints: `METHOD /path`, query names, who may call it.
ROW = re.compile(r"^\| `(?P<door>[A-Z]+ /\S*)` \| (?P<query>[^|]*) \| (?P<access>[a-z]+) \|", re.MULTILINE)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("routes")
    return create_app(Config(data_folder=folder, database_url=f"sqlite:///{folder}/channel.sqlite3"))


def rows_of_app(app: Flask) -> set[tuple[str, str, str]]:
    """What the table must hold: method and path, query names in alphabetical order, access."""
    rows = set()
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        operation = getattr(view, "operation", None)
        model = operation.query if operation else None
        names = sorted(info.alias or name for name, info in model.model_fields.items()) if model else []
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            rows.add((f"{method} {path}", " ".join(f"`{name}`" for name in names), getattr(view, "access", "nobody")))
    return rows


def rows_of_document(text: str) -> set[tuple[str, str, str]]:
    return {(row["door"], row["query"].strip(), row["access"]) for row in ROW.finditer(text)}


def test_every_endpoint_declares_who_may_call_it(app: Flask) -> None:
    undeclared = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "access", None) not in ACCESS
    }
    assert undeclared == set()


def test_the_api_document_lists_exactly_the_endpoints_there_are(app: Flask) -> None:
    documented, served = rows_of_document((ROOT / "docs" / "api.md").read_text(encoding="utf-8")), rows_of_app(app)
    to_add = [f"| `{door}` | {query} | {access} | … |" for door, query, access in sorted(served - documented)]
    assert to_add == [], "add these rows to docs/api.md"
    assert documented - served == set(), "remove these rows from docs/api.md"


def test_a_row_of_the_document_is_read_as_it_stands() -> None:
    table = "| `GET /v1/x/{id}` | `limit` `region` | public | the x |\n| `GET /livez` |  | public | alive |\n"
    assert rows_of_document(table) == {
        ("GET /v1/x/{id}", "`limit` `region`", "public"),
        ("GET /livez", "", "public"),
    }
