"""From typing the command to a home with topics on it, and the memory then; beside a bare Textual application that
shows its first line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Aim, Figure, Unmeasured, summary
from benchmarks.machine import NO_PROC, PROC, memory_mib
from benchmarks.measure_start import CTRL_C, TELEVISION_AIM_MIB, first_topic, start_seconds, television
from benchmarks.servers import api, plain_environment
from benchmarks.terminal import Terminal

STARTS = 10
START_AIM_SECONDS = 1.0
LINES = 29  # as many as a home has items
QUIET_SECONDS = 5.0  # in which the television fetches its region
CTRL_Q = b"\x11"


def measure(folder: Path) -> Iterator[Figure | Unmeasured]:
    """On a running API, as a box of an operator starts; ours and the peer in turns."""
    with api(folder / "served") as server:
        title = first_topic(server)
        lines = folder / "titles.txt"
        lines.write_text("\n".join([title] * LINES), encoding="utf-8")
        box, bare = plain_environment(folder / "box"), plain_environment(folder / "bare")
        ours = [*television(), "--api", server.address]
        peer = [sys.executable, "-m", "benchmarks.bare_list", str(lines)]
        start_seconds(ours, box, title)  # the first one only fills the system's cache
        times: dict[str, list[float]] = {"ours": [], "first": [], "peer": []}
        for turn in range(STARTS):
            times["ours"].append(start_seconds(ours, box, title))
            times["first"].append(start_seconds(ours, plain_environment(folder / f"new-{turn}"), title))
            with Terminal(peer, bare, end_key=CTRL_Q) as terminal:
                times["peer"].append(terminal.wait_for(title))
        yield _start("tv.start", "cold start to home, API running", times["ours"], START_AIM_SECONDS)
        yield _start(
            "tv.start_first", "the same, on a box that was never started before", times["first"], START_AIM_SECONDS
        )
        yield _start("tv.start_floor", "the floor: a bare Textual list of as many lines", times["peer"], None)
        if not PROC.is_dir():
            yield Unmeasured(id="tv.memory", what="memory of the television", reason=NO_PROC)
            return
        yield _memory("tv.memory", "memory of the television on home", ours, box, title)
        with Terminal(peer, bare, end_key=CTRL_Q) as terminal:
            terminal.wait_for(title)
            terminal.settle(QUIET_SECONDS / 5)
            values = memory_mib(terminal.process.pid)
        yield Figure(id="tv.memory_floor", what="the floor: memory of the bare list", unit="MiB", values=values)


def _start(id: str, what: str, times: list[float], aim: float | None) -> Figure:
    values, held = summary(times, "worst"), Aim("median", aim) if aim else None
    return Figure(id=id, what=what, unit="s", values=values, count=len(times), aim=held)


def _memory(id: str, what: str, command: list[str], environment: dict[str, str], title: str) -> Figure:
    with Terminal(command, environment, end_key=CTRL_C) as terminal:
        terminal.wait_for(title)
        terminal.settle(QUIET_SECONDS)
        values = memory_mib(terminal.process.pid)
    return Figure(id=id, what=what, unit="MiB", values=values, aim=Aim("rss", TELEVISION_AIM_MIB))
