"""What the box remembers."""

from pathlib import Path

import pytest

from tvapp.memory import MEMORY_FILE, Memory, load_memory, save_memory


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    remembered = Memory(
        "330106",
        captions=False,
        hints=False,
        welcomed=True,
        theme="yellow",
        edge_percent=10,
        remote="own",
        recent=("id-card-lost", "social-card-replace"),
        speech_on=False,
        rate=245,
        volume=20,
        voice="male",
        text_size="largest",
    )
    assert save_memory(tmp_path / "new", remembered)
    assert load_memory(tmp_path / "new") == remembered


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"region": 330106, "captions": true}', '{"region": "x", "captions": true}']
)
def test_a_spoiled_file_means_nothing_was_remembered(tmp_path: Path, text: str) -> None:
    (tmp_path / MEMORY_FILE).write_text(text)
    assert load_memory(tmp_path) == Memory()


@pytest.mark.parametrize(
    "spoiled",
    [
        '"theme": "pink"',
        '"theme": ["dark"]',
        '"edge_percent": 40',
        '"edge_percent": "5"',
        '"remote": 7',
        '"recent": "id-card-lost"',
        '"recent": [1, null]',
        '"hints": null',
        '"speech_on": 0',
        '"rate": 246',
        '"rate": true',
        '"volume": 80.0',
        '"volume": [20]',
        '"voice": "child"',
        '"text_size": "huge"',
        '"text_size": null',
    ],
)
def test_a_spoiled_setting_is_as_at_the_beginning_and_spoils_no_other(tmp_path: Path, spoiled: str) -> None:
    (tmp_path / MEMORY_FILE).write_text(f'{{"region": "330106", "captions": false, {spoiled}}}')
    assert load_memory(tmp_path) == Memory("330106", captions=False, welcomed=True)


def test_a_disk_that_refuses_does_not_stop_the_television(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not save_memory(tmp_path / "file" / "below", Memory())
