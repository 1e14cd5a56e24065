"""What an operator types, run as a person would: each command on a database of its own."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from channel_api.commands import run
from channel_api.exporting import export_folder
from tests.channel_api.sample_content import sample_content


@dataclass
class Said:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


class Operator:
    """Types commands."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def types(self, *words: str | Path) -> Said:
        self._capsys.readouterr()
        code = run([str(word) for word in words])
        captured = self._capsys.readouterr()
        return Said(code, captured.out, captured.err)


@pytest.fixture
def operator(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Operator:
    monkeypatch.setenv("CHANNEL_DATABASE_URL", database_url)
    monkeypatch.setenv("CHANNEL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CHANNEL_SECRET_KEY", "k" * 32)
    return Operator(capsys)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    export_folder(sample_content(), tmp_path / "content")
    return tmp_path / "content"


def test_an_import_says_what_it_changed_and_a_second_one_changes_nothing(operator: Operator, folder: Path) -> None:
    (folder / "notices" / "guangzhou.yaml").unlink()
    topics = folder / "topics.yaml"
    topics.write_text(topics.read_text().replace("医疗保障", "看病报销"))
    said = operator.types("import", folder)
    assert said.code == 0
    assert "changed    topic medical" in said.out
    assert "withdrawn  notice guangzhou" in said.out
    assert said.out.endswith("0 added, 1 changed, 1 withdrawn, 31 unchanged\n")
    assert operator.types("import", folder).out == "0 added, 0 changed, 0 withdrawn, 32 unchanged\n"


def test_a_dry_run_changes_nothing(operator: Operator, folder: Path) -> None:
    (folder / "notices" / "guangzhou.yaml").unlink()
    for _ in range(2):
        assert operator.types("import", folder, "--dry-run").out.endswith(
            "would be: 0 added, 0 changed, 1 withdrawn, 32 unchanged\n"
        )


def test_a_faulty_folder_is_explained_and_nothing_is_imported(operator: Operator, folder: Path) -> None:
    (folder / "notices" / "guangzhou.yaml").unlink()
    topics = folder / "topics.yaml"
    topics.write_text(topics.read_text().replace("order: 1\n", "order: 第一\n"))
    said = operator.types("import", folder)
    assert (said.code, said.out) == (1, "")
    assert "topics.yaml" in said.err
    assert "nothing was imported, 1 faults" in said.err
    topics.write_text(topics.read_text().replace("order: 第一\n", "order: 1\n"))
    assert "1 withdrawn, 32 unchanged" in operator.types("import", folder, "--dry-run").out


def test_a_folder_that_is_not_there_is_one_clear_line(operator: Operator, tmp_path: Path) -> None:
    said = operator.types("import", tmp_path / "nowhere")
    assert said.code == 1
    assert "nowhere" in said.err
    assert "Traceback" not in said.err


def test_an_export_can_be_imported_again(operator: Operator, tmp_path: Path) -> None:
    assert operator.types("export", tmp_path / "out").out == "22 files written\n"
    assert operator.types("import", tmp_path / "out").out == "0 added, 0 changed, 0 withdrawn, 33 unchanged\n"
    again = operator.types("export", tmp_path / "out")
    assert again.code == 1
    assert "not empty" in again.err


def test_an_export_that_was_broken_off_cannot_be_imported(
    operator: Operator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []
    write_text = Path.write_text

    def fill_the_disk(path: Path, text: str, **options: str) -> int:
        if len(written) == 20:
            raise OSError(28, "No space left on device")
        written.append(path)
        return write_text(path, text, **options)

    monkeypatch.setattr(Path, "write_text", fill_the_disk)
    said = operator.types("export", tmp_path / "out")
    assert (said.code, said.err) == (1, "zhengwu-api: [Errno 28] No space left on device\n")
    assert operator.types("import", tmp_path / "out").code == 1


def test_a_token_is_shown_once_listed_by_name_and_revoked(operator: Operator) -> None:
    made = operator.types("token", "add", "monitoring")
    token = made.out.strip()
    assert token.startswith("zwt_")
    listed = operator.types("token", "list").out
    assert listed.startswith("monitoring\tmade ")
    assert listed.endswith("\tvalid\n")
    assert token not in listed
    assert operator.types("token", "add", "monitoring").code == 1
    assert operator.types("token", "revoke", "monitoring").code == 0
    assert operator.types("token", "revoke", "monitoring").code == 1
    assert "revoked" in operator.types("token", "list").out


def test_a_token_is_nowhere_in_the_database(operator: Operator, database_url: str) -> None:
    token = operator.types("token", "add", "monitoring").out.strip()
    if database_url.startswith("sqlite"):
        assert token.encode() not in Path(database_url.removeprefix("sqlite:///")).read_bytes()
    assert token not in operator.types("token", "list").out


def test_an_upgrade_says_whether_it_was_needed(operator: Operator) -> None:
    assert operator.types("db", "upgrade").out.startswith("database already at 0")


def test_the_openapi_command_prints_the_document(operator: Operator) -> None:
    document = json.loads(operator.types("openapi").out)
    assert document["openapi"] == "3.1.0"
    example = document["paths"]["/v1/services/{id}"]["get"]["responses"]["200"]["content"]["application/json"][
        "example"
    ]
    assert example["id"] == "id-card-lost"


def test_search_explain_says_why(operator: Operator) -> None:
    assert "居民身份证丢失补领" in operator.types("search-explain", "身份证丢了").out


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "tv.example"])
def test_other_machines_are_not_served_without_a_key(
    operator: Operator, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.delenv("CHANNEL_SECRET_KEY")
    said = operator.types("serve", "--host", host)
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert "CHANNEL_SECRET_KEY" in said.err


@pytest.mark.parametrize(
    "words", ["--port 0", "--port 65536", "--port -1", "--port ８０００", "--workers 0", "--workers 65"]
)
def test_numbers_that_make_no_sense_are_refused_before_anything_is_done(operator: Operator, words: str) -> None:
    with pytest.raises(SystemExit) as ended:
        operator.types("serve", *words.split())
    assert ended.value.code == 2


def test_a_command_that_is_interrupted_ends_without_a_word(
    operator: Operator, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("channel_api.publishing.publish_content", interrupted)
    said = operator.types("import", folder)
    assert (said.code, said.err) == (130, "")


@pytest.mark.parametrize("url", ["mysql://user:geheim@x/y", "geheim", "postgresql://user:geheim@127.0.0.1:1/x"])
def test_a_database_that_cannot_be_used_is_one_line_without_its_password(
    operator: Operator, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("CHANNEL_DATABASE_URL", url)
    said = operator.types("db", "upgrade")
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert "geheim" not in said.err
