"""The box makes up its id once and keeps it for itself."""

import re
import stat
from pathlib import Path

import pytest

from tvapp.device import DEVICE_FILE, load_device


def test_the_id_is_made_at_the_first_start_and_stays(tmp_path: Path) -> None:
    made = load_device(tmp_path / "data")
    assert made is not None
    assert re.fullmatch("[0-9a-f]{32}", made)
    assert load_device(tmp_path / "data") == made
    assert load_device(tmp_path / "other") != made


def test_nobody_else_on_the_box_may_read_it(tmp_path: Path) -> None:
    load_device(tmp_path)
    assert stat.S_IMODE((tmp_path / DEVICE_FILE).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [DEVICE_FILE]


@pytest.mark.parametrize("spoiled", [b"", b"ab12", b"\xff\xfe", b"g" * 32, b"0" * 33])
def test_a_spoiled_file_is_made_anew(tmp_path: Path, spoiled: bytes) -> None:
    (tmp_path / DEVICE_FILE).write_bytes(spoiled)
    made = load_device(tmp_path)
    assert made is not None
    assert (tmp_path / DEVICE_FILE).read_text() == made


def test_where_it_cannot_be_kept_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert load_device(tmp_path / "file") is None
