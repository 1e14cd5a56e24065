"""The machine a bench ran on, and how much of it others used meanwhile. Reads /proc where there is one."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

QUIET_SHARE = 0.05  # of all cores; a desktop that nobody touches takes less
PROC = Path("/proc")
NO_PROC = "memory of processes is read from /proc, which this system does not have; run this on Linux"


def describe_machine() -> dict[str, str]:
    """What a reader needs to compare the numbers with those of another machine."""
    return {
        "processor": _processor(),
        "cores": str(_cores()),
        "memory": _memory(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }


@dataclass(frozen=True, slots=True)
class Load:
    """Processor seconds spent by all programs and by ours, at one moment; None where the system does not tell."""

    at_seconds: float
    all_seconds: float | None
    own_seconds: float

    @classmethod
    def now(cls) -> Load:
        """Children count as ours once they have ended and were waited for."""
        return cls(time.monotonic(), _busy_seconds(), sum(os.times()[:4]))


def describe_load(begin: Load, end: Load) -> str:
    """One sentence: what others took between two moments."""
    if begin.all_seconds is None or end.all_seconds is None:
        return "What other programs took meanwhile is unknown on this system."
    cores = _cores()
    spent = end.all_seconds - begin.all_seconds - (end.own_seconds - begin.own_seconds)
    share = max(0.0, spent / ((end.at_seconds - begin.at_seconds) * cores))
    state = "quiet" if share < QUIET_SHARE else "loaded: times are longer than on a quiet one"
    return f"Other programs took {share:.0%} of the {cores} cores while this ran: the machine was {state}."


def memory_mib(pid: int) -> dict[str, float]:
    """`rss` now and `peak` so far of one process. Raises OSError where it is gone or there is no /proc."""
    status = (PROC / str(pid) / "status").read_text(encoding="utf-8")
    kib = {name: int(value) for name, value in re.findall(r"^(VmRSS|VmHWM):\s+(\d+) kB", status, re.MULTILINE)}
    return {"rss": kib["VmRSS"] / 1024, "peak": kib["VmHWM"] / 1024}


def processor_seconds(pid: int) -> float:
    """What one process has spent so far, in steps of a hundredth. Raises OSError where it is gone or no /proc is."""
    fields = (PROC / str(pid) / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def children_of(pid: int) -> list[int]:
    """The processes one process has started and not yet seen the end of."""
    threads = (PROC / str(pid) / "task").iterdir()
    return [int(child) for thread in threads for child in (thread / "children").read_text().split()]


def _busy_seconds() -> float | None:
    try:
        fields = (PROC / "stat").read_text(encoding="utf-8").splitlines()[0].split()[1:]
    except OSError:
        return None
    user, nice, system, _idle, _waiting, *interrupts = (int(ticks) for ticks in fields)
    return (user + nice + system + sum(interrupts[:3])) / os.sysconf("SC_CLK_TCK")


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*: (.+)$", (PROC / "cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        found = None
    return found[1].strip() if found else platform.processor() or "unknown"


def _memory() -> str:
    return f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GiB"


def _cores() -> int:
    """Those we may use, which in a container are fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
