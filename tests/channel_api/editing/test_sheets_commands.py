"""Workbooks as an operator takes them in, and what the desk behind them keeps apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from channel_api.commands import run
from channel_api.opened_guide import open_guide
from channel_api.runtime import Services
from channel_api.store.editor_grants import StoredGrant
from channel_api.store.editors import end_editor
from tests.channel_api.editing.people import People
from tests.channel_api.editing.workbooks import send, workbook

CHANGED = {"指南": [["编号", "部门"], ["id-card-lost", "户政科"], ["residence-permit", "公安局"]]}
FAULTY = {"指南": [["编号", "部门"], ["id-card-lost", "=1"]]}


@pytest.fixture
def shell(services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The environment of the operator of this very server, and a folder to work in."""
    monkeypatch.setenv("CHANNEL_DATABASE_URL", services.config.database_url)
    monkeypatch.setenv("CHANNEL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("CHANNEL_SECRET_KEY", "k" * 32)
    return tmp_path


def department_of(services: Services) -> str:
    with services.database.read() as connection:
        opened = open_guide(connection, "id-card-lost")
    return str(opened.text["department"]) if opened else ""


def test_a_workbook_is_written_checked_and_taken_in_by_command(
    shell: Path, people: People, services: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    people.join("anna", "editor")
    path, changed = shell / "all.xlsx", shell / "changed.xlsx"
    assert run(["sheets", "export", str(path)]) == 0
    assert run(["sheets", "check", str(path)]) == 0
    assert capsys.readouterr().out.endswith(" unchanged\n")
    changed.write_bytes(workbook(CHANGED))
    assert run(["sheets", "check", str(changed)]) == 0
    assert "1 changed, 0 new, 1 unchanged" in capsys.readouterr().out
    assert department_of(services) == "公安局"
    assert run(["sheets", "import", str(changed), "--as", "anna"]) == 0
    assert capsys.readouterr().out.endswith("drafts: 1 changed, 0 new\n")
    assert department_of(services) == "户政科"


def test_a_command_takes_in_nothing_of_a_file_with_a_fault(
    shell: Path, people: People, services: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    people.join("anna", "editor")
    path = shell / "faulty.xlsx"
    path.write_bytes(workbook(FAULTY))
    assert run(["sheets", "check", str(path)]) == 1
    assert run(["sheets", "import", str(path), "--as", "anna"]) == 1
    said = capsys.readouterr().err
    assert "指南!B2" in said
    assert said.endswith("nothing was written\n")
    path.write_bytes("编号,部门\n".encode())
    assert run(["sheets", "check", str(path)]) == 1
    assert "CSV" in capsys.readouterr().err
    assert department_of(services) == "公安局"


def test_nobody_takes_in_a_workbook_with_an_account_that_is_not_in_use(
    shell: Path, people: People, services: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    people.join("anna", "editor")
    with services.database.write() as connection:
        end_editor(connection, "anna", services.clock())
    path = shell / "changed.xlsx"
    path.write_bytes(workbook(CHANGED))
    for name in ("anna", "nobody"):
        assert run(["sheets", "import", str(path), "--as", name]) == 1
        assert f"no account in use is named {name}" in capsys.readouterr().err
    assert department_of(services) == "公安局"


def test_who_may_write_in_one_place_only_takes_in_what_belongs_there(people: People, services: Services) -> None:
    dora = people.join("dora", grants=[StoredGrant("editor", "", "330100")])
    offices = [["编号", "网点名称", "电话"], ["city-hall", "示例网点·杭州大厅", "12345"]]
    send(dora, workbook({"办事窗口": offices, **CHANGED}))
    assert dora.reads("指南!A2")
    assert dora.reads("您的角色不能改这一篇")
    send(dora, workbook({"办事窗口": offices}))
    assert dora.reads("改 1 篇，新写 0 篇")
    assert dora.send(dora.path).reads("全部存成草稿了")
    assert department_of(services) == "公安局"


def test_a_guide_that_waits_for_its_review_is_told_to_begin_it_again(people: People) -> None:
    anna, bao = people.join("anna", "editor"), people.join("bao", "editor")
    there = "/editors/guides/id-card-lost"
    bao.open(there).send(there, do="save", notes="问过窗口")
    bao.send(f"{there}/submit")
    send(anna, workbook(CHANGED))
    assert anna.reads("正在等审核，存了以后要重新送审。")
    assert anna.reads("bao 正在写这一篇")
