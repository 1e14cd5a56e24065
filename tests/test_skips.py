"""REQUIRE_ALL=1 turns what a machine lacks into failures; without it a skip stays a skip."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).with_name("conftest.py")
SKIPPED_TEST = "import pytest\n\ndef test_sound():\n    pytest.skip('no sound card')\n"
SKIPPED_FILE = "import pytest\n\npytest.importorskip('no_such_library')\n\ndef test_it():\n    pass\n"
MISSING_DATA = "def test_data(channel_test_data):\n    pass\n"
PASSING_TEST = "def test_it():\n    pass\n"


def run_pytest(folder: Path, body: str, **environment: str) -> int:
    (folder / "conftest.py").write_text(CONFTEST.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "test_sample.py").write_text(body, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(folder), str(folder)]
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # loading every plugin would cost seconds
    inherited = {name: value for name, value in os.environ.items() if name not in {"REQUIRE_ALL", "CHANNEL_TEST_DATA"}}
    done = subprocess.run(command, env=inherited | environment, cwd=folder, capture_output=True, check=False)
    return done.returncode


@pytest.mark.parametrize("body", [SKIPPED_TEST, MISSING_DATA], ids=["test", "data"])
def test_a_skip_is_no_failure_by_default(tmp_path: Path, body: str) -> None:
    assert run_pytest(tmp_path, body, CHANNEL_TEST_DATA=str(tmp_path / "none")) == pytest.ExitCode.OK


@pytest.mark.parametrize("body", [SKIPPED_TEST, SKIPPED_FILE, MISSING_DATA], ids=["test", "file", "data"])
def test_a_skip_is_a_failure_where_everything_is_required(tmp_path: Path, body: str) -> None:
    status = run_pytest(tmp_path, body, REQUIRE_ALL="1", CHANNEL_TEST_DATA=str(tmp_path / "none"))
    assert status in {pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED}


def test_a_passing_test_stays_one_where_everything_is_required(tmp_path: Path) -> None:
    assert run_pytest(tmp_path, PASSING_TEST, REQUIRE_ALL="1") == pytest.ExitCode.OK
