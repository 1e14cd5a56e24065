"""Documents and code say the same: names, versions, records, links."""

import configparser
import dataclasses
import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

import channel_api.answers
import content.inheritance
import content.model

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")
RECORD = re.compile(r"^(\d{4})-[a-z0-9-]+\.md$")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def classes_of(module: ModuleType) -> list[str]:
    """The public classes this module itself defines."""
    found = inspect.getmembers(module, inspect.isclass)
    return [name for name, cls in found if cls.__module__ == module.__name__ and not name.startswith("_")]


def glossary_rows(glossary: str) -> list[list[str]]:
    """The cells of each row: English names, Chinese names, what it is; without headings."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in glossary.splitlines() if line[:1] == "|"]
    return [row for row in rows if row[0] != "English" and row[0].strip("-")]


def english_names(glossary: str) -> list[str]:
    return [name.strip() for row in glossary_rows(glossary) for name in row[0].split(",")]


def install_requirements() -> set[str]:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    groups = [config["options"]["install_requires"], *dict(config["options.extras_require"]).values()]
    lines = [line.strip() for group in groups for line in group.splitlines()]
    return {re.split(r"[<>=;]", line)[0].strip() for line in lines if line and not line.startswith("#")}


@pytest.mark.parametrize("module", [content.model, content.inheritance, channel_api.answers], ids=lambda m: m.__name__)
def test_every_public_class_stands_in_the_glossary(module: ModuleType) -> None:
    missing = set(classes_of(module)) - set(english_names(read("docs/glossary.md")))
    assert missing == set(), "add a line with its Chinese name to docs/glossary.md"


def test_every_class_of_content_is_plain_frozen_data() -> None:
    loose = [
        name
        for module in (content.model, channel_api.answers)
        for name in classes_of(module)
        if not getattr(getattr(module, name), "__dataclass_params__", None)
        or not getattr(module, name).__dataclass_params__.frozen
    ]
    assert loose == []
    assert all(dataclasses.is_dataclass(getattr(content.model, name)) for name in classes_of(content.model))


def test_each_name_of_the_glossary_stands_there_once_with_its_chinese_name() -> None:
    glossary = read("docs/glossary.md")
    names = english_names(glossary)
    assert sorted(name for name in set(names) if names.count(name) > 1) == []
    assert [
        row[0] for row in glossary_rows(glossary) if len(row) != 3 or not re.search("[一-鿿]", row[1] + row[2])
    ] == []


def test_setup_and_changelog_name_the_same_version() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    newest = re.search(r"^## (\d+\.\d+\.\d+)", read("CHANGELOG.md"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == config["metadata"]["version"]


def test_decision_records_are_numbered_without_gaps_and_listed() -> None:
    folder = ROOT / "docs" / "adr"
    records = sorted(path.name for path in folder.glob("*.md") if path.name != "README.md")
    assert [name for name in records if not RECORD.match(name)] == []
    assert [int(name[:4]) for name in records] == list(range(1, len(records) + 1))
    listed = re.findall(r"^\| \[\d{4}\]\((\S+)\)", read("docs/adr/README.md"), re.MULTILINE)
    assert listed == records


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "adr").glob("0*.md")), ids=lambda path: path.stem[:4])
def test_a_decision_record_says_what_why_and_at_what_cost(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {path.name[:4]} ")
    assert "Status: " in text
    assert "**Decided.**" in text
    is_table_of_reasons = "why this one" in text
    assert is_table_of_reasons or all(
        part in text for part in ("**Why.**", "**What it costs.**", "**Think again when**")
    )


def test_every_library_has_its_reason_written_down() -> None:
    record = read("docs/adr/0015-dependencies.md").replace("types-*", "types-PyYAML types-requests")
    assert sorted(name for name in install_requirements() if name.lower() not in record.lower()) == []


def markdown_files() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("path", markdown_files(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_inside_the_project_leads_somewhere(path: Path) -> None:
    targets = LINK.findall(path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_every_make_target_a_document_names_exists() -> None:
    makefile = read("Makefile")
    benches = re.findall(r"benchmarks/([a-z]+)\.py", makefile)
    targets = {*re.findall(r"^([a-z-]+):", makefile, re.MULTILINE), *(f"bench-{name}" for name in benches)}
    named = {
        name for path in markdown_files() for name in re.findall(r"`make ([a-z-]+)", path.read_text(encoding="utf-8"))
    }
    assert named - targets == set()


def test_ci_runs_exactly_the_tests_of_a_developer() -> None:
    commands = [line for line in read(".ci/run").splitlines() if line and not line.startswith("#")]
    assert commands == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "make test"]
