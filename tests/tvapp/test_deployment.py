"""The files of deploy/ and the page about them say what the code does."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from tvapp.app import TICK_SECONDS
from tvapp.kiosk import GRIDS, OTHER_SIZE_WANTED, look_for
from tvapp.remote import load_profile

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.rglob("*.service"))
GRID_ROW = re.compile(r"^\| (\w+) \| (\d+) × (\d+) \| (\d+) px \|$", re.MULTILINE)


def settings_of(unit: Path) -> dict[str, list[str]]:
    """The settings of a unit, each with all its values in order."""
    settings: dict[str, list[str]] = {}
    for line in unit.read_text(encoding="utf-8").splitlines():
        name, is_setting, value = line.partition("=")
        if is_setting and not line.startswith("#"):
            settings.setdefault(name, []).append(value)
    return settings


def operations_page() -> str:
    return (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def test_the_television_s_unit_starts_the_kiosk_and_waits_longer_than_its_sign_of_life() -> None:
    settings = settings_of(DEPLOY / "kiosk" / "zhengwu-tv.service")
    words = shlex.split(settings["ExecStart"][0])
    assert words[words.index("-m") + 1] == "tvapp.kiosk"
    assert find_spec("tvapp.kiosk") is not None
    assert float(settings["WatchdogSec"][0]) > 10 * TICK_SECONDS
    assert settings["NotifyAccess"] == ["all"]  # the channel is a grandchild of what the unit starts


def test_the_example_of_a_remote_names_one_there_is() -> None:
    example = re.search(r"--remote (\S+) --input (\S+)", (DEPLOY / "kiosk" / "tv.env").read_text(encoding="utf-8"))
    assert example is not None
    assert load_profile(example[1]).source == "linux"


def test_every_deployed_file_is_explained_in_the_operator_s_page() -> None:
    page = operations_page()
    names = [path.relative_to(ROOT).as_posix() for path in DEPLOY.rglob("*") if path.is_file()]
    assert [name for name in names if name not in page] == []
    assert [name for name in re.findall(r"deploy/[\w./-]+\w", page) if not (ROOT / name).exists()] == []


def test_the_operator_s_page_tells_the_text_sizes_as_the_kiosk_draws_them() -> None:
    documented = {name: tuple(map(int, rest)) for name, *rest in GRID_ROW.findall(operations_page())}
    drawn = {name: (*grid, look_for((1920, 1080), grid).font) for name, grid in GRIDS.items()}
    assert documented == drawn
    assert f"status {OTHER_SIZE_WANTED}" in operations_page()


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_the_service_manager_understands_every_line_of_a_unit(unit: Path, tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is missing; install the package systemd")
    copy = shutil.copy(unit, tmp_path)
    done = subprocess.run([analyze, "verify", "--man=no", copy], capture_output=True, text=True, check=False)
    said = [line for line in done.stderr.splitlines() if unit.name in line]
    assert [line for line in said if "is not executable" not in line] == []  # programs of the box, not of this machine
