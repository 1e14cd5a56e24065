"""Threads that fetch leave no heaps of their own behind."""

import platform
import subprocess
import sys

import pytest

THREADS_THAT_FETCH = """
import ctypes, sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from tvapp.one_arena import use_one_arena
if sys.argv[1] == "one":
    use_one_arena()
together = Barrier(3)
def fetch(_):
    kept = [bytes(100_000) for _ in range(20)] + [object() for _ in range(5_000)]
    together.wait(30)
    return len(kept)
with ThreadPoolExecutor(3) as pool:
    list(pool.map(fetch, range(3)))
ctypes.CDLL(None).malloc_stats()
"""


def arenas(how: str) -> int:
    """How many heaps the C library tells of itself, on its error output."""
    command = [sys.executable, "-c", THREADS_THAT_FETCH, how]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return told.stderr.count("Arena ")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only the GNU library has a heap for every thread")
def test_threads_share_one_heap() -> None:
    assert arenas("many") > 1
    assert arenas("one") == 1
