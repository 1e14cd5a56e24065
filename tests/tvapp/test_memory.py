"""What the box remembers."""

from pathlib import Path

import pytest

from tvapp.memory import MEMORY_FILE, Memory, load_memory, save_memory


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    remembered = Memory("330106", captions=False, welcomed=True)
    assert save_memory(tmp_path / "new", remembered)
    assert load_memory(tmp_path / "new") == remembered


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"region": 330106, "captions": true}', '{"region": "x", "captions": true}']
)
def test_a_spoiled_file_means_nothing_was_remembered(tmp_path: Path, text: str) -> None:
    (tmp_path / MEMORY_FILE).write_text(text)
    assert load_memory(tmp_path) == Memory()


def test_a_disk_that_refuses_does_not_stop_the_television(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not save_memory(tmp_path / "file" / "below", Memory())
