"""From a text to its reply with the API on loopback, the start of a conversation, and what it holds in memory."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Aim, BenchError, Figure, Unmeasured, summary
from benchmarks.machine import NO_PROC, PROC, memory_mib
from benchmarks.servers import REGION, api, plain_environment, program
from benchmarks.voice_bed import HALVES, conversations, load_dialogues

REPLY_P95_MILLISECONDS = 40.0
START_SECONDS = 1.5
MEMORY_MIB = 110.0
STARTS = 10
FIRST = "身份证丢了怎么办"


def measure(folder: Path) -> Iterator[Figure | Unmeasured]:
    """All turns of all scripts, then starts."""
    yield _replies(folder)
    yield from _starts(folder)


def _replies(folder: Path) -> Figure:
    times: list[float] = []
    with conversations(folder) as session:
        session.hear(FIRST)  # what is read once, at the start, is measured by itself
        for half in HALVES:
            for dialogue in load_dialogues(half):
                session.begin_anew()
                for turn in dialogue["turns"]:
                    begin = time.perf_counter()
                    session.hear(str(turn["say"]))
                    times.append((time.perf_counter() - begin) * 1000)
    values = summary(times, "p99", "worst")
    what = "text to reply, API on loopback"
    aim = Aim("p95", REPLY_P95_MILLISECONDS)
    return Figure(id="reply", what=what, unit="ms", values=values, count=len(times), aim=aim)


def _starts(folder: Path) -> Iterator[Figure | Unmeasured]:
    """`zhengwu-voice type --json`, from the command to the answer of the first sentence."""
    times, memories = [], []
    with api(folder / "server") as server:
        environment = plain_environment(folder / "box")
        command = [program("zhengwu-voice"), "type", "--json", "--region", REGION, "--api", server.address]
        for turn in range(STARTS + 1):
            begin = time.perf_counter()
            with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
                if process.stdin is None or process.stdout is None:
                    raise BenchError("a conversation without input or output")
                process.stdin.write(f"{FIRST}\n".encode())
                process.stdin.flush()
                if b"id-card-lost" not in process.stdout.readline():
                    raise BenchError("zhengwu-voice type did not answer its first sentence")
                seconds = time.perf_counter() - begin
                if PROC.exists():
                    memories.append(memory_mib(process.pid)["rss"])
                process.stdin.close()
            if turn:  # the first one only fills the caches of the system and of the box
                times.append(seconds)
    what = "start to the first answer, API on loopback"
    values = summary(times, "worst")
    yield Figure(id="start", what=what, unit="s", values=values, count=STARTS, aim=Aim("median", START_SECONDS))
    what = "memory of understanding and dialogue, without a recogniser"
    if not memories:
        yield Unmeasured(id="memory", what=what, reason=NO_PROC)
        return
    aim = Aim("rss", MEMORY_MIB)
    yield Figure(id="memory", what=what, unit="MiB", values={"rss": max(memories)}, count=len(memories), aim=aim)
