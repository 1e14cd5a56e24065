"""From typing the command to a home with topics on it, and what the processes then hold in memory."""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.figures import Aim, BenchError, Figure, Unmeasured, summary
from benchmarks.machine import NO_PROC, PROC, children_of, memory_mib
from benchmarks.servers import REGION, Server, api, plain_environment, program
from benchmarks.terminal import Terminal

STARTS = 10
RUNNING_AIM_SECONDS, EMBEDDED_AIM_SECONDS = 1.2, 4.0
TELEVISION_AIM_MIB = 60.0
QUIET_SECONDS = 0.5
CTRL_C = b"\x03"
# Opens a topic, a guide and its parts, and comes back: what a household does in the first minute.
VISIT = ("1", "1", "1", "home", "2", "1", "2", "home")


def measure(folder: Path) -> Iterator[Figure | Unmeasured]:
    """The television on a running API and with its own server, in turns, so that a busy moment meets all alike."""
    own, box = plain_environment(folder / "embedded"), plain_environment(folder / "box")
    with api(folder / "served") as server:
        title = first_topic(server)
        running = [*television(), "--api", server.address]
        start_seconds(running, box, title)  # the first one only fills the system's cache, and this data folder
        start_seconds(television(), own, title)
        times: dict[str, list[float]] = {"running": [], "embedded_empty": [], "embedded": []}
        for turn in range(STARTS):
            times["running"].append(start_seconds(running, box, title))
            fresh = plain_environment(folder / f"fresh-{turn}")
            times["embedded_empty"].append(start_seconds(television(), fresh, title))
            times["embedded"].append(start_seconds(television(), own, title))
        yield _start("running", "API already running", times, RUNNING_AIM_SECONDS)
        yield _start("embedded_empty", "embedded API, empty data folder", times, EMBEDDED_AIM_SECONDS)
        yield _start("embedded", "embedded API, later starts", times, EMBEDDED_AIM_SECONDS)
        yield from _memory_of_both(running, box, title, server)
    yield from _memory_of_embedded(own, title)


def television() -> list[str]:
    """The command of a household in 西湖区."""
    return [program("zhengwu-tv"), "--region", REGION]


def first_topic(server: Server) -> str:
    """What stands on the first tile of home."""
    topics = [topic for topic in server.items("/v1/topics", region=REGION) if topic["on_home"] and topic["count"]]
    if not topics:
        raise BenchError(f"no topic has a service in {REGION}; is content published?")
    return str(min(topics, key=lambda topic: topic["order"])["title"])


def start_seconds(command: Sequence[str], environment: Mapping[str, str], title: str) -> float:
    """One start, ended again as soon as the first tile is there."""
    with Terminal(command, environment, end_key=CTRL_C) as terminal:
        return terminal.wait_for(title)


def _start(name: str, what: str, times: Mapping[str, Sequence[float]], aim: float) -> Figure:
    return Figure(
        id=f"start.{name}",
        what=f"cold start to home, {what}",
        unit="s",
        values=summary(times[name], "worst"),
        count=len(times[name]),
        aim=Aim("median", aim),
    )


def _memory_of_both(
    command: Sequence[str], environment: Mapping[str, str], title: str, server: Server
) -> Iterator[Figure | Unmeasured]:
    if not PROC.is_dir():
        yield Unmeasured(id="memory", what="memory of television and API", reason=NO_PROC)
        return
    with Terminal(command, environment, end_key=CTRL_C) as terminal:
        terminal.wait_for(title)
        terminal.settle(QUIET_SECONDS)
        yield _memory("memory.tv_home", "memory of the television on home", terminal.process.pid, TELEVISION_AIM_MIB)
        for key in VISIT:
            terminal.press(key)
            terminal.settle(QUIET_SECONDS)
        what = "memory of the television after a visit to two topics and two guides"
        yield _memory("memory.tv_used", what, terminal.process.pid, TELEVISION_AIM_MIB)
    server.ask(f"/v1/search?{urllib.parse.urlencode({'q': title, 'region': REGION})}")  # waits for the index
    parts = [server.process.pid, *children_of(server.process.pid)]
    what = f"memory of the API, all its {len(parts)} processes, search ready"
    yield Figure(id="memory.api", what=what, unit="MiB", values=_sum(memory_mib(pid) for pid in parts))
    worker = max(parts, key=lambda pid: memory_mib(pid)["rss"])
    yield _memory("memory.api_worker", "memory of the API, its one worker alone", worker)


def _sum(memories: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Pages that two processes share count twice, so that this is never too little."""
    held = list(memories)
    return {name: sum(memory[name] for memory in held) for name in ("rss", "peak")}


def _memory_of_embedded(environment: Mapping[str, str], title: str) -> Iterator[Figure]:
    if not PROC.is_dir():
        return
    with Terminal(television(), environment, end_key=CTRL_C) as terminal:
        terminal.wait_for(title)
        terminal.settle(5.0)  # the search index builds beside the first answers
        for pid in children_of(terminal.process.pid):
            yield _memory("memory.api_embedded", "memory of the embedded API, 5 s after home", pid)


def _memory(id: str, what: str, pid: int, aim: float | None = None) -> Figure:
    values = memory_mib(pid)
    return Figure(id=id, what=what, unit="MiB", values=values, aim=None if aim is None else Aim("rss", aim))
