"""The script behind every make target, in a folder of its own; nothing here reaches a network."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "bootstrap.py"
# Nothing listens on the discard port, so every attempt to fetch a package is refused at once.
NOWHERE = "http://127.0.0.1:9/simple"


class Checkout:
    """A folder with bootstrap.py and small locks, with or without an environment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "locks").mkdir(parents=True)
        shutil.copy(SCRIPT, folder)
        (folder / "setup.cfg").write_text("[metadata]\n", encoding="utf-8")
        for level in ("build", "tv", "voice", "run", "test", "bench"):
            self.write_lock(level, "1.0")

    def write_lock(self, level: str, version: str) -> None:
        text = f"some-package=={version} \\\n    --hash=sha256:{'0' * 64}\n"
        (self.folder / "locks" / f"{level}.txt").write_text(text, encoding="utf-8")

    def script(self) -> ModuleType:
        spec = importlib.util.spec_from_file_location("bootstrap_in_test", self.folder / "bootstrap.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    def has_environment(self, level: str) -> None:
        """As if a run for this level had been completed before."""
        programs = self.folder / ".venv" / "bin"
        programs.mkdir(parents=True)
        (programs / "python").symlink_to(sys.executable)
        (programs / "pip").write_text(f"#!{programs}/python\n", encoding="utf-8")
        (self.folder / ".venv" / "bootstrap.stamp").write_text(self.script().fingerprint(level), encoding="utf-8")

    def run(self, level: str) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
        environment |= {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": NOWHERE}
        command = [sys.executable, str(self.folder / "bootstrap.py"), level]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path.resolve() / "checkout")


@pytest.mark.parametrize(
    ("installed", "wanted", "is_enough"),
    [("tv", "tv", True), ("test", "run", True), ("run", "tv", True), ("tv", "run", False), ("run", "test", False)],
)
def test_a_wider_environment_serves_a_smaller_request(
    checkout: Checkout, installed: str, wanted: str, *, is_enough: bool
) -> None:
    checkout.has_environment(installed)
    assert checkout.script().is_ready(wanted) is is_enough


def test_a_second_run_installs_nothing_and_says_nothing(checkout: Checkout) -> None:
    checkout.has_environment("test")
    before = sorted((checkout.folder / ".venv").rglob("*"))
    done = checkout.run("run")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert sorted((checkout.folder / ".venv").rglob("*")) == before


def test_a_changed_lock_makes_the_environment_stale(checkout: Checkout) -> None:
    checkout.has_environment("tv")
    checkout.write_lock("tv", "1.1")
    assert not checkout.script().is_ready("tv")


def test_changed_metadata_makes_the_environment_stale(checkout: Checkout) -> None:
    checkout.has_environment("tv")
    (checkout.folder / "setup.cfg").write_text("[metadata]\nversion = 9\n", encoding="utf-8")
    assert not checkout.script().is_ready("tv")


def test_a_moved_checkout_gets_a_new_environment(checkout: Checkout) -> None:
    checkout.has_environment("tv")
    checkout.folder = checkout.folder.rename(checkout.folder.with_name("moved"))
    moved = checkout.script()
    assert not moved.is_ready("tv")
    assert not moved.is_usable_environment()


def test_an_environment_never_shrinks(checkout: Checkout) -> None:
    checkout.has_environment("test")
    checkout.write_lock("test", "1.1")
    assert checkout.script().installed_level() == "test"


def test_without_a_network_one_line_says_so(checkout: Checkout) -> None:
    done = checkout.run("tv")
    assert done.returncode == 1
    assert done.stderr.startswith("bootstrap: the package server cannot be reached")
    assert len(done.stderr.splitlines()) == 1
    assert not (checkout.folder / ".venv" / "bootstrap.stamp").exists()


def test_where_venv_is_missing_the_package_to_install_is_named(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = checkout.script()
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(script.BootstrapError, match="python3-venv"):
        script.make_environment()


def test_a_python_that_is_too_old_is_named_where_no_newer_one_exists(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = checkout.script()
    monkeypatch.setattr(script, "OLDEST", (99, 0))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(script.BootstrapError, match=r"Python 3\.11 or newer is needed"):
        script.use_new_enough_python()


def test_a_newer_python_that_only_refuses_to_start_is_passed_over(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = checkout.folder / "programs"
    programs.mkdir()
    for name, body in {"python3.13": "exit 127", "python3.12": "exit 0"}.items():
        (programs / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    assert checkout.script().find_newer_python() == str(programs / "python3.12")


def test_a_wrong_hash_is_not_taken_for_a_missing_network(checkout: Checkout) -> None:
    log = "Retrying after Failed to establish a new connection\nERROR: THESE PACKAGES DO NOT MATCH THE HASHES\n"
    assert "DO NOT MATCH THE HASHES" in checkout.script().explain_failure(log)


def test_an_unknown_level_is_refused_with_the_known_ones(checkout: Checkout) -> None:
    done = checkout.run("everything")
    assert done.returncode == 2
    assert "tv|voice|run|test|bench" in done.stderr
