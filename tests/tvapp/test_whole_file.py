"""Small files are whole whatever happens while they are written: the plug is pulled, the disk is full."""

from __future__ import annotations

import resource
import signal
import stat
import subprocess
import sys
from pathlib import Path

from tvapp.followed import FOLLOWED_FILE, load_followed
from tvapp.memory import MEMORY_FILE, Memory, load_memory, save_memory
from tvapp.whole_file import FOR_THE_USER_ONLY, write_whole

KILLS = 12
LONG = 400_000  # characters: a write that takes long enough to be killed in its middle

WRITER = """
import sys
from pathlib import Path
from tvapp.followed import save_followed
from tvapp.memory import Memory, save_memory
from tvapp.whole_file import write_whole
folder = Path(sys.argv[1])
while True:
    for sign in "ab":
        assert write_whole(folder / "long", sign * %d)
        assert save_memory(folder, Memory("330106", theme="yellow" if sign == "a" else "light", recent=(sign,)))
        assert save_followed(folder, (sign.upper() * 12,))
        print(flush=True)
"""


def test_a_box_killed_in_the_middle_of_writing_finds_everything_whole(tmp_path: Path) -> None:
    for count in range(KILLS):
        command = [sys.executable, "-c", WRITER % LONG, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            for _ in range(1 + count % 4):
                writer.stdout.readline()
            writer.send_signal(signal.SIGKILL)
        text = (tmp_path / "long").read_text()
        assert text in ("a" * LONG, "b" * LONG)
        memory = load_memory(tmp_path)
        assert (memory.theme, memory.recent) in (("yellow", ("a",)), ("light", ("b",)))
        assert load_followed(tmp_path) in (("A" * 12,), ("B" * 12,))
        assert stat.S_IMODE((tmp_path / FOLLOWED_FILE).stat().st_mode) == FOR_THE_USER_ONLY


def test_what_a_killed_writer_left_is_cleared_away_by_the_next(tmp_path: Path) -> None:
    (tmp_path / f"{MEMORY_FILE}.4711").write_text('{"reg')
    assert save_memory(tmp_path, Memory("330106"))
    assert [path.name for path in tmp_path.iterdir()] == [MEMORY_FILE]


def test_a_full_disk_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "file"
    assert write_whole(path, "old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))  # the kernel refuses the eleventh byte of any file
    try:
        assert not write_whole(path, "new" * 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
    assert write_whole(path, "new" * 1000)


def test_a_file_for_the_user_alone_is_so_from_its_first_byte(tmp_path: Path) -> None:
    assert write_whole(tmp_path / "file", "x", mode=FOR_THE_USER_ONLY)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == FOR_THE_USER_ONLY
