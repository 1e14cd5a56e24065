"""The command, with its own embedded server: what a stranger runs first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tvapp.__main__ import main


def run_tv(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {"CHANNEL_DATA_DIR": str(folder), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "tvapp", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("household")


def test_a_lost_card_is_found_in_the_real_content_within_ten_keys(data_folder: Path) -> None:
    found = run_tv("--walk", "blue 7 3 9 ok", "--region", "330106", "--dump", "text", folder=data_folder)
    assert found.returncode == 0, found.stderr
    assert "居民身份证丢失补领" in found.stdout
    assert "去哪办" in found.stdout


def test_what_is_spoken_can_be_printed(data_folder: Path) -> None:
    spoken = run_tv("--walk", "1", "--region", "330106", "--dump", "spoken", folder=data_folder)
    assert spoken.stdout.startswith("这里是政务服务频道。\n")


def test_a_sample_case_is_found_by_its_number_and_code(data_folder: Path) -> None:
    keys = "yellow " + " ".join("330106261024" + "112358")
    found = run_tv("--walk", keys, "--region", "330106", "--dump", "text", folder=data_folder)
    assert "示例办件" in found.stdout
    assert "示例办件，不是真的" in found.stdout
    assert "330106261024" not in found.stdout


def test_a_picture_names_no_other_host_and_keeps_every_character(data_folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "guide.svg"
    made = run_tv("--snapshot", "guide/id-card-lost", "--size", "50x14", "--out", str(target), folder=data_folder)
    assert made.returncode == 0, made.stderr
    picture = target.read_text(encoding="utf-8")
    assert picture.count("http") == 1  # the name of the SVG namespace, which nothing fetches
    assert "居民身份证丢失补领" in picture


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--size", "80"], "80x23"),
        (["--walk", "jump"], "jump"),
        (["--snapshot", "nowhere"], "nowhere"),
        (["--region", "33"], "330106"),
        (["--remote", "none"], "terminal"),
        (["--serve", "8080"], "0.0.0.0:8080"),
        (["--serve", "127.0.0.1:99999"], "0.0.0.0:8080"),
        (["--remote", "linux-ir"], "--input"),
        (["--input", "/dev/null"], "--remote"),
        (["--remote", "browser"], "浏览器"),
    ],
)
def test_a_wrong_argument_is_one_clear_line(
    arguments: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert named in error
    assert error.count("\n") == 1
