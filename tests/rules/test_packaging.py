"""What is installed on a box holds everything the checkout holds, and asks for no more than it needs."""

import configparser
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("content", "channel_api", "voice", "tvapp")
LEFT_BEHIND = shutil.ignore_patterns("__pycache__", "*.pyc")
SERVER_ONLY = {"flask", "sqlalchemy", "pydantic", "alembic", "gunicorn", "jieba", "pypinyin", "psycopg"}


def packages_in_lock(level: str) -> set[str]:
    text = (ROOT / "locks" / f"{level}.txt").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE))


def versions_in_lock(level: str) -> dict[str, str]:
    text = (ROOT / "locks" / f"{level}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", text, re.MULTILINE))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The installable archive, built from a copy because building leaves files behind."""
    source = tmp_path_factory.mktemp("source")
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, source / package, ignore=LEFT_BEHIND)
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(target), "."]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return zipfile.ZipFile(next(target.glob("*.whl")))


def test_the_wheel_holds_every_file_of_the_packages(wheel: zipfile.ZipFile) -> None:
    wanted = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted - set(wheel.namelist()) == set(), "add the pattern to package_data in setup.cfg"


def test_the_wheel_brings_its_licence_and_its_commands(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert [name for name in names if name.endswith("licenses/LICENSE")]
    commands = wheel.read(next(name for name in names if name.endswith("entry_points.txt"))).decode()
    assert {"zhengwu-tv", "zhengwu-api", "zhengwu-content"} <= set(re.findall(r"^([a-z-]+) =", commands, re.MULTILINE))


def test_every_command_leads_to_a_function() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    for line in config["options.entry_points"]["console_scripts"].split("\n"):
        if line:
            module, function = line.partition("=")[2].strip().split(":")
            path = ROOT.joinpath(*module.split(".")).with_suffix(".py")
            assert re.search(rf"^def {function}\(|import {function}$", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_a_television_box_needs_no_library_of_the_server() -> None:
    assert packages_in_lock("tv") & SERVER_ONLY == set()
    assert packages_in_lock("run") >= SERVER_ONLY


def test_no_package_has_two_versions_in_one_environment() -> None:
    tv, run, test = versions_in_lock("tv"), versions_in_lock("run"), versions_in_lock("test")
    assert tv.items() <= run.items()
    assert run.items() <= test.items()


@pytest.mark.parametrize("level", ["build", "tv", "run", "test"])
def test_every_locked_package_has_hashes(level: str) -> None:
    blocks = re.split(
        r"^(?=[a-z0-9])", (ROOT / "locks" / f"{level}.txt").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert [block.split()[0] for block in blocks[1:] if "--hash=sha256:" not in block] == []
