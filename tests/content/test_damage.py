"""Whatever a slip of the hand does to a good folder, the check explains it and never breaks down."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.drawn import examples

GOOD = Path(__file__).parent / "good"
FILES = sorted(path.relative_to(GOOD).as_posix() for path in GOOD.rglob("*.yaml"))
SLIPS = [
    "",
    "-",
    "- ",
    ":",
    "：",
    "  ",
    "\t",
    '"',
    "#",
    "[",
    "{",
    "0",
    "-1",
    "999999",
    "true",
    "①",
    "kite-permit",
    "\x00",
    "\ud7ff",
]


@st.composite
def damages(draw: st.DrawFn) -> tuple[str, str]:
    """A file of the good folder, and its text after one to three slips."""
    name = draw(st.sampled_from(FILES))
    lines = (GOOD / name).read_text(encoding="utf-8").split("\n")
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        kind = draw(st.sampled_from(["drop", "twice", "insert", "value", "indent"]))
        slip = draw(st.sampled_from(SLIPS))
        if kind == "drop" and len(lines) > 1:
            del lines[at]
        elif kind == "twice":
            lines.insert(at, lines[at])
        elif kind == "insert":
            column = draw(st.integers(0, len(lines[at])))
            lines[at] = lines[at][:column] + slip + lines[at][column:]
        elif kind == "value":
            lines[at] = f"{lines[at].split(':')[0]}: {slip}"
        else:
            lines[at] = f"  {lines[at]}"
    return name, "\n".join(lines)


@settings(max_examples=examples(300), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damages())
def test_a_slip_is_explained_in_lines_of_words(check: Any, tmp_path: Path, damage: tuple[str, str]) -> None:
    folder = tmp_path / "content"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(GOOD, folder)
    name, text = damage
    (folder / name).write_text(text, encoding="utf-8")
    for line in check(folder, strict=True):
        assert "改法：" in line
        assert "\n" not in line


@pytest.mark.parametrize("name", FILES)
def test_any_file_may_be_missing(check: Any, folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert all("改法：" in line for line in check(folder))
