"""Every fault there is: an example of it under broken/, and the exact lines an editor reads.

An example changes one file of the good folder: `old` becomes `new` (`times`: so often), or the file is
replaced by `new`, saved as `encoding`, given as `hex`, or taken away.
"""

import re
from pathlib import Path
from typing import Any

import pytest

from content.yaml_text import load_plain

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
EXAMPLES = sorted((HERE / "broken").glob("*.yaml"))


def break_folder(folder: Path, example: dict[str, Any]) -> None:
    path = folder / example["file"]
    if "missing" in example:
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if "hex" in example:
        path.write_bytes(bytes.fromhex(example["hex"]))
        return
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if "old" in example:
        assert example["old"] in text, "the example does not fit the good folder any more"
        text = text.replace(example["old"], example["new"], 1)
    else:
        text = example.get("new", text) * int(example.get("times", "1"))
    path.write_bytes(text.encode(example.get("encoding", "utf-8")))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_broken_file_is_explained_in_exactly_these_words(path: Path, folder: Path, check: Any) -> None:
    example = load_plain(path)
    assert isinstance(example, dict)
    break_folder(folder, example)
    assert check(folder) == example["says"]


def test_the_good_folder_has_nothing_to_say(folder: Path, check: Any) -> None:
    assert check(folder) == []


def test_every_fault_with_words_has_a_broken_example() -> None:
    codes = set(load_plain(ROOT / "content" / "wording" / "faults.yaml")["faults"])
    assert codes - {path.stem for path in EXAMPLES} == {"folder_missing", "file_unreadable"}  # tests of their own


def test_every_fault_the_program_can_find_has_words() -> None:
    named: set[str] = set()
    for path in (ROOT / "content").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        named |= set(re.findall(r'(?:Fault\(|_stop\(line, |_missing\()\s*"([a-z_]+)"', source))
        named |= set(re.findall(r'"(file_is_[a-z0-9_]+)"', source))
    named |= {"fullwidth_colon", "no_space_after_colon"}
    assert named == set(load_plain(ROOT / "content" / "wording" / "faults.yaml")["faults"])
