"""What is published says nothing of the machine it was written on, and is drawn right on a television."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MACHINE_PATH = re.compile(r"(?:^|[^A-Za-z0-9_.])/(?:work|root|farm|home/\w+|Users/\w+)/")
REGISTRY = re.compile(r"(?:extra-)?index-ur[l]|pypi\.(?:org|tuna)|pythonhosted|registry\.npm|npmmirror", re.IGNORECASE)
# Enclosed digits, ℃, ※ and ○ overlap their neighbours in browsers; emoji have no agreed width at all.
BREAKS_ON_TELEVISIONS = re.compile(
    "[\u2103\u203b\u25cb\u2460-\u24ff\u2776-\u2793\u2600-\u26ff\ufe0f\U0001f000-\U0001faff]"
)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
SHOWN = ("content/", "tvapp/", "voice/", "channel_api/")


def tracked_files() -> list[str]:
    try:
        listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout: which files are published is unknown; clone the repository with git")
    return [name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


def faults(name: str, text: str, pattern: re.Pattern[str]) -> list[str]:
    lines = text.splitlines()
    return [
        f"{name}:{number}: {match[0]!r}" for number, line in enumerate(lines, 1) for match in pattern.finditer(line)
    ]


def text_of(name: str) -> str:
    """The text of a file, empty for one that is not text."""
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY], ids=["machine path", "package registry"])
def test_no_file_speaks_of_the_machine_it_was_written_on(pattern: re.Pattern[str]) -> None:
    names = [name for name in tracked_files() if ROOT / name != Path(__file__)]
    assert [fault for name in names for fault in faults(name, text_of(name), pattern)] == []


def test_shown_text_holds_no_character_that_televisions_draw_wrong() -> None:
    names = [name for name in tracked_files() if name.startswith(SHOWN) and name.endswith(".yaml")]
    assert [fault for name in names for fault in faults(name, text_of(name), BREAKS_ON_TELEVISIONS)] == []


def test_shown_text_holds_no_invisible_character() -> None:
    names = [name for name in tracked_files() if name.startswith(SHOWN) and name.endswith(".yaml")]
    assert [fault for name in names for fault in faults(name, text_of(name), CONTROL)] == []


@pytest.mark.parametrize(
    ("line", "pattern"),
    [
        ("open('/home/anna/x')", MACHINE_PATH),
        ("host: files.pythonhosted", REGISTRY),
        ("title: ①到窗口", BREAKS_ON_TELEVISIONS),
        ("title: 办理😀", BREAKS_ON_TELEVISIONS),
        ("title: 办\u200b理", CONTROL),
    ],
)
def test_each_forbidden_thing_is_found(line: str, pattern: re.Pattern[str]) -> None:
    assert len(faults("f", line, pattern)) == 1


def test_addresses_on_the_web_and_relative_paths_are_no_machine_paths() -> None:
    for line in ("https://www.gov.cn/work/x", "docs/work/x.md", "GET /v1/services/"):
        assert faults("f", line, MACHINE_PATH) == []
