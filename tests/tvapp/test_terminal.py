"""A terminal that is closed ends the television and its server; nothing is left to burn the processor."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
from pathlib import Path

START_SECONDS, END_SECONDS = 60, 30


def read_until(master: int, wanted: bytes) -> bool:
    """Whether the wanted bytes arrived at the terminal in time."""
    seen = b""
    while wanted not in seen:
        if not select.select([master], [], [], START_SECONDS)[0]:
            return False
        seen = seen[-4096:] + os.read(master, 65536)
    return True


def test_a_closed_window_ends_the_television_that_no_signal_reached(tmp_path: Path) -> None:
    master, slave = pty.openpty()
    environment = {
        "CHANNEL_DATA_DIR": str(tmp_path),
        "PATH": "/usr/bin:/bin",
        "TERM": "xterm-256color",
        "PYTHONUTF8": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tvapp", "--region", "330106"],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=environment,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),  # as under a shell that keeps it to itself
    )
    os.close(slave)
    try:
        assert read_until(master, "户籍身份".encode())
        os.close(master)
        process.wait(END_SECONDS)
    finally:
        process.kill()
        process.wait()
